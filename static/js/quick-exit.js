// Leaving in a hurry: by the link, or by pressing Escape three times. The page goes blank at once, and a neutral page
// takes its place in the history; the neutral page discards what was read (neutral.js). Runs after after-exit.js.
const leave = (event) => {
  event.preventDefault();
  try {
    sessionStorage.exit = Date.now();
  } catch (_error) {
    /* Where the browser stores nothing, Back shows the pages before. */
  }
  showNeutralPage();
};

let escapes = 0;
addEventListener("keydown", (event) => {
  escapes = event.key === "Escape" ? escapes + 1 : 0;
  if (escapes === 3) leave(event);
});
document.querySelector("[data-leave]").addEventListener("click", leave);
