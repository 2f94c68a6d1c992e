// The session form on the phone: saved as a draft while somebody writes, queued on saving, sent later.

import { StorageFull, StorageRefused } from "./db.js";
import { errorsOf } from "./error-summary.js";
import { announceQueued } from "./events.js";
import { chosenOption, fieldsOf, fill, isTouched, offered } from "./form-data.js";
import { loadDraft } from "./load-draft.js";
import { continueFrom, newerThan, showNewer } from "./newer-revision.js";
import { bodyOf, copyOf, freeze, thaw } from "./payload.js";
import { photosOf } from "./photo-list.js";
import { started } from "./started.js";
import * as store from "./store.js";
import { errorsIn } from "./validate.js";
import { lengthsOf } from "./wall-clock.js";

const PAUSE = 800;
const form = document.querySelector("[data-session-form]");
const { dataset: words } = document.querySelector("[data-field-phone]");
const { dataset: formWords } = document.querySelector("[data-form-words]");
const clone = (name) => document.querySelector(name).content.cloneNode(true).firstElementChild;
const bar = clone("[data-draft-bar]");
const status = bar.querySelector("[data-form-status]");
const undoButton = bar.querySelector("[data-undo]");
const photos = photosOf(form, () => changed());
const errors = errorsOf(form, dropError);
const past = [];
let draft = null;
let saving = Promise.resolve();
let timer = 0;
let onServer = false;

function entries() {
  return { ...fieldsOf(form), photos: photos.rows(), photos_sure: photos.sure() };
}

async function show(fields) {
  fill(form, fields, draft.village_name, draft.taken_in);
  await photos.show(fields.photos, fields.photos_sure);
  form.dispatchEvent(new Event("input"));
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function dropError(name) {
  if (!draft.answer || !draft.answer.errors) return;
  const { [name]: _corrected, ...left } = draft.answer.errors;
  draft.answer = { ...draft.answer, errors: left };
}

// One write after the other; the words appear only after the draft was read back.
function save() {
  clearTimeout(timer);
  timer = 0;
  saving = saving.then(saveEntries);
  return saving;
}

async function saveEntries() {
  const fields = entries();
  if (JSON.stringify(fields) === JSON.stringify(draft.fields)) return;
  if (draft.fields) past.push(draft.fields);
  undoButton.disabled = !past.length;
  try {
    const village_name = fields.village && chosenOption(form.elements.village).textContent.trim();
    draft = await store.saveDraft({ ...draft, fields, village_name }, photos.bytes());
    history.replaceState(null, "", `#${draft.uuid}`);
    showStatus(words.saved.replace("{time}", new Date().toTimeString().slice(0, 5).replace(":", ".")));
  } catch (error) {
    explain(error);
  }
}

function showStatus(text) {
  if (status.textContent !== text) status.textContent = text;
  bar.classList.toggle("draft--silent", !text);
}

function explain(error) {
  if (error instanceof StorageRefused) {
    onServer = true;
    showStatus(words.refused);
  } else if (error instanceof StorageFull) showStatus(words.full);
  else if (error instanceof store.DraftChanged) showStatus(words.elsewhere);
  else showStatus(words.notSaved);
}

async function submit(event) {
  if (onServer) return;
  event.preventDefault();
  await save();
  const found = errorsIn(entries(), formWords);
  errors.show(found);
  errors.focus();
  if (Object.keys(found).length) return;
  if (JSON.stringify(entries()) !== JSON.stringify(draft.fields)) return; // saving has already reported why it failed
  try {
    await queueDraft();
    announceQueued();
    location.assign("/lapangan/kotak-keluar/");
  } catch (error) {
    explain(error);
  }
}

async function queueDraft() {
  const { uuid, user, revision, base_revision, taken_in, fields, village_name } = draft;
  const { bytes, sha256 } = await freeze(bodyOf(fields, revision, base_revision));
  const hashes = photos.bytes().map((photo) => photo.sha256);
  const content = { body: bytes, sha256, photos: hashes };
  await store.queue(draft, { uuid, user, revision, taken_in, ...content, village_name });
}

async function undo() {
  await save();
  const fields = past.pop();
  if (!fields) return;
  await show(fields);
  await save();
  past.pop();
  undoButton.disabled = !past.length;
}

async function lastSession() {
  const rows = [...(await store.sent(words.user)), ...(await store.reports(words.user))];
  return rows.filter(({ uuid }) => uuid !== draft.uuid).sort((a, b) => b.queued_at - a.queued_at)[0];
}

async function offerCopy() {
  const last = await lastSession();
  if (!last || draft.base_revision) return;
  const place = clone("[data-copy]");
  place.querySelector("button").addEventListener("click", async () => {
    const fields = entries();
    const copied = offered(form, copyOf(thaw(last.body)));
    if (fields.village) copied.village = fields.village;
    else draft.village_name = last.village_name;
    await show({ ...fields, ...copied });
    await save();
    showStatus(formWords.copied);
  });
  bar.before(place);
}

// What the reviewer asks for stays in sight during the correction; the page of a stored session shows it already.
function showComment() {
  if (!draft.comment || document.querySelector("[data-comment]")) return;
  const notice = clone("[data-comment-row]");
  notice.querySelector("[data-comment-text]").textContent = draft.comment;
  form.before(notice);
}

// Entries that the office does not have are never replaced without asking.
async function lookForNewer(isEarly) {
  const current = await newerThan(draft);
  if (!current) return;
  if (timer) await save();
  const hasOwn = isEarly || draft.seq > 0 || Boolean(draft.is_unsent);
  if (showNewer(form, current, hasOwn, () => openNewer(current)) === "opened") await openNewer(current);
}

async function openNewer(current) {
  if (timer) await save();
  try {
    draft = await continueFrom(current, draft);
  } catch (error) {
    explain(error);
    return;
  }
  past.length = 0;
  undoButton.disabled = true;
  errors.show({});
  await show(draft.fields);
  clearTimeout(timer); // nothing was written yet
  timer = 0;
  draft.fields = entries();
}

// A closed part still has boxes in new browsers.
const isInSight = (entry) => entry.offsetParent && !entry.closest("details:not([open])");

// On a number pad "done" sends a form, which would queue half a session.
function moveOn(event) {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=file])")) return;
  event.preventDefault();
  const counts = [...form.querySelectorAll("[data-stepper] input")].filter(isInSight);
  const next = counts[counts.indexOf(event.target) + 1];
  if (counts.includes(event.target) && next) next.focus();
  else event.target.blur();
}

function listen() {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submit);
  form.addEventListener("keydown", moveOn);
  undoButton.addEventListener("click", undo);
  addEventListener("pagehide", () => timer && save());
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "hidden" && timer && save(),
  );
}

async function start() {
  const isEarly = isTouched(form); // written before this script had come
  draft = await loadDraft(form, words.user);
  if (draft.fields) await show(draft.fields);
  else if (isEarly) changed();
  else draft.fields = entries();
  errors.show((draft.answer || {}).errors);
  lengthsOf(form);
  listen();
  showComment();
  form.before(bar);
  started("form");
  await offerCopy();
  await lookForNewer(isEarly);
}

start().catch((error) => {
  photos.release(); // the server takes them from the form itself
  form.before(bar);
  explain(error);
});
