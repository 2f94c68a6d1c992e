// Counting with the thumb: minus and plus beside every count, and the total so far.
import { fieldsOf } from "./form-data.js";
import { participants } from "./payload.js";

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
    button.addEventListener("click", () => {
      input.value = Math.max(0, (Number.parseInt(input.value, 10) || 0) + step) || "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
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
