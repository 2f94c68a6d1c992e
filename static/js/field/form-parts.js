// The form in parts: each tells in one line what it holds or what is missing, and leads to the next one.
import { fieldsOf } from "./form-data.js";
import { summariesOf } from "./part-summaries.js";

const WIDE = "(min-width: 900px)";
const ERROR = "[data-field-error], .field-error:not(:empty)";

// The bar with the state of the draft covers the top: what should be seen stops below it.
function scrollToPart(part) {
  const bar = document.querySelector(".draft");
  const covered = bar ? bar.offsetHeight : 0;
  window.scrollTo(0, part.getBoundingClientRect().top + window.pageYOffset - covered - 8);
}

class FormParts {
  constructor(form, parts) {
    this.form = form;
    this.parts = parts;
    this.words = document.querySelector("[data-part-words]").dataset;
    this.progress = document.querySelector("[data-progress]").content.cloneNode(true).firstElementChild;
    this.source = "draft"; // of entries that nobody types
    this.prepare();
    this.listen();
    this.show();
  }

  prepare() {
    const bar = this.form.querySelector("[data-save-bar]");
    bar.insertBefore(this.progress, bar.firstChild);
    const line = this.progress.querySelector("[data-progress-line]");
    for (const part of this.parts) {
      line.append(document.createElement("i"));
      if (part.nextElementSibling.matches("[data-part]")) this.addNext(part, part.nextElementSibling);
    }
    this.current = this.parts.find((part) => part.open) || this.parts[0];
    if (window.matchMedia(WIDE).matches) for (const part of this.parts) part.open = true;
  }

  addNext(part, next) {
    const button = document.querySelector("[data-next]").content.cloneNode(true).firstElementChild;
    button.append(next.querySelector("h2").textContent.replace(/^\s*\d+\.\s*/, ""));
    button.addEventListener("click", () => {
      part.open = false;
      this.lead(next);
    });
    part.querySelector(".part__body").append(button);
  }

  listen() {
    this.form.addEventListener("input", ({ target }) => this.follow(target));
    this.form.addEventListener("change", () => this.show());
    const follow = ({ target }) => this.see(target.closest("[data-part]"));
    this.form.addEventListener("focusin", follow);
    const isNarrow = () => !window.matchMedia(WIDE).matches;
    this.form.addEventListener("toggle", (event) => event.target.open && isNarrow() && follow(event), true);
    const note = ({ target }) => {
      if (target.closest("[data-copy-last]")) this.source = "copy";
    };
    document.addEventListener("click", note, true); // before the form copies
    const photos = this.form.querySelector("[data-photos]");
    new MutationObserver(() => this.show()).observe(photos, { childList: true, subtree: true });
    window.addEventListener("beforeprint", () => {
      for (const part of this.parts) part.open = true;
    });
  }

  // Entries of a draft or of the last session open the first part that still misses something.
  follow(target) {
    this.show();
    const missing = this.parts.find((part) => part.dataset.state === "missing");
    if (target === this.form && this.source && missing) {
      if (!window.matchMedia(WIDE).matches)
        for (const part of this.parts) part.open = part === missing || Boolean(part.querySelector(ERROR));
      this.see(missing);
      if (this.source === "copy") this.lead(missing);
    }
    this.source = "";
  }

  lead(part) {
    part.open = true;
    this.see(part);
    scrollToPart(part);
    part.querySelector("summary").focus({ preventScroll: true });
  }

  see(part) {
    if (!part) return;
    this.current = part;
    this.showProgress();
  }

  show() {
    const lines = summariesOf(this.form, fieldsOf(this.form), this.words);
    for (const part of this.parts) {
      const { text, state } = lines[part.dataset.part];
      const place = part.querySelector("[data-part-state]");
      part.dataset.state = state;
      if (place.textContent !== text) place.textContent = text;
    }
    this.showProgress();
  }

  showProgress() {
    const at = this.parts.indexOf(this.current);
    const text = this.words.atPart.replace("{at}", at + 1).replace("{all}", this.parts.length);
    this.progress.querySelector("[data-progress-text]").textContent = text;
    [...this.progress.querySelectorAll("i")].forEach((step, number) => {
      step.className = number === at ? "is-current" : "";
      step.dataset.state = this.parts[number].dataset.state || "";
    });
  }
}

for (const form of document.querySelectorAll("[data-session-form]")) {
  const parts = [...form.querySelectorAll("[data-part]")];
  if (parts.length) new FormParts(form, parts);
}
