// Asked once before saving, about entries that may well be right; villages/field_app/questions.py asks the same.
import { doublesOf, loggedSessions } from "./doubles.js";
import { chosenOption } from "./form-data.js";
import { participants } from "./payload.js";
import { inLetters } from "./wall-clock.js";

const DOUBLE_TAP = 600; // milliseconds; a second tap that comes sooner answers nothing

export class Questions {
  constructor(form, user) {
    this.form = form;
    this.user = user;
    this.template = document.querySelector("[data-questions]");
    this.clear();
    form.addEventListener("input", () => this.clear());
  }

  // Returns true if something was asked that this page had not asked before, or a moment ago.
  async ask(fields, uuid) {
    if (performance.now() - this.shownAt < DOUBLE_TAP) return true;
    this.clear();
    const asked = Array.from(this.form.querySelectorAll("[name=asked]"), ({ value }) => value);
    const open = (await this.about(fields, uuid)).filter(([key]) => !asked.includes(key));
    if (open.length) this.show(open);
    return open.length > 0;
  }

  // Returns [key, question].
  async about(fields, uuid) {
    const { dataset: words } = this.template;
    const { village } = this.form.elements;
    const { zone } = chosenOption(village).dataset;
    const logged = await loggedSessions(this.user, village);
    const doubles = doublesOf({ ...fields, zone, uuid }, logged).map((other) => {
      const sentence = other.village === fields.village ? words.sameVillage : words.otherVillage;
      return [
        `double-${other.uuid}`,
        sentence.replace("{village}", other.name).replace("{time}", hoursOf(other)),
      ];
    });
    return participants(fields) ? doubles : [["empty", words.empty], ...doubles];
  }

  show(questions) {
    const box = this.template.content.cloneNode(true).firstElementChild;
    const button = box.querySelector("[data-save-anyway]");
    for (const [key, text] of questions) {
      const line = document.createElement("p");
      line.textContent = text;
      button.before(line);
      const asked = document.createElement("input");
      Object.assign(asked, { type: "hidden", name: "asked", value: key });
      this.form.append(asked);
    }
    button.addEventListener("click", () => this.form.querySelector("[data-save]").click());
    this.form.before(box);
    this.shownAt = performance.now();
    box.focus();
  }

  clear() {
    this.shownAt = -DOUBLE_TAP;
    for (const box of document.querySelectorAll("[data-questions-shown]")) box.remove();
  }
}

function hoursOf({ started_local, ended_local }) {
  return `${inLetters(started_local)}–${ended_local.slice(11, 16).replace(":", ".")}`;
}
