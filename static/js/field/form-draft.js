// The draft behind the form: what is entered is stored on this phone at once, can be undone, and becomes a report.
import { StorageFull } from "./db.js";
import { chosenOption, fieldsOf, fill } from "./form-data.js";
import { SAVED } from "./load-draft.js";
import { bodyOf, freeze } from "./payload.js";
import { photosOf } from "./photo-list.js";
import * as store from "./store.js";

const PAUSE = 800;
const RETRY = 5000;

// `tell`: `stored()`, `failed(error)` and `progressed()`, which is called as photos are made small.
export class FormDraft {
  constructor(form, draft, tell) {
    this.form = form;
    this.draft = draft;
    this.tell = tell;
    this.past = [];
    this.finished = [];
    this.saving = Promise.resolve();
    this.timer = 0;
    this.isLost = false; // to another window
    this.photos = photosOf(form, {
      edited: () => this.saveSoon(),
      keep: (isStep) => this.save(isStep),
      becameSmall: (from, sha256) => this.finishPhoto(from, sha256),
      progressed: tell.progressed,
    });
  }

  entries() {
    return { ...fieldsOf(this.form), ...this.photos.entries() };
  }

  async show(fields) {
    fill(this.form, fields, this.draft.village_name, this.draft.taken_in);
    await this.photos.show(fields);
    this.form.dispatchEvent(new Event("input"));
  }

  // Continues with `draft`; nothing of it is written before the person changes something.
  async replace(draft) {
    this.draft = draft;
    this.past = [];
    await this.show(draft.fields);
    this.leaveAsItIs();
  }

  leaveAsItIs() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.draft.fields = this.entries();
  }

  isSaved() {
    return JSON.stringify(this.entries()) === JSON.stringify(this.draft.fields);
  }

  // True while leaving the page would lose something
  isAtRisk() {
    return this.photos.isAtRisk() || !this.isSaved();
  }

  saveSoon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  // One write after the other. `isStep` is false for what the person did not do and cannot undo.
  save(isStep = true) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.saving = this.saving.then(() => this.write(isStep));
    return this.saving;
  }

  async write(isStep) {
    if (this.isLost || this.isSaved()) return;
    const { finished } = this;
    const fields = this.entries();
    const before = this.draft.fields;
    const photos = this.photos.unstored();
    const village_name = fields.village && chosenOption(this.form.elements.village).textContent.trim();
    try {
      const { discarded_at: _restored, ...draft } = this.draft; // writing on brings it back
      this.draft = await store.saveDraft({ ...draft, fields, village_name }, photos.map(contentOf), finished);
    } catch (error) {
      if (error instanceof StorageFull && this.photos.giveUpOriginals()) return this.write(isStep);
      return this.failed(error);
    }
    for (const photo of photos) photo.isStored = true;
    this.finished = this.finished.filter((sha256) => !finished.includes(sha256));
    if (isStep && before) this.past.push(before);
    history.replaceState(null, "", `#${this.draft.uuid}`);
    this.tell.stored(this);
  }

  // What may work the next time is tried again by itself.
  failed(error) {
    if (error instanceof store.DraftChanged) this.isLost = true;
    else this.saveSoon(RETRY);
    this.tell.failed(error);
  }

  async undo() {
    await this.save();
    const fields = this.past.pop();
    if (!fields) return;
    await this.show(fields);
    await this.save(false);
  }

  // What was chosen and undone comes back as the photo that it has become.
  finishPhoto(from, sha256) {
    this.finished.push(from);
    this.past = this.past.map((fields) => withPhoto(fields, from, sha256));
  }

  // The report is in the outbox, and its number in the address: Back leads to what was saved.
  async makeReport() {
    const { uuid, user, revision, taken_in, fields, village_name } = this.draft;
    const { bytes, sha256 } = await freeze(bodyOf(fields, revision, await this.base()));
    const content = { body: bytes, sha256, photos: this.photos.digests() };
    await store.queue(this.draft, { uuid, user, revision, taken_in, ...content, village_name });
    history.replaceState(null, "", `#${uuid}/${revision}/${SAVED}`);
  }

  // The report that this one corrects may have been sent since.
  async base() {
    const { base_revision, follows } = this.draft;
    const before = follows && (await store.report(follows));
    return before && !store.isReplaceable(before) && before.state !== "replaced"
      ? before.revision
      : base_revision;
  }
}

const contentOf = ({ sha256, bytes }) => ({ sha256, bytes });

function withPhoto(fields, from, sha256) {
  const { unfinished = [], ...rest } = fields;
  const row = unfinished.find((waiting) => waiting.sha256 === from);
  if (!row) return fields;
  const photos = [...fields.photos, { sha256, caption: row.caption }];
  const others = unfinished.filter((waiting) => waiting !== row);
  return others.length ? { ...rest, photos, unfinished: others } : { ...rest, photos };
}
