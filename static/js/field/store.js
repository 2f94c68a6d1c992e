// Drafts, queued reports, photos and sent reports, as the pages and the sync see them. A page stored by an earlier
// version imports these functions by name: exported names and the shape of what is stored never change.
import { read, result, write } from "./db.js";
import { sha256Hex } from "./digest.js";
import { point, pointNow } from "./failpoints.js";
import { thawOrNull } from "./payload.js";
import { after } from "./states.js";

const SENT_DAYS = 30;
const SIGN_IN_DAYS = 90;
const DISCARDED_DAYS = 7;
const DAY = 24 * 3600 * 1000;

// Another window wrote or queued this draft first: nothing is overwritten.
export class DraftChanged extends Error {}
// What was read back differs from what was written.
export class NotSaved extends Error {}

export function reportId(uuid, revision) {
  return `${uuid}/${revision}`;
}

async function putPhotos(store, photos) {
  for (const { sha256, bytes } of photos) {
    if (!(await result(store.getKey(sha256)))) store.put({ sha256, bytes, saved_at: Date.now() });
  }
}

async function checkPhotos(hashes) {
  for (const sha256 of hashes) {
    const stored = await photo(sha256);
    if (!stored || (await sha256Hex(stored.bytes)) !== sha256) throw new NotSaved(sha256);
  }
}

// `photos` holds {sha256, bytes}; `draft.seq` is the number it was loaded with (0 for a new one). `finished` holds the
// digests of chosen files that are made small now: they go, unless another draft still needs them.
export async function saveDraft(draft, photos = [], finished = []) {
  await point("draft:begin");
  const row = { ...draft, seq: draft.seq + 1, saved_at: Date.now() };
  await write(["drafts", "reports", "sent", "photos"], async (stores) => {
    await refuseStale(stores, draft);
    await putPhotos(stores.photos, photos);
    pointNow("draft:photos-put");
    stores.drafts.put(row);
    if (finished.length) await deleteFinished(stores, finished);
    pointNow("draft:record-put");
  });
  await point("draft:committed");
  const back = await read(["drafts"], ({ drafts }) => result(drafts.get(draft.uuid)));
  if (JSON.stringify(back) !== JSON.stringify(row)) throw new NotSaved(draft.uuid);
  await checkPhotos(photos.map(({ sha256 }) => sha256));
  await point("draft:read-back");
  return row;
}

async function deleteFinished({ drafts, photos }, finished) {
  const named = new Set([].concat(...(await result(drafts.getAll())).map(photosNamedBy)));
  for (const sha256 of finished) if (!named.has(sha256)) photos.delete(sha256);
}

// The digests of all photos of a draft, also of chosen files that are not made small yet.
export function photosNamedBy({ fields }) {
  return [...fields.photos, ...(fields.unfinished || [])].map(({ sha256 }) => sha256);
}

async function refuseStale({ drafts, reports, sent }, draft) {
  const current = await result(drafts.get(draft.uuid));
  const { seq = 0 } = current || {};
  if (seq !== draft.seq) throw new DraftChanged(draft.uuid);
  const id = reportId(draft.uuid, draft.revision);
  if ((await result(reports.getKey(id))) || (await result(sent.getKey(id)))) throw new DraftChanged(id);
}

export async function drafts(user) {
  return (await allDrafts(user)).filter((row) => !row.discarded_at);
}

// Drafts that were deleted within a week, and can still be restored.
export async function discardedDrafts(user) {
  return (await allDrafts(user)).filter((row) => row.discarded_at);
}

function allDrafts(user) {
  return read(["drafts"], async (stores) => rowsOf(user, await result(stores.drafts.getAll())));
}

// It leaves the lists and stays for a week. A window in which somebody writes on brings it back by saving it.
export function discardDraft(uuid, discarded_at = Date.now()) {
  return write(["drafts"], async ({ drafts }) => {
    const row = await result(drafts.get(uuid));
    if (row) drafts.put({ ...row, discarded_at, counted_from: 0 });
  });
}

export function restoreDraft(uuid) {
  return discardDraft(uuid, 0);
}

export function draft(uuid) {
  return read(["drafts"], (stores) => result(stores.drafts.get(uuid)));
}

function rowsOf(user, rows) {
  return user === undefined ? rows : rows.filter((row) => row.user === user);
}

