// A text to copy out of the page: with the clipboard where there is one, by hand from the text box everywhere.

// `place` holds a text box and a button; `text()` gives what stands in it.
export function offerText(place, text) {
  const box = place.querySelector("textarea");
  const button = place.querySelector("[data-copy-out]");
  const answer = place.querySelector("[data-copied-out]");
  button.addEventListener("click", async () => {
    place.querySelector("[data-copy-box]").hidden = false;
    box.value = text();
    box.focus();
    box.select();
    answer.textContent = (await copied(box)) ? answer.dataset.done : answer.dataset.byHand;
  });
}

async function copied(box) {
  const { clipboard } = navigator;
  try {
    if (!clipboard) return document.execCommand("copy");
    // eslint-disable-next-line floor/methods -- looked for
    await clipboard.writeText(box.value);
    return true;
  } catch (_error) {
    return false;
  }
}
