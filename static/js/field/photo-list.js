// Photos in the form: taken or chosen, made small on the phone, shown with a caption, at most three. What was chosen
// is stored as it is until it is small, so that a page that goes away meanwhile loses nothing.
import { sha256Hex } from "./digest.js";
import { point } from "./failpoints.js";
import { PhotoRefused, reduced } from "./photo.js";
import { photoRow } from "./photo-row.js";
import * as store from "./store.js";

const MOST = 3;
const MOST_FILE = 30000000; // bytes
const MOST_TRIES = 3; // a photo that ended the page each time would end it again

// `hooks`: `edited()` after every change by the person; `keep(isStep)` stores the form at once, as a step to undo or
// not; `becameSmall(from, sha256)` when a chosen file became a photo; `progressed()` after every step.
export function photosOf(form, hooks) {
  return new PhotoList(form.querySelector("[data-photos]"), hooks);
}

// A photo is {caption, sha256, bytes} once it is small. Before that it has `original`: {name, tries}, with a `file` until
// that is read, then with sha256 and bytes.
class PhotoList {
  constructor(place, hooks) {
    this.hooks = hooks;
    this.words = document.querySelector("[data-form-words]").dataset;
    this.inputs = Array.from(place.querySelectorAll('input[type="file"]'));
    this.box = place.querySelector('input[name="photos-sure"]');
    this.refusals = document.createElement("div");
    this.refusals.setAttribute("role", "alert");
    this.list = document.createElement("div");
    this.place = place;
    this.parts = Array.from(place.querySelectorAll("[data-photo]"));
    this.photos = this.parts.map(takeFromPage);
    this.isReleased = false;
    this.rows = new Map();
    this.working = null;
    this.begun = null; // what is being made small
    this.refusedMeanwhile = [];
    place.append(this.refusals, this.list);
    this.allow();
    this.box.addEventListener("change", () => this.allow());
    for (const input of this.inputs) this.listen(input);
    this.draw();
  }

  listen(input) {
    input.addEventListener("change", () => this.take(input));
    const button = input.closest(".photo-ways__one");
    if (!button) return;
    button.classList.add("button", "button--quiet", "photo-ways__one--button");
    button.addEventListener("click", () => this.sure() || this.askToLook());
  }

  // A button that does nothing tells nothing: the tick comes first.
  askToLook() {
    this.tell(this.words.sure);
    this.box.focus();
  }

  // Whether the person has looked that nobody is recognised
  sure() {
    return this.box.checked;
  }

  allow() {
    for (const input of this.inputs) {
      input.disabled = !this.sure();
      if (this.sure()) delete input.parentNode.dataset.off;
      else input.parentNode.dataset.off = "";
    }
  }

  // What the draft stores: photos, and chosen files that are not small yet
  entries() {
    const photos = this.photos.filter(isSmall).map(({ sha256, caption }) => ({ sha256, caption }));
    const waiting = this.photos.filter(({ original }) => original && original.sha256 && !original.isOnlyHere);
    const unfinished = waiting.map(({ caption, original: { sha256, name, tries } }) => {
      return { sha256, name, tries, caption };
    });
    const entries = { photos, photos_sure: this.sure() };
    return unfinished.length ? { ...entries, unfinished } : entries;
  }

  // The digests of what is on this phone; the office has the others
  digests() {
    return this.photos.filter(({ bytes, original }) => bytes && !original).map(({ sha256 }) => sha256);
  }

  // {sha256, bytes} of all that is not on the phone yet
  unstored() {
    const rows = this.photos.map((photo) => photo.original || photo);
    return rows.filter(({ bytes, isStored, isOnlyHere }) => bytes && !isStored && !isOnlyHere);
  }

  // On a full phone chosen files stay in memory until they are small. Returns true if there are any.
  giveUpOriginals() {
    const originals = this.unstored().filter(({ tries }) => tries !== undefined);
    for (const original of originals) original.isOnlyHere = true;
    return originals.length > 0;
  }

  // True while leaving the page would lose a photo
  isAtRisk() {
    return this.unstored().length > 0 || this.photos.some(({ original }) => original && !original.isStored);
  }

  progress() {
    const all = this.photos.length;
    return { done: this.photos.filter(isSmall).length, all, isPreparing: this.photos.some(isWaiting) };
  }

  // Waits until all photos are small. Returns the sentences on those refused meanwhile, and on those that are stuck.
  async ready() {
    this.refusedMeanwhile = [];
    while (this.working) await this.working;
    const stuck = this.photos.filter(isStuck).map(({ original }) => this.sentence("heavy", original));
    return [...this.refusedMeanwhile, ...stuck];
  }

  // Photos of a report that was saved once were looked at then.
  async show({ photos, unfinished = [], photos_sure: isSure = photos.length > 0 }) {
    this.box.checked = isSure;
    this.allow();
    const bytesOf = async ({ sha256 }) => ((await store.photo(sha256)) || {}).bytes;
    const stored = await Promise.all([...photos, ...unfinished].map(bytesOf));
    const small = photos.map((row, at) => ({ ...row, bytes: stored[at], isStored: true }));
    const waiting = unfinished.map(({ caption, ...row }, at) => {
      const bytes = stored[photos.length + at];
      return { caption, original: { ...row, bytes, isStored: true, isStuck: row.tries >= MOST_TRIES } };
    });
    this.photos = [...small, ...waiting];
    this.draw();
    this.work();
  }

