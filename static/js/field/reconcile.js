// Compares what was sent with what the server has: one restored from an older copy gets the missing ones again, and
// the phone learns what the reviewer decided on the others.
import * as api from "./api.js";
import { sha256Hex } from "./digest.js";
import { point } from "./failpoints.js";
import * as store from "./store.js";

const DAY = 24 * 3600 * 1000;
let comparedSinceStart = false;

// True once after every start of the app and once a day.
export async function isDue(now, isStart = true) {
  return (isStart && !comparedSinceStart) || now - ((await store.setting("reconciled_at")) || 0) > DAY;
}

export async function reconcile({ now, line, tell }) {
  const mine = (await store.sent(line.user)).filter(({ receipt }) => receipt);
  const latest = latestOf(mine);
  if (latest.length && !(await compare(latest, mine, line))) return;
  // Only now: what the office turns out to have lost is in the queue again.
  if (line.at) await store.forgetOld(line.at, line.user);
  await store.keepSetting("reconciled_at", now());
  comparedSinceStart = true;
  await point("reconcile:done");
  tell();
}

async function compare(latest, mine, { user, token }) {
  const rows = latest.map(({ uuid, sha256 }) => ({ uuid, sha256 }));
  const { status, json } = await api.reconcile(rows, token);
  await point("reconcile:answered");
  if (status !== 200 || !json || !Array.isArray(json.missing)) return false;
  const missing = new Set(json.missing.map((row) => row.uuid || row));
  for (const row of mine) if (missing.has(row.uuid)) await store.requeue(row.id);
  await store.learn(user, json.known || []);
  await bringPhotos(
    latest.filter(({ uuid }) => !missing.has(uuid)),
    json.known || [],
  );
  return true;
}

// A server restored between a report and its photo has the record without it; so has one whose media disk is older.
async function bringPhotos(rows, known) {
  const missing = new Map(known.map(({ uuid, missing_photos = [] }) => [uuid, missing_photos]));
  for (const row of rows) {
    const refused = (row.photo_errors || []).filter(({ why }) => why === "refused");
    for (const sha256 of missing.get(row.uuid) || []) {
      if (refused.some((error) => error.sha256 === sha256) || !(await hasPhoto(row, sha256))) continue;
      await store.sendPhotosAgain(row.id);
      break;
    }
  }
}

async function hasPhoto(row, sha256) {
  if (!store.namesPhoto(row, sha256)) return false;
  const photo = await store.photo(sha256);
  return Boolean(photo) && (await sha256Hex(photo.bytes)) === sha256;
}

function latestOf(rows) {
  const latest = new Map();
  for (const row of rows) {
    const { revision = 0 } = latest.get(row.uuid) || {};
    if (row.state !== "replaced" && revision <= row.revision) latest.set(row.uuid, row);
  }
  return [...latest.values()];
}