// Turns the draft into a report, in one transaction, so that it is always in exactly one place. `instead` is the id of
// a report with another number that this one replaces.
export async function queue(draft, report, photos = [], instead = "") {
  await point("queue:begin");
  const row = queuedRow(report);
  await write(["drafts", "reports", "sent", "photos"], async (stores) => {
    await refuseStale(stores, draft);
    await putPhotos(stores.photos, photos);
    pointNow("queue:photos-put");
    await retireReplaced(stores, row, instead);
    stores.reports.put(row);
    pointNow("queue:record-put");
    stores.drafts.delete(draft.uuid);
    pointNow("queue:draft-deleted");
  });
  await point("queue:committed");
  await checkQueued(row);
  await point("queue:read-back");
  return row;
}

function queuedRow(report) {
  const id = reportId(report.uuid, report.revision);
  const untried = { tries: 0, next_try_at: 0, receipt: null, errors: null };
  return { id, state: "queued", ...untried, queued_at: Date.now(), ...report };
}

async function checkQueued(row) {
  const back = await report(row.id);
  if (!back || (await sha256Hex(back.body)) !== row.sha256) throw new NotSaved(row.id);
  await checkPhotos(row.photos);
}

// Moves a draft to the replaced reports, which stay only to be read, in one transaction.
export function setAside(draft, { body, sha256 }) {
  const { uuid, revision, user, village_name = "" } = draft;
  const content = { uuid, revision, user, village_name, body, sha256, photos: photosNamedBy(draft) };
  const row = { ...queuedRow(content), state: "replaced", finished_at: Date.now() };
  return write(["drafts", "reports", "sent"], async (stores) => {
    await refuseStale(stores, draft);
    stores.sent.put(row);
    stores.drafts.delete(uuid);
  });
}

// A revision replaces earlier ones that wait for a person or were never tried; they stay readable for 30 days.
async function retireReplaced({ reports, sent }, row, instead) {
  for (const old of await result(reports.getAll())) {
    const isEarlier = old.uuid === row.uuid && old.revision < row.revision;
    if (!(isEarlier || old.id === instead) || !isReplaceable(old)) continue;
    reports.delete(old.id);
    sent.put({ ...old, state: "replaced", finished_at: Date.now() });
  }
}

export function isReplaceable(report) {
  return ["needs_fix", "conflict"].includes(report.state) || (report.state === "queued" && !report.tries);
}

export function reports(user) {
  return read(["reports"], async (stores) => {
    const rows = rowsOf(user, await result(stores.reports.getAll()));
    return rows.sort((a, b) => a.queued_at - b.queued_at || a.revision - b.revision);
  });
}

// Looks among the waiting and the sent ones: a session that the reviewer returned is opened again.
export function report(id) {
  return read(["reports", "sent"], async ({ reports, sent }) => {
    return (await result(reports.get(id))) || (await result(sent.get(id)));
  });
}

// The newest report of a session on this phone, whether it waits or was sent, or undefined.
export function newest(uuid) {
  return read(["reports", "sent"], async ({ reports, sent }) => {
    const rows = [...(await result(reports.getAll())), ...(await result(sent.getAll()))];
    const mine = rows.filter((row) => row.uuid === uuid && row.state !== "replaced");
    return mine.sort((a, b) => b.revision - a.revision)[0];
  });
}

// A report that was refused after its correction was queued is replaced by that one, and stays only to be read.
export function updateReport(id, changes) {
  return write(["reports", "sent"], async ({ reports, sent }) => {
    const row = await result(reports.get(id));
    if (!row) return undefined;
    const changed = { ...row, ...changes };
    if (changes.state === "needs_fix" && (await isOvertaken(reports, row))) {
      sent.put({ ...changed, state: "replaced", finished_at: Date.now() });
      reports.delete(id);
    } else {
      reports.put(changed);
    }
    return changed;
  });
}

async function isOvertaken(reports, { uuid, revision }) {
  return (await result(reports.getAll())).some((other) => other.uuid === uuid && other.revision > revision);
}

// Received with all its photos: from the queue to the sent reports, in one transaction.
export function finish(id, changes) {
  return write(["reports", "sent"], async (stores) => {
    const row = await result(stores.reports.get(id));
    if (!row) return;
    stores.sent.put({ ...row, ...changes, finished_at: Date.now() });
    pointNow("finish:sent-put");
    stores.reports.delete(id);
  });
}

export function sent(user) {
  return read(["sent"], async (stores) => rowsOf(user, await result(stores.sent.getAll())));
}

// The server no longer has it: the same bytes go back into the queue.
export function requeue(id) {
  return write(["reports", "sent"], async (stores) => {
    const row = await result(stores.sent.get(id));
    if (!row) return;
    stores.reports.put({ ...row, state: "queued", tries: 0, next_try_at: 0, receipt: null, counted_from: 0 });
    stores.sent.delete(id);
  });
}

