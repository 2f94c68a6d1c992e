// What a person decides on two versions of one session. Neither is deleted: both stay readable for 30 days.
import { bodyOf, freeze, thaw } from "./payload.js";
import * as store from "./store.js";
import { newUuid } from "./uuid.js";

// My version becomes the next revision after the one of the office; without one, a session of its own.
export async function keepMine(report) {
  const { current } = report.answer || {};
  const uuid = current ? report.uuid : newUuid();
  const base = current ? current.revision : null;
  const revision = Math.max(base || 0, current ? report.revision : 0) + 1;
  const { bytes, sha256 } = await freeze(bodyOf(thaw(report.body), revision, base));
  const { user, photos, village_name } = report;
  const row = { uuid, revision, user, body: bytes, sha256, photos, village_name };
  await store.queue({ uuid, revision, seq: 0 }, row, [], report.id);
}

export function keepTheirs(report) {
  return store.finish(report.id, { state: "replaced" });
}
