// Photos in the form: made small on the phone, shown with a caption, at most three.
import { reduced } from "./photo.js";
import * as store from "./store.js";

const MOST = 3;

export function photosOf(form, changed) {
  const place = form.querySelector("[data-photos]");
  const template = document.querySelector("[data-photo-row]");
  const input = place.querySelector('input[type="file"]');
  const box = place.querySelector('input[name="photos-sure"]');
  const { dataset: words } = document.querySelector("[data-field-phone]");
  const message = document.createElement("p");
  const list = document.createElement("div");
  let held = [...place.querySelectorAll("[data-photo]")].map(takenOver);
  message.className = "field-error";
  message.setAttribute("role", "status");
  place.append(message, list);
  input.disabled = !box.checked;
  box.addEventListener("change", () => (input.disabled = !box.checked));
  input.addEventListener("change", add);

  // Photos the office has already: named by the page, kept by their digest.
  function takenOver(part) {
    const caption = part.querySelector('input[name$="-caption"]')?.value || "";
    part.remove();
    return { sha256: part.dataset.photo, caption };
  }

  async function add() {
    const files = [...input.files].slice(0, MOST - held.length);
    message.textContent = files.length < input.files.length ? words.mostPhotos : "";
    input.value = "";
    for (const file of files) {
      try {
        const { bytes, sha256 } = await reduced(file);
        if (!held.some((photo) => photo.sha256 === sha256)) held.push({ sha256, bytes, caption: "" });
      } catch {
        message.textContent = words.unreadable;
      }
    }
    draw();
    changed();
  }

  function draw() {
    for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    list.replaceChildren(...held.map(row));
  }

  function row(photo) {
    const item = template.content.cloneNode(true).firstElementChild;
    if (photo.bytes)
      item.querySelector("img").src = URL.createObjectURL(new Blob([photo.bytes], { type: "image/jpeg" }));
    const caption = item.querySelector("[data-caption]");
    caption.value = photo.caption;
    caption.addEventListener("input", () => {
      photo.caption = caption.value;
      changed();
    });
    item.querySelector("[data-remove]").addEventListener("click", () => {
      held = held.filter((other) => other !== photo);
      draw();
      changed();
    });
    return item;
  }

  draw();
  return {
    sure: () => box.checked,
    rows: () => held.map(({ sha256, caption }) => ({ sha256, caption })),
    bytes: () => held.filter(({ bytes }) => bytes).map(({ sha256, bytes }) => ({ sha256, bytes })),
    // Photos of a report that was saved once were looked at then.
    async show(rows, isSure = rows.length > 0) {
      box.checked = isSure;
      input.disabled = !isSure;
      const kept = await Promise.all(rows.map(({ sha256 }) => store.photo(sha256)));
      held = rows.map((photo, at) => ({ ...photo, bytes: kept[at]?.bytes }));
      draw();
    },
  };
}
