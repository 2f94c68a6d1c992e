// A form that was refused opens at its first error: on that tab, in that field. Wagtail counts the errors of each
// tab and opens the first tab all the same.
const ERROR = "[role=tabpanel] .error-message, [role=tabpanel] .help-critical, main form .error-message";
const INPUT = "input:not([type=hidden]), textarea, select, button, [contenteditable=true]";

function focusOn(error) {
  const field = error.closest("[data-field]");
  const inputs = field ? [...field.querySelectorAll(INPUT)] : [];
  const place = inputs.find((input) => input.getClientRects().length > 0) || error;
  if (place === error) error.tabIndex = -1;
  place.focus({ preventScroll: true });
  error.scrollIntoView({ block: "center", behavior: "instant" }); // Wagtail's own scrolling is slow, if it comes at all
}

addEventListener("load", () => {
  const error = document.querySelector(ERROR);
  if (!error) return;
  error.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // Wagtail's tabs open for it,
  requestAnimationFrame(() => focusOn(error)); // and are open in the next frame
});
