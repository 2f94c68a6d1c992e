// What is wrong with the entries: said beside each field, and on top with links that lead there.

const part = (name) => document.getElementById(`bagian-${name.split(".")[0]}`);

// `errors` is {name: [sentence, ...]} as the server gives it; `mended(name)` is told when somebody changes such a field.
export function errorsOf(form, mended) {
  const summary = document.querySelector("[data-error-summary]").content.cloneNode(true).firstElementChild;
  const list = summary.querySelector("ul");
  let current = {};

  function show(errors) {
    forget();
    current = errors || {};
    for (const [name, sentences] of Object.entries(current)) {
      list.append(...sentences.map((sentence) => line(name, sentence)));
      if (part(name)) mark(part(name), name, sentences);
    }
    if (list.children.length) form.before(summary);
  }

  function forget() {
    for (const old of form.querySelectorAll("[data-field-error]")) old.remove();
    for (const entry of form.querySelectorAll("[data-is-wrong]")) unmark(entry);
    list.replaceChildren();
    summary.remove();
  }

  form.addEventListener("input", ({ target }) => {
    const name = Object.keys(current).find((key) => part(key)?.contains(target));
    if (!name) return;
    const { [name]: _gone, ...left } = current;
    show(left);
    mended(name);
  });
  return { show, focus: () => summary.isConnected && summary.focus() };
}

function line(name, sentence) {
  const item = document.createElement("li");
  const target = part(name) ? document.createElement("a") : item;
  target.textContent = sentence;
  if (target === item) return item;
  target.href = `#bagian-${name.split(".")[0]}`;
  target.addEventListener("click", (event) => lead(event, part(name)));
  item.append(target);
  return item;
}

// The address keeps the number of the draft, so the link itself must not change it.
function lead(event, place) {
  event.preventDefault();
  place.scrollIntoView({ block: "start" });
  place.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
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
  const entry = place.querySelector("input:not([type=hidden]), select, textarea");
  entry?.setAttribute("aria-invalid", "true");
  entry?.setAttribute("aria-describedby", id);
  if (entry) entry.dataset.isWrong = "";
}

function unmark(entry) {
  for (const name of ["aria-invalid", "aria-describedby", "data-is-wrong"]) entry.removeAttribute(name);
}
