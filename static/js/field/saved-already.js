// In place of the form: this session was saved. A person who comes back to its page corrects it, or logs another one.
import { thaw } from "./payload.js";
import { isReplaceable } from "./store.js";
import { inLetters } from "./wall-clock.js";

const CLOSED = ["approved", "void"];

// A report that is on its way can be corrected once the office has it; one in conflict is decided in the outbox.
export function canCorrect({ state, receipt, office, ...report }) {
  if (state === "conflict" || CLOSED.includes((office || {}).state)) return false;
  return Boolean(receipt) || isReplaceable({ state, ...report });
}

// What a person was asked to correct opens by itself.
export function asksForCorrection({ state, office }) {
  return state === "needs_fix" || (office || {}).state === "returned";
}

// Hides the form; `correct` is called when the person wants to change the report.
export function showSaved(form, report, correct) {
  const notice = document.querySelector("[data-saved-already]").content.cloneNode(true).firstElementChild;
  const slot = (name) => notice.querySelector(`[data-saved-${name}]`);
  const { village, started_local } = thaw(report.body);
  const { receipt } = report;
  slot("title").textContent = [report.village_name || village, inLetters(started_local)].join(" · ");
  slot("waits").hidden = Boolean(receipt);
  slot("received").hidden = !receipt;
  if (receipt)
    slot("received").textContent = slot("received").textContent.replace("{code}", receipt.receipt_code);
  const button = slot("correct");
  button.hidden = !canCorrect(report);
  button.addEventListener("click", () => {
    notice.remove();
    form.hidden = false;
    correct();
  });
  form.reset(); // the browser may have put the entries back
  form.hidden = true;
  form.before(notice);
  notice.focus();
}
