// Compares what was sent with what the server has: one restored from an older copy gets the missing ones again, and
// the phone learns what the reviewer decided on the others.
import * as api from "./api.js";
import { point } from "./failpoints.js";
import * as store from "./store.js";

const DAY = 24 * 3600 * 1000;
let comparedSinceStart = false;

// True once after every start of the app and once a day.
export async function isDue(now) {
  return !comparedSinceStart || now - ((await store.setting("reconciled_at")) || 0) > DAY;
}

export async function reconcile({ now, line, tell }) {
  if (line.at) await store.forgetOld(line.at);
  const mine = (await store.sent(line.user)).filter(({ receipt }) => receipt);
  const latest = latestOf(mine);
  if (latest.length) {
    const answer = await api.reconcile(
      latest.map(({ uuid, sha256 }) => ({ uuid, sha256 })),
      line.token,
    );
    await point("reconcile:answered");
    if (answer.status !== 200 || !answer.json || !Array.isArray(answer.json.missing)) return;
    const missing = new Set(answer.json.missing.map((row) => row.uuid || row));
    for (const row of mine) if (missing.has(row.uuid)) await store.requeue(row.id);
    await store.learn(line.user, answer.json.known || []);
  }
  await store.keepSetting("reconciled_at", now());
  comparedSinceStart = true;
  await point("reconcile:done");
  tell();
}

function latestOf(rows) {
  const latest = new Map();
  for (const row of rows) {
    const { revision = 0 } = latest.get(row.uuid) || {};
    if (row.state !== "replaced" && revision <= row.revision) latest.set(row.uuid, row);
  }
  return [...latest.values()];
}
