// Photos in the form: made small on the phone, shown with a caption, at most three.
import { reduced } from "./photo.js";
import * as store from "./store.js";

const MOST = 3;

// `changed()` is called after every change by the person.
export function photosOf(form, changed) {
  return new PhotoList(form.querySelector("[data-photos]"), changed);
}

class PhotoList {
  constructor(place, changed) {
    this.changed = changed;
    this.template = document.querySelector("[data-photo-row]");
    this.words = document.querySelector("[data-field-phone]").dataset;
    this.input = place.querySelector('input[type="file"]');
    this.box = place.querySelector('input[name="photos-sure"]');
    this.message = document.createElement("p");
    this.message.className = "field-error";
    this.message.setAttribute("role", "status");
    this.list = document.createElement("div");
    this.photos = [...place.querySelectorAll("[data-photo]")].map(takeFromPage);
    place.append(this.message, this.list);
    this.allow();
    this.box.addEventListener("change", () => this.allow());
    this.chosen = () => this.add();
    this.input.addEventListener("change", this.chosen);
    this.draw();
  }

  // What is chosen stays in the form, which the browser sends.
  release() {
    this.input.removeEventListener("change", this.chosen);
  }

  // Whether the person has looked that nobody is recognised
  sure() {
    return this.box.checked;
  }

  allow() {
    this.input.disabled = !this.sure();
  }

  rows() {
    return this.photos.map(({ sha256, caption }) => ({ sha256, caption }));
  }

  bytes() {
    return this.photos.filter(({ bytes }) => bytes).map(({ sha256, bytes }) => ({ sha256, bytes }));
  }

  // Photos of a report that was saved once were looked at then.
  async show(rows, isSure = rows.length > 0) {
    this.box.checked = isSure;
    this.allow();
    const stored = await Promise.all(rows.map(({ sha256 }) => store.photo(sha256)));
    this.photos = rows.map((photo, at) => ({ ...photo, bytes: (stored[at] || {}).bytes }));
    this.draw();
  }

  async add() {
    const files = Array.from(this.input.files).slice(0, MOST - this.photos.length);
    this.message.textContent = files.length < this.input.files.length ? this.words.mostPhotos : "";
    this.input.value = "";
    for (const file of files) await this.addFile(file);
    this.draw();
    this.changed();
  }

  async addFile(file) {
    try {
      const { bytes, sha256 } = await reduced(file);
      if (!this.photos.some((photo) => photo.sha256 === sha256))
        this.photos.push({ sha256, bytes, caption: "" });
    } catch (_error) {
      this.message.textContent = this.words.unreadable;
    }
  }

  remove(photo) {
    this.photos = this.photos.filter((other) => other !== photo);
    this.draw();
    this.changed();
  }

  draw() {
    for (const picture of this.list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.list.textContent = "";
    this.list.append(...this.photos.map((photo) => this.rowOf(photo)));
  }

  rowOf(photo) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    if (photo.bytes) {
      row.querySelector("img").src = URL.createObjectURL(new Blob([photo.bytes], { type: "image/jpeg" }));
    }
    const caption = row.querySelector("[data-caption]");
    caption.value = photo.caption;
    caption.addEventListener("input", () => {
      photo.caption = caption.value;
      this.changed();
    });
    row.querySelector("[data-remove]").addEventListener("click", () => this.remove(photo));
    return row;
  }
}

// Photos that the office has already: named by the page, known by their digest.
function takeFromPage(part) {
  const caption = part.querySelector('input[name$="-caption"]');
  part.remove();
  return { sha256: part.dataset.photo, caption: caption ? caption.value : "" };
}
