// A photo in the form: its picture or its name, its caption, and what can be done with it.

// `acts`: `written(caption)`, `remove()`, `tryAgain()`. Returns {element, show(photo, trouble), remove()}.
export function photoRow(text, acts) {
  const element = document.querySelector("[data-photo-row]").content.cloneNode(true).firstElementChild;
  const picture = element.querySelector("img");
  const state = element.querySelector("[data-photo-state]");
  const caption = element.querySelector("[data-caption]");
  const again = element.querySelector("[data-try-again]");
  let shown = null;
  caption.value = text;
  caption.addEventListener("input", () => acts.written(caption.value));
  element.querySelector("[data-remove]").addEventListener("click", acts.remove);
  again.addEventListener("click", acts.tryAgain);
  const release = () => shown && URL.revokeObjectURL(picture.src);

  // The file as the camera made it is too big to be drawn just to be looked at.
  function show({ bytes, original }, trouble) {
    const waits = original ? state.dataset.waits.replace("{name}", original.name) : "";
    state.textContent = trouble || waits;
    again.hidden = !trouble;
    picture.hidden = Boolean(original);
    if (original || !bytes || bytes === shown) return;
    release();
    shown = bytes;
    picture.src = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  }

  function remove() {
    release();
    element.remove();
  }

  return { element, show, remove };
}
