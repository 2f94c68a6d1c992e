// After somebody left in a hurry, whatever Back reaches in this tab shows the neutral page instead. This runs in the
// head of every public page, before anything is painted. `sessionStorage.exit` is the mark of the exit; it lasts as
// long as the tab. Pages that are opened after the exit carry the mark as their state, so Back shows them.
const root = document.documentElement;

const showNeutralPage = () => {
  root.hidden = true;
  location.replace(`/${root.lang}/cuaca/`);
};

const checkExit = (isBack) => {
  try {
    const { exit } = sessionStorage;
    if (exit && isBack && history.state !== exit) showNeutralPage();
    else if (exit) history.replaceState(exit, "");
  } catch (_error) {
    /* Where the browser stores nothing, nothing is marked. */
  }
};

// A browser that freezes pages shows them again as they were, so they are frozen hidden.
addEventListener("pagehide", () => {
  root.style.visibility = "hidden";
});
addEventListener("pageshow", ({ persisted }) => {
  root.style.visibility = "";
  if (persisted) checkExit(true);
});
checkExit(performance.navigation.type);
