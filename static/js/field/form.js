// The session form on the phone: saved as a draft while somebody writes, queued on saving, sent later.

import { StorageError, StorageRefused } from "./db.js";
import { postDirectly } from "./direct-post.js";
import { errorsOf } from "./error-summary.js";
import { announceQueued } from "./events.js";
import { fieldsOf, isTouched, offered } from "./form-data.js";
import { FormDraft } from "./form-draft.js";
import { correctionOf, loadDraft, newDraft } from "./load-draft.js";
import { refugeOf } from "./lost-draft.js";
import { continueFrom, newerThan, showNewer } from "./newer-revision.js";
import { copyOf, thaw } from "./payload.js";
import { Questions } from "./questions.js";
import { showSaved } from "./saved-already.js";
import { started } from "./started.js";
import { wordsFor } from "./storage-words.js";
import * as store from "./store.js";
import { Trouble } from "./trouble.js";
import { errorsIn } from "./validate.js";
import { lengthsOf } from "./wall-clock.js";

const form = document.querySelector("[data-session-form]");
const { dataset: words } = document.querySelector("[data-field-phone]");
const { dataset: formWords } = document.querySelector("[data-form-words]");
const clone = (name) => document.querySelector(name).content.cloneNode(true).firstElementChild;
const bar = clone("[data-draft-bar]");
const status = bar.querySelector("[data-form-status]");
const undoButton = bar.querySelector("[data-undo]");
const trouble = new Trouble(form);
const questions = new Questions(form, words.user);
const errors = errorsOf(form, dropError);
const isEarly = isTouched(form); // written before this script had come
let entry = null; // the FormDraft that is open
let starting = null;
let isOnServer = false; // the phone stores nothing
let isBusy = false; // Save was tapped
let isQueued = false;

const tell = {
  stored({ past }) {
    undoButton.disabled = !past.length;
    trouble.clear();
    if (!showProgress())
      showStatus(words.saved.replace("{time}", new Date().toTimeString().slice(0, 5).replace(":", ".")));
  },
  failed: explain,
  progressed: showProgress,
};

function dropError(name) {
  const { answer } = (entry || {}).draft || {};
  if (!answer || !answer.errors) return;
  const { [name]: _corrected, ...left } = answer.errors;
  entry.draft.answer = { ...answer, errors: left };
}

function showStatus(text) {
  if (status.textContent !== text) status.textContent = text;
  bar.classList.toggle("draft--silent", !text);
}

// Returns true while photos are being prepared.
function showProgress() {
  if (!entry) return false;
  const { done, all, isPreparing } = entry.photos.progress();
  if (isPreparing) showStatus(formWords.photoProgress.replace("{done}", done).replace("{all}", all));
  return isPreparing;
}

function explain(error) {
  showStatus(words.unsaved);
  const isElsewhere = error instanceof store.DraftChanged;
  trouble.show(wordsFor(error));
  if (isElsewhere) offerRefuge().catch(() => {});
}

async function offerRefuge() {
  const refuge = await refugeOf(entry.draft);
  if (refuge) trouble.show(words.elsewhere, () => moveTo(refuge));
}

// What was typed here becomes a draft of its own, beside the one of the other window.
async function moveTo(refuge) {
  Object.assign(entry, { draft: refuge, past: [], isLost: false });
  await entry.save();
}

async function submit(event) {
  event.preventDefault();
  if (isBusy || isQueued || form.hidden) return;
  isBusy = true;
  form.setAttribute("aria-busy", "true");
  try {
    await saveSession();
  } finally {
    isBusy = false;
    form.removeAttribute("aria-busy");
  }
}

async function saveSession() {
  if (!entry) await starting;
  if (isOnServer) return postToServer();
  if (!entry) {
    starting = start();
    await starting;
  }
  if (!entry) return trouble.focus(); // starting has reported why it failed
  await entry.save();
  if (showErrors(errorsIn(entry.entries(), formWords))) return;
  const refused = await entry.photos.ready();
  await entry.save();
  if (showErrors(refused.length ? { photos: refused } : errorsIn(entry.entries(), formWords))) return;
  if (!entry.isSaved() || entry.isLost) return trouble.focus(); // saving has reported why it failed
  if (await questions.ask(entry.entries(), entry.draft.uuid)) return;
  try {
    await entry.makeReport();
    isQueued = true;
    announceQueued();
    location.assign("/lapangan/kotak-keluar/");
  } catch (error) {
    explain(error);
    trouble.focus();
  }
}

function showErrors(found) {
  errors.show(found);
  errors.focus();
  return Object.keys(found).length > 0;
}

async function postToServer() {
  const photos = Array.from(form.querySelectorAll("[name=photo]"), ({ files }) => Array.from(files));
  const fields = { ...fieldsOf(form), photos: [].concat(...photos) };
  const { checked: photos_sure } = form.elements["photos-sure"];
  if (showErrors(errorsIn({ ...fields, photos_sure }, formWords))) return;
  const outcome = await postDirectly(form, words.user);
  if (outcome === "posted") return;
  trouble.show(outcome === "offline" ? formWords.noLine : formWords.otherUser);
  trouble.focus();
}

