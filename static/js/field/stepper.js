// Counting with the thumb: minus and plus beside every count, and the total so far.
import { readCount, typedIn } from "./count.js";
import { fieldsOf } from "./form-data.js";
import { limits } from "./limits.js";
import { participants } from "./payload.js";
import { countSentence } from "./validate.js";

const most = limits.most_people || Number.POSITIVE_INFINITY;

// What is no number stays until a person corrects it.
function stepBy(entry, step) {
  const { count, problem } = readCount(typedIn(entry));
  if (problem) {
    entry.focus();
    return;
  }
  entry.value = Math.min(most, Math.max(0, count + step)) || "";
  entry.dispatchEvent(new Event("input", { bubbles: true }));
  entry.dispatchEvent(new Event("change", { bubbles: true }));
}

// Says at once what is wrong with a count, when somebody leaves it.
function showProblem(row, entry) {
  const { problem } = readCount(typedIn(entry));
  const shown = row.nextElementSibling;
  if (shown && "countProblem" in shown.dataset) shown.remove();
  if (!problem) return;
  const note = document.createElement("p");
  note.className = "field-error";
  note.dataset.countProblem = "";
  note.setAttribute("role", "alert");
  note.textContent = countSentence(
    problem,
    typedIn(entry),
    document.querySelector("[data-form-words]").dataset,
  );
  row.after(note);
}

const buttons = document.querySelector("[data-stepper-buttons]");

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  const [less, more] = buttons.content.cloneNode(true).children;
  for (const [button, step] of [
    [less, -1],
    [more, 1],
  ]) {
    button.setAttribute(
      "aria-label",
      `${button.getAttribute("aria-label")}: ${input.getAttribute("aria-label")}`,
    );
    button.addEventListener("click", () => stepBy(stepper.querySelector("input:not([hidden])"), step));
  }
  const row = stepper.closest(".count") || stepper;
  row.addEventListener("change", ({ target }) => showProblem(row, target));
  row.addEventListener(
    "input",
    ({ target }) => readCount(typedIn(target)).problem || showProblem(row, target),
  );
  stepper.prepend(less);
  stepper.append(more);
}

for (const total of document.querySelectorAll("[data-attendance-total]")) {
  const { form } = total.closest("fieldset");
  const words = document.querySelector("[data-field-phone]").dataset.total;
  const show = () => (total.textContent = words.replace("{count}", participants(fieldsOf(form))));
  form.addEventListener("input", show);
  show();
}
