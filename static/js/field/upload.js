// Sends one report: the record, then the photos that the receipt names as missing.
import * as api from "./api.js";
import { sha256Hex } from "./digest.js";
import { point } from "./failpoints.js";
import { after, delay, judge, lineIsDown } from "./states.js";
import * as store from "./store.js";

const HOPELESS = ["lost", "refused"]; // no intact copy on this phone; not accepted by the office

// Returns "sent", "unsigned", "down" (the line, not this report), "later" or "person" (somebody must decide).
// The record is sent again before photos that failed: it is small, and its answer names what really is missing.
export async function send(report, task) {
  const marked = await store.updateReport(report.id, { state: after(report.state, "send") });
  if (!marked) return "later"; // replaced meanwhile: the revision that took its place goes instead
  await point("send:marked");
  const sending = { ...report, state: after(report.state, "send") };
  if (!(await isIntact(report.body, report.sha256))) return sendDamaged(sending, task);
  const answer = await withFreshToken(task, (token) => {
    const promise = api.putSession(report, token);
    return point("send:begun").then(() => promise);
  });
  await point("send:answered");
  const verdict = judge(answer, report.sha256);
  if (verdict === "stored" || verdict === "held") return received(sending, verdict, answer.json, task);
  return notReceived(sending, verdict, answer, task);
}

async function isIntact(bytes, sha256) {
  return (await sha256Hex(bytes)) === sha256;
}

// The memory of the phone has changed it: its photos can still go, if the office has the record.
function sendDamaged(report, task) {
  if (report.receipt) return sendPhotos(report, report.receipt, task);
  return notReceived(report, "refused", { status: 0, json: { errors: { body: ["damaged"] } } }, task);
}

// A token may have gone stale: ping once more, try once more.
async function withFreshToken(task, call) {
  const answer = await call(task.line.token);
  if (answer.status !== 403) return answer;
  const line = await api.ping();
  if (!line.ours) return { ...answer, status: 0 };
  if (line.user !== task.line.user) return { ...answer, status: 401, json: { code: "sign_in" } };
  task.line = line;
  return call(line.token);
}

async function notReceived(report, verdict, answer, { now }) {
  const event = verdict === "stale_token" ? "busy" : verdict;
  const state = after(report.state, event);
  if (event === "unsigned") {
    await store.updateReport(report.id, { state });
    return "unsigned";
  }
  if (event !== "busy") {
    await store.updateReport(report.id, { state, answer: answer.json, answer_status: answer.status });
    return "person";
  }
  const tries = report.tries + 1;
  const next_try_at = now() + delay(tries, api.retryAfter(answer.headers));
  await store.updateReport(report.id, { state, tries, next_try_at });
  return lineIsDown(answer) ? "down" : "later";
}

async function received(report, verdict, receipt, task) {
  const state = after(report.state, verdict);
  const stored = await store.updateReport(report.id, { state, receipt, received_seen_at: task.now() });
  task.tell();
  await point("receipt:stored");
  if (await isOvertaken(report)) return finished(stored, { state: "replaced" });
  return sendPhotos(stored, receipt, task);
}

// A later revision names its own photos.
async function isOvertaken(report) {
  const mine = await store.reports(report.user);
  return mine.some(({ uuid, revision }) => uuid === report.uuid && revision > report.revision);
}

async function finished(report, changes) {
  await point("finish:begin");
  await store.finish(report.id, { ...changes, tries: 0 });
  await point("finish:committed");
  return "sent";
}

// A photo that cannot be sent does not hold up the others, nor hide that the report was received: `photo_errors` holds
// {sha256, why} for it, beside the receipt.
async function sendPhotos(report, { missing_photos = [] }, task) {
  const photo_errors = [];
  for (const sha256 of missing_photos.filter((digest) => store.namesPhoto(report, digest))) {
    const why = await sendPhoto(report, sha256, task);
    if (HOPELESS.includes(why)) photo_errors.push({ sha256, why });
    else if (why !== "sent") return why;
  }
  return finished(report, { state: after(report.state, "finish"), photo_errors });
}

// Returns "sent", one of the HOPELESS, or what `notReceived` returns: then it is tried again.
async function sendPhoto(report, sha256, task) {
  const photo = await store.photo(sha256);
  if (!photo || !(await isIntact(photo.bytes, sha256))) return "lost";
  await point("photo:begin");
  const answer = await withFreshToken(task, (token) => {
    const promise = api.putPhoto(photo, token);
    return point("photo:begun").then(() => promise);
  });
  await point("photo:answered");
  const verdict = judge(answer, sha256);
  if (verdict === "stored" || verdict === "held") return "sent";
  if (verdict === "refused") return "refused";
  // The bytes were whole when they left, so a conflict with their address is an error of the line.
  return notReceived(report, verdict === "conflicting" ? "busy" : verdict, answer, task);
}
