// Says above the form why nothing is stored or sent, and offers what was typed as text.
import { offerText } from "./copy-out.js";
import { entriesAsText } from "./entries-text.js";

export class Trouble {
  constructor(form) {
    this.form = form;
    this.element = document.querySelector("[data-trouble]").content.cloneNode(true).firstElementChild;
    this.text = this.element.querySelector("[data-trouble-text]");
    this.button = this.element.querySelector("[data-trouble-keep]");
    offerText(this.element, () => entriesAsText(form));
  }

  // `keep`, if given, is called when the person wants to have these entries as a draft of their own.
  show(sentence, keep = null) {
    if (this.text.textContent !== sentence) this.text.textContent = sentence;
    this.button.hidden = !keep;
    this.button.onclick = keep;
    if (!this.element.isConnected) this.form.before(this.element);
  }

  clear() {
    this.element.remove();
  }

  isShown() {
    return this.element.isConnected;
  }

  focus() {
    this.element.focus();
  }
}