// The office has the record but no longer these photos: back into the queue, still received.
export function sendPhotosAgain(id) {
  return write(["reports", "sent"], async (stores) => {
    const row = await result(stores.sent.get(id));
    if (!row) return;
    const state = after(row.state, "photos_lost");
    stores.reports.put({ ...row, state, tries: 0, next_try_at: 0, counted_from: 0 });
    stores.sent.delete(id);
  });
}

export function namesPhoto({ body, photos }, sha256) {
  if (photos.includes(sha256)) return true;
  const fields = thawOrNull(body); // named, but never on this phone
  return Boolean(fields) && fields.photos.some((photo) => photo.sha256 === sha256);
}

// How each sent session stands with the office: `standings` holds {uuid, revision, state, is_held, review_comment,
// missing_photos}. A held report that was released or returned is complete.
export function learn(user, standings) {
  const known = new Map(standings.map((standing) => [standing.uuid, standing]));
  return write(["sent"], async ({ sent }) => {
    for (const row of rowsOf(user, await result(sent.getAll()))) {
      const standing = known.get(row.uuid);
      if (!standing || row.revision > standing.revision) continue;
      const { revision, state, is_held, review_comment } = standing;
      const released = row.state === "held" && row.revision === revision && state !== "held";
      const next = released ? after("held", "release") : row.state;
      const photo_errors = photoErrorsLeft(row, standing);
      sent.put({ ...row, state: next, photo_errors, office: { revision, state, is_held, review_comment } });
    }
  });
}

// What the office misses of this revision, and this phone could not send.
function photoErrorsLeft(row, { revision, missing_photos = [] }) {
  const known = new Map((row.photo_errors || []).map((error) => [error.sha256, error]));
  if (row.revision !== revision) return [];
  return missing_photos
    .filter((sha256) => namesPhoto(row, sha256))
    .map((sha256) => known.get(sha256) || { sha256, why: "lost" });
}

export function photo(sha256) {
  return read(["photos"], (stores) => result(stores.photos.get(sha256)));
}

export function setting(key) {
  return read(["settings"], async ({ settings }) => {
    const row = await result(settings.get(key));
    return row && row.value;
  });
}

export function keepSetting(key, value) {
  return write(["settings"], (stores) => void stores.settings.put({ key, value }));
}

// Returns {user: count} of the reports of other people that wait on this phone.
export async function waitingOfOthers(user) {
  const counts = {};
  for (const row of await reports()) {
    if (row.user !== user) counts[row.user] = (counts[row.user] || 0) + 1;
  }
  return counts;
}

// Deletes what `user` sent more than 30 days ago, and photos that no report or draft names any more. Call it after the
// office was asked whether it still has them. The days are counted by the clock of the office, from the first time on: the
// phone's own may have been a year off, then or now. Others were not asked about: theirs stay for as long as a sign-in lasts.
export function forgetOld(officeNow, user) {
  return write(["drafts", "reports", "sent", "photos"], async (stores) => {
    await deleteOldSent(stores.sent, officeNow, user);
    await deleteOldDiscarded(stores.drafts, officeNow);
    await deleteUnnamedPhotos(stores);
  });
}

async function deleteOldSent(sent, officeNow, user) {
  for (const row of await result(sent.getAll())) {
    const days = user === undefined || row.user === user ? SENT_DAYS : SIGN_IN_DAYS;
    const counted_from = row.counted_from || officeNow;
    if (counted_from < officeNow - days * DAY) sent.delete(row.id);
    else if (!row.counted_from) sent.put({ ...row, counted_from });
  }
}

async function deleteOldDiscarded(drafts, officeNow) {
  for (const row of await result(drafts.getAll())) {
    if (!row.discarded_at) continue;
    const counted_from = row.counted_from || officeNow;
    if (counted_from < officeNow - DISCARDED_DAYS * DAY) drafts.delete(row.uuid);
    else if (!row.counted_from) drafts.put({ ...row, counted_from });
  }
}

// A photo saved within a day may belong to a form that is still open.
async function deleteUnnamedPhotos({ drafts, reports, sent, photos }) {
  const rows = [...(await result(sent.getAll())), ...(await result(reports.getAll()))];
  const named = new Set([].concat(...rows.map((row) => row.photos)));
  for (const row of await result(drafts.getAll())) for (const sha256 of photosNamedBy(row)) named.add(sha256);
  for (const sha256 of await result(photos.getAllKeys())) {
    if (named.has(sha256)) continue;
    const { saved_at } = await result(photos.get(sha256));
    if (!(saved_at > Date.now() - DAY)) photos.delete(sha256);
  }
}
