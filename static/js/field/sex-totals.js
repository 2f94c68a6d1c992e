// Women and men as one number each. Ages are opened when somebody knows them: what they leave over is "age not recorded",
// the entry that the page shows without scripts.
import { countOf, readCount, typedIn } from "./count.js";

const form = document.querySelector("[data-session-form]");

class SexTotal {
  constructor(row) {
    const sex = row.dataset.sexTotal;
    const ages = form.querySelector(`[data-ages="${sex}"]`);
    this.unknown = row.querySelector("input");
    this.total = this.unknown.cloneNode();
    this.ages = [...ages.querySelectorAll("input")];
    this.message = ages.querySelector("[data-age-unknown]");
    this.takePlace(row, sex);
    this.read();
    form.addEventListener("input", ({ target }) => this.follow(target));
    this.total.addEventListener("change", () => this.show()); // never fewer than the ages make
  }

  // The named entry stays in the form, out of sight.
  takePlace(row, sex) {
    this.total.removeAttribute("name");
    this.total.id = `id_total-${sex}`;
    this.total.dataset.total = sex;
    this.unknown.before(this.total);
    this.unknown.hidden = true;
    row.append(this.unknown);
    const label = row.querySelector("[data-label]");
    label.textContent = label.dataset.label;
    this.total.setAttribute("aria-label", label.dataset.label);
  }

  get known() {
    return this.ages.reduce((sum, entry) => sum + countOf(entry), 0);
  }

  // `stated` is the number that somebody gave; without one the ages make the total.
  follow(target) {
    if (target === form) this.read();
    if (target === this.total && readCount(typedIn(target)).problem) {
      this.unknown.value = typedIn(target); // it is refused there, in the words that were typed
      return;
    }
    if (target === this.total) this.stated = countOf(this.total);
    if (target !== this.total && !this.ages.includes(target)) return;
    this.unknown.value = Math.max(0, this.stated - this.known) || "";
    if (target !== this.total) this.show();
    this.tell();
  }

  read() {
    this.stated = countOf(this.unknown) && countOf(this.unknown) + this.known;
    this.show();
    this.tell();
  }

  show() {
    if (readCount(typedIn(this.unknown)).problem) this.total.value = typedIn(this.unknown);
    else this.showSum();
  }

  showSum() {
    this.total.value = countOf(this.unknown) + this.known || "";
  }

  tell() {
    const { ageUnknown } = document.querySelector("[data-part-words]").dataset;
    const left = countOf(this.unknown);
    this.message.textContent = this.known && left ? ageUnknown.replace("{count}", left) : "";
  }
}

for (const row of form ? form.querySelectorAll("[data-sex-total]") : []) new SexTotal(row);