async function lastSession() {
  const waiting = await store.reports(words.user); // first: one that arrives meanwhile is in both
  const rows = [...waiting, ...(await store.sent(words.user))];
  const others = rows.filter(({ uuid }) => uuid !== entry.draft.uuid);
  return others.sort((a, b) => b.queued_at - a.queued_at)[0];
}

async function offerCopy() {
  const last = await lastSession();
  if (!last || entry.draft.base_revision) return;
  const place = clone("[data-copy]");
  place.querySelector("button").addEventListener("click", async () => {
    const fields = entry.entries();
    const copied = offered(form, copyOf(thaw(last.body)));
    if (fields.village) copied.village = fields.village;
    else entry.draft.village_name = last.village_name;
    await entry.show({ ...fields, ...copied });
    await entry.save();
    showStatus(formWords.copied);
  });
  bar.before(place);
}

// What the reviewer asks for stays in sight during the correction; the page of a stored session shows it already.
function showComment() {
  if (!entry.draft.comment || document.querySelector("[data-comment]")) return;
  const notice = clone("[data-comment-row]");
  notice.querySelector("[data-comment-text]").textContent = entry.draft.comment;
  form.before(notice);
}

// Entries that the office does not have are never replaced without asking.
async function lookForNewer(isWritten) {
  const current = await newerThan(entry.draft);
  if (!current) return;
  if (entry.timer) await entry.save();
  const hasOwn = isWritten || entry.draft.seq > 0 || Boolean(entry.draft.is_unsent);
  if (showNewer(form, current, hasOwn, () => openNewer(current)) === "opened") await openNewer(current);
}

async function openNewer(current) {
  if (entry.timer) await entry.save();
  try {
    const draft = await continueFrom(current, entry.draft);
    undoButton.disabled = true;
    errors.show({});
    await entry.replace(draft);
  } catch (error) {
    explain(error);
  }
}

// A closed part still has boxes in new browsers.
const isInSight = (count) => count.offsetParent && !count.closest("details:not([open])");

// On a number pad "done" sends a form, which would queue half a session.
function moveOn(event) {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=file])")) return;
  event.preventDefault();
  const counts = [...form.querySelectorAll("[data-stepper] input")].filter(isInSight);
  const next = counts[counts.indexOf(event.target) + 1];
  if (counts.includes(event.target) && next) next.focus();
  else event.target.blur();
}

function leave() {
  if (!entry || isQueued) return;
  entry.photos.leave();
  entry.save();
}

// The browser asks before a page goes away with something that is nowhere else.
function warn(event) {
  if (!entry || isQueued) return;
  const isUnsaved = trouble.isShown() && !entry.isSaved();
  if (!isBusy && !isUnsaved && !entry.photos.isAtRisk()) return;
  event.preventDefault();
  event.returnValue = "";
}

// A link within the page takes the number of the draft out of the address; one to another draft opens that.
function keepAddress() {
  if (!entry || !entry.draft.seq || location.hash.startsWith(`#${entry.draft.uuid}`)) return;
  if (/^#[0-9a-f]{8}-/.test(location.hash)) location.reload();
  else history.replaceState(null, "", `#${entry.draft.uuid}`);
}

// A window that comes to the front shows what another one has made of its draft meanwhile.
async function catchUp() {
  if (!entry || isBusy || entry.isLost) return;
  await entry.saving;
  const { uuid, seq } = entry.draft;
  const stored = (await store.draft(uuid)) || { seq: 0 };
  if (!isQueued && stored.seq === seq) return;
  if (isQueued || entry.isSaved()) location.reload();
  else await entry.save();
}

function listenOnce() {
  form.addEventListener("submit", submit);
  form.addEventListener("keydown", moveOn);
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => entry && entry.saveSoon());
  undoButton.addEventListener("click", () =>
    entry.undo().then(() => (undoButton.disabled = !entry.past.length)),
  );
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", warn);
  addEventListener("hashchange", keepAddress);
  addEventListener("pageshow", ({ persisted }) => persisted && catchUp().catch(explain));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else catchUp().catch(explain);
  });
}

async function start() {
  try {
    const { draft, saved } = await loadDraft(form, words.user);
    trouble.clear();
    if (!saved) return await open(draft, isEarly);
    showSaved(form, saved, () => open(correctionOf(saved), false).catch(explain));
    started("form");
  } catch (error) {
    failToStart(error);
  }
}

// Where the store does not open, or a script fails, the form is sent as every form: the line for it stays in sight.
function failToStart(error) {
  const isNamed = error instanceof StorageError;
  isOnServer = !entry && (error instanceof StorageRefused || !isNamed);
  if (isOnServer) newDraft(form, words.user);
  form.before(bar);
  if (isNamed) started("form");
  if (isNamed) explain(error);
  else console.warn(error);
}

async function open(draft, isWritten) {
  const opened = new FormDraft(form, draft, tell);
  try {
    if (draft.fields) await opened.show(draft.fields);
  } catch (error) {
    opened.photos.release();
    throw error;
  }
  entry = opened;
  if (draft.fields || !isWritten) opened.leaveAsItIs();
  else opened.saveSoon();
  opened.photos.takeEarly();
  errors.show((draft.answer || {}).errors);
  showComment();
  form.before(bar);
  started("form");
  await offerCopy().catch(console.warn); // an offer, and no more
  await lookForNewer(isWritten);
}

lengthsOf(form);
listenOnce();
starting = start();
