// All that a person has on this phone: drafts, reports that wait and reports that were sent, and which of them are open.
import * as store from "./store.js";

// Returns {drafts, waiting, sent}; each row tells whether it is the newest of its session, or replaced.
export async function reportsOf(user) {
  const drafts = (await store.drafts(user)).map((draft) => ({ ...draft, state: "draft", id: draft.uuid }));
  const waiting = await store.reports(user);
  const sent = (await store.sent(user)).sort((a, b) => b.finished_at - a.finished_at);
  const mark = marksNewest([...drafts, ...waiting, ...sent]);
  return { drafts: drafts.map(mark), waiting: waiting.map(mark), sent: sent.map(mark) };
}

// What the office says of a session belongs to its newest revision. A draft replaces nothing yet.
function marksNewest(rows) {
  const newest = newestOf(rows, ["replaced"]);
  const saved = newestOf(rows, ["replaced", "draft"]);
  return (report) => {
    const { uuid, revision } = report;
    return { ...report, isNewest: newest.get(uuid) === revision, isReplaced: saved.get(uuid) > revision };
  };
}

function newestOf(rows, leftOut) {
  const newest = new Map();
  for (const { uuid, revision, state } of rows) {
    if (!leftOut.includes(state)) newest.set(uuid, Math.max(revision, newest.get(uuid) || 0));
  }
  return newest;
}

// What the office decided on a received report; a decision belongs to the newest revision only.
export function decisionOn({ state, isNewest, office }) {
  return state === "complete" && isNewest && office ? office.state : undefined;
}

// The session was changed elsewhere since this phone sent it.
export function isOlder({ state, isNewest, revision, office }) {
  return state === "complete" && isNewest && Boolean(office) && office.revision > revision;
}

// A photo that could not be sent, in a session that can still be corrected.
export function hasOpenPhotoError(report) {
  const isSent = ["complete", "held"].includes(report.state) && report.isNewest && !report.isReplaced;
  const isClosed = ["approved", "void"].includes(decisionOn(report));
  return isSent && !isClosed && (report.photo_errors || []).length > 0;
}

// Somebody has to do something: correct it, choose a version, choose a photo again.
export function cameBack(report) {
  const isReturned = decisionOn(report) === "returned" && !isOlder(report) && !report.isReplaced;
  return ["needs_fix", "conflict"].includes(report.state) || isReturned || hasOpenPhotoError(report);
}

// How many reports are not done: they wait for the line, or for the person.
export async function countOpen(user) {
  const { waiting, sent } = await reportsOf(user);
  return waiting.length + sent.filter(cameBack).length;
}
