// Warns while somebody writes a NIK or a telephone number into a text; the server rejects them as well.
import { privateNumberIn } from "./private-numbers.js";

const phone = document.querySelector("[data-field-phone]");

function show(place, words) {
  const next = place.nextElementSibling;
  const isThere = next && "privateWarning" in next.dataset;
  if (!isThere && !words) return;
  const warning = isThere ? next : document.createElement("p");
  warning.className = "field-error";
  warning.setAttribute("role", "status");
  warning.dataset.privateWarning = "";
  if (!isThere) place.after(warning);
  warning.textContent = words;
}

// The captions of photos come later than this script.
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-private-words]")) return;
  show(target.closest("label") || target, privateNumberIn(target.value) ? phone.dataset.private : "");
});
