// Warns while somebody writes a NIK or a telephone number into a note; the server rejects them as well.

export const NIK = /(?:^|\D)\d(?:[ .-]?\d){15}(?!\d)/;
export const TELEPHONE = /(?:^|\D)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,11}(?!\d)/;

for (const text of document.querySelectorAll("[data-private-words]")) {
  const warning = document.createElement("p");
  warning.className = "field-error";
  warning.setAttribute("role", "status");
  text.after(warning);
  const words = document.querySelector("[data-field-phone]").dataset.private;
  const look = () => (warning.textContent = NIK.test(text.value) || TELEPHONE.test(text.value) ? words : "");
  text.addEventListener("input", look);
}
