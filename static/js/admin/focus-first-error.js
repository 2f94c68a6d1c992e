// A form that was refused opens where its first fault is: on that tab, in that field. Wagtail counts the faults of
// each tab and opens the first tab all the same.
const FAULT = "[role=tabpanel] :is(.error-message, .help-critical), main form .error-message";
const INPUT = "input:not([type=hidden]), textarea, select, button, [contenteditable=true]";

function focusOn(fault) {
  const inputs = [...(fault.closest("[data-field]")?.querySelectorAll(INPUT) ?? [])];
  const place = inputs.find((input) => input.checkVisibility()) ?? fault;
  if (place === fault) fault.tabIndex = -1;
  place.focus({ preventScroll: true });
  fault.scrollIntoView({ block: "center", behavior: "instant" }); // the desk scrolls slowly, if at all
}

addEventListener("load", () => {
  const fault = document.querySelector(FAULT);
  if (!fault) return;
  fault.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // Wagtail's tabs open for it,
  requestAnimationFrame(() => focusOn(fault)); // and are open in the next frame
});
