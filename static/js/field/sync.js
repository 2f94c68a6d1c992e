// Empties the outbox: one window at a time, only to our own server, only for the person who is signed in.
import * as api from "./api.js";
import { point } from "./failpoints.js";
import { learnClock } from "./office-clock.js";
import { inOneWindow } from "./one-window.js";
import { reconcile, isDue as reconcileIsDue } from "./reconcile.js";
import { after, delay, isLineError, LONGEST, WAITS_FOR_LINE } from "./states.js";
import * as store from "./store.js";
import { send } from "./upload.js";

// `tell` is called after every change of a report. Returns "busy" when another window is sending, "idle", "offline",
// "signed_out" or "done". `isStart` is false where the start is not that of the app: the worker is woken often.
export function drain({ urgent = false, tell = () => {}, now = Date.now, isStart = true } = {}) {
  return inOneWindow(
    () => run({ urgent, tell, now, isStart, tried: new Set() }),
    () => "busy",
  );
}

async function run(task) {
  const line = (await store.setting("line")) || {};
  const now = task.now();
  if (!task.urgent && isAhead(line.next_at, now)) return "idle";
  await takeUpAgain();
  const waiting = (await store.reports()).filter(({ state }) => WAITS_FOR_LINE.includes(state));
  const someDue = waiting.some((report) => isDue(report, task) && mayBeOf(line.user, report));
  if (!someDue && !(task.urgent && waiting.length) && !(await reconcileIsDue(now, task.isStart)))
    return "idle";
  await point("ping:begin");
  task.line = await api.ping();
  await point("ping:answered");
  if (!task.line.ours) return lineFailed(task);
  await store.keepSetting("line", { ...line, user: task.line.user });
  await learnClock(task.line.at);
  await askToSignIn(waiting, task);
  if (!task.line.user) return "signed_out";
  if (await reconcileIsDue(now, task.isStart)) await reconcile(task);
  return sendAll(task);
}

// An earlier version of the app asked a person to correct what the line had damaged, and hid a receipt behind a photo.
async function takeUpAgain() {
  for (const report of await store.reports()) {
    if (report.state !== "needs_fix") continue;
    const isPhoto = Boolean(report.receipt) && (report.answer_status === 415 || !report.answer_status);
    const event = isLineError(report.answer) ? "line_error" : isPhoto && "photo_error";
    if (event) await store.updateReport(report.id, { state: after("needs_fix", event), next_try_at: 0 });
  }
}

function mayBeOf(user, report) {
  return user === undefined || user === report.user;
}

function isDue(report, { urgent, now, tried }) {
  if (tried.has(report.id) || !WAITS_FOR_LINE.includes(report.state)) return false;
  return urgent || !isAhead(report.next_try_at, now());
}

// A time further off than the longest delay was set by a clock that has been put back since.
function isAhead(moment, now) {
  return moment > now && moment <= now + LONGEST;
}

// Reports of somebody who is not signed in wait for that person; they are never sent under another name.
async function askToSignIn(waiting, { line, tell }) {
  for (const { id, user, state } of waiting) {
    if (user !== line.user) await store.updateReport(id, { state: after(state, "unsigned") });
  }
  tell();
}

// Reads the queue again after each report: the person may have queued another meanwhile.
async function sendAll(task) {
  for (;;) {
    const mine = await store.reports(task.line.user);
    const next = mine.find((report) => isDue(report, task) && !waitsForEarlier(report, mine));
    if (!next) return "done";
    task.tried.add(next.id);
    const outcome = await send(next, task);
    task.tell();
    if (outcome === "unsigned") return signedOut(task);
    if (outcome === "down") return lineFailed(task);
    if (outcome === "sent")
      await store.keepSetting("line", { user: task.line.user, failures: 0, next_at: 0 });
  }
}

// Revisions of one session go in order; one behind a conflict or an error waits until a person has decided.
function waitsForEarlier(report, mine) {
  return mine.some(
    (other) => other.uuid === report.uuid && other.revision < report.revision && !other.receipt,
  );
}

async function signedOut({ tell }) {
  await store.keepSetting("line", { user: "" });
  tell();
  return "signed_out";
}

async function lineFailed({ now, tell }) {
  const line = (await store.setting("line")) || {};
  const failures = (line.failures || 0) + 1;
  await store.keepSetting("line", { ...line, failures, next_at: now() + delay(failures) });
  tell();
  return "offline";
}

// Returns in how many milliseconds to look again, null when nothing waits for the line.
export async function nextLook(now = Date.now()) {
  const line = (await store.setting("line")) || {};
  const due = (await store.reports())
    .filter((report) => WAITS_FOR_LINE.includes(report.state) && mayBeOf(line.user, report))
    .map(({ next_try_at }) => next_try_at);
  if (!due.length) return null;
  const next = Math.max(Math.min(...due), line.next_at || 0);
  return isAhead(next, now) ? Math.max(1000, next - now) : 1000;
}
