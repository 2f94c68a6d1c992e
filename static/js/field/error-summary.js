// What is wrong with the entries: beside each field, and in a summary on top with links that lead there.
import { readCount, typedIn } from "./count.js";
import { privateNumberIn } from "./private-numbers.js";

const ENTRY = "input:not([type=hidden]):not([hidden]), select, textarea";
const part = (name) => document.getElementById(`bagian-${name.split(".")[0]}`);

// `corrected(name)` is called when somebody changes a field with an error.
export function errorsOf(form, corrected) {
  return new ErrorSummary(form, corrected);
}

class ErrorSummary {
  constructor(form, corrected) {
    this.form = form;
    this.corrected = corrected;
    this.summary = document.querySelector("[data-error-summary]").content.cloneNode(true).firstElementChild;
    this.list = this.summary.querySelector("ul");
    this.errors = {};
    form.addEventListener("input", ({ target }) => this.correct(target));
  }

  // `errors` is {name: [sentence, ...]} as the server gives it.
  show(errors) {
    this.clear();
    this.errors = errors || {};
    for (const [name, sentences] of Object.entries(this.errors)) {
      this.list.append(...sentences.map((sentence) => line(name, sentence)));
      if (part(name)) {
        unfold(part(name));
        mark(part(name), name, sentences);
      }
    }
    if (this.list.children.length) this.form.before(this.summary);
  }

  clear() {
    for (const old of this.form.querySelectorAll("[data-field-error]")) old.remove();
    for (const entry of this.form.querySelectorAll("[data-is-wrong]")) unmark(entry);
    this.list.textContent = "";
    this.summary.remove();
  }

  correct(entry) {
    const name = Object.keys(this.errors).find((key) => part(key) && part(key).contains(entry));
    if (!name) return;
    const { [name]: _gone, ...left } = this.errors;
    this.show(left);
    this.corrected(name);
  }

  // One error leads straight to its field, more than one to their list.
  focus() {
    const [name, ...others] = Object.keys(this.errors);
    if (name && !others.length && part(name)) leadTo(part(name));
    else if (this.summary.isConnected) this.summary.focus();
  }
}

// The entry that makes the error, as far as it shows, else the first.
function wrongEntry(place) {
  const entries = [...place.querySelectorAll(ENTRY)];
  return entries.find(isWrong) || entries[0];
}

function isWrong(entry) {
  if (entry.matches("[data-stepper] input")) return Boolean(readCount(typedIn(entry)).problem);
  return entry.matches("[data-private-words]") && privateNumberIn(entry.value) !== "";
}

function unfold(place) {
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
}

function line(name, sentence) {
  const item = document.createElement("li");
  const target = part(name) ? document.createElement("a") : item;
  target.textContent = sentence;
  if (target === item) return item;
  target.href = `#bagian-${name.split(".")[0]}`;
  // The address keeps the number of the draft, so the link itself must not change it.
  target.addEventListener("click", (event) => {
    event.preventDefault();
    leadTo(part(name));
  });
  item.append(target);
  return item;
}

function leadTo(place) {
  const entry = wrongEntry(place);
  unfold(entry || place);
  if (entry && isWrong(entry)) entry.scrollIntoView({ block: "center" });
  else place.scrollIntoView({ block: "start" });
  if (entry) entry.focus({ preventScroll: true });
}

function mark(place, name, sentences) {
  const id = `salah-${name.split(".")[0]}`;
  const notes = sentences.map((sentence) => {
    const note = document.createElement("p");
    note.className = "field-error";
    note.dataset.fieldError = "";
    note.id = id;
    note.textContent = sentence;
    return note;
  });
  const title = place.querySelector(":scope > legend, :scope > label");
  if (title) title.after(...notes);
  else place.prepend(...notes);
  const entry = wrongEntry(place);
  if (!entry) return;
  entry.setAttribute("aria-invalid", "true");
  entry.setAttribute("aria-describedby", id);
  entry.dataset.isWrong = "";
}

function unmark(entry) {
  for (const name of ["aria-invalid", "aria-describedby", "data-is-wrong"]) entry.removeAttribute(name);
}