  // Files that were chosen before this script had come
  takeEarly() {
    for (const input of this.inputs) if (input.files.length) this.take(input);
  }

  // The browser sends the form: what is chosen stays in it.
  release() {
    this.isReleased = true;
    this.list.before(...this.parts);
  }

  take(input) {
    if (this.isReleased) return;
    const files = Array.from(input.files);
    input.value = "";
    this.refusals.textContent = "";
    for (const file of files) {
      if (this.photos.length >= MOST) this.refuse("most", file, MOST);
      else if (file.size > MOST_FILE) this.refuse("large", file, this.words.limitFile);
      else this.photos.push({ caption: "", original: { name: file.name, tries: 0, file } });
    }
    this.draw();
    this.work();
  }

  sentence(reason, { name }, limit = "") {
    const words = this.words[`photo${reason[0].toUpperCase()}${reason.slice(1)}`];
    return words.replace("{limit}", limit).replace("{name}", name);
  }

  refuse(reason, file, limit) {
    const sentence = this.sentence(reason, file, limit);
    this.refusedMeanwhile.push(sentence);
    this.tell(sentence);
  }

  tell(sentence) {
    const line = document.createElement("p");
    line.className = "field-error";
    line.textContent = sentence;
    this.refusals.append(line);
  }

  work() {
    if (this.working) return;
    const end = () => {
      this.working = null;
      this.draw();
    };
    this.working = this.workOff().then(end, end);
  }

  // One picture after the other: a cheap phone has no memory for two. Storing what was chosen goes first.
  async workOff() {
    for (;;) {
      const unread = this.photos.find(({ original }) => original && original.file);
      const next = unread || this.photos.find(isWaiting);
      if (!next) return;
      await this.attempt(next, () => (unread ? this.storeOriginal(next) : this.makeSmall(next)));
    }
  }

  async attempt(photo, step) {
    const { original } = photo;
    try {
      await step();
    } catch (error) {
      this.photos = this.photos.filter((other) => other !== photo);
      const { reason = "damaged", limit } = error;
      this.refuse(reason, original, limit && this.words[`limit${limit}`]);
      this.draw();
      await this.hooks.keep(false);
    }
  }

  async storeOriginal({ original }) {
    const { file } = original;
    original.file = null;
    try {
      original.bytes = await new Response(file).arrayBuffer();
    } catch (_error) {
      throw new PhotoRefused("gone"); // it was only in the cloud, or deleted
    }
    const sha256 = await sha256Hex(original.bytes);
    const isTwin = (photo) => [photo.from, (photo.original || {}).sha256].includes(sha256);
    if (this.photos.some(isTwin)) throw new PhotoRefused("twice");
    original.sha256 = sha256;
    await point("photo:read");
    await this.hooks.keep(true);
    await point("photo:stored");
  }

  async makeSmall(photo) {
    const { original } = photo;
    if (!original.bytes) throw new PhotoRefused("gone");
    original.tries += 1;
    this.begun = original;
    await this.hooks.keep(false);
    await point("photo:begun");
    const { bytes, sha256 } = await reduced(new Blob([original.bytes]));
    this.begun = null;
    await point("photo:small");
    if (!this.photos.includes(photo)) return; // removed meanwhile
    if (this.photos.some((other) => other.sha256 === sha256)) throw new PhotoRefused("twice");
    Object.assign(photo, { bytes, sha256, from: original.sha256, original: null });
    this.hooks.becameSmall(original.sha256, sha256);
    this.draw();
    await this.hooks.keep(false);
    await point("photo:small-stored");
  }

  // Leaving the page is no failure of the photo that is being made small.
  leave() {
    if (this.begun) this.begun.tries -= 1;
    this.begun = null;
  }

  remove(photo) {
    this.photos = this.photos.filter((other) => other !== photo);
    this.draw();
    this.hooks.edited();
  }

  tryAgain(photo) {
    Object.assign(photo.original, { tries: 0, isStuck: false });
    this.draw();
    this.work();
  }

  // A row stays while its photo is there: somebody may be writing its caption.
  draw() {
    const before = this.rows;
    this.rows = new Map(this.photos.map((photo) => [photo, before.get(photo) || this.rowOf(photo)]));
    for (const [photo, row] of before) if (!this.rows.has(photo)) row.remove();
    for (const [photo, row] of this.rows) {
      row.show(photo, isStuck(photo) ? this.sentence("heavy", photo.original) : "");
      if (row.element.parentNode !== this.list) this.list.append(row.element);
    }
    this.hooks.progressed();
  }

  rowOf(photo) {
    return photoRow(photo.caption, {
      written: (caption) => {
        photo.caption = caption;
        this.hooks.edited();
      },
      remove: () => this.remove(photo),
      tryAgain: () => this.tryAgain(photo),
    });
  }
}

const isSmall = ({ original }) => !original;
const isStuck = ({ original }) => Boolean(original && original.isStuck);
const isWaiting = (photo) => !isSmall(photo) && !isStuck(photo);

// Photos that the office has already: named by the page, known by their digest.
function takeFromPage(part) {
  const caption = part.querySelector('input[name$="-caption"]');
  part.remove();
  return { sha256: part.dataset.photo, caption: caption ? caption.value : "" };
}
