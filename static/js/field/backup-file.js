// The queue as a file: from a phone that is broken, full or without a line, to another one.
import { read, result, write } from "./db.js";
import { fromBase64, sha256Hex, toBase64 } from "./digest.js";
import { photosNamedBy, reportId } from "./store.js";

const FORMAT = "migrasi-aman-outbox";
const VERSION = 1;

export class NotOurFile extends Error {}

export async function exported(user) {
  const whole = await read(["drafts", "reports", "photos"], async (stores) => ({
    drafts: await result(stores.drafts.getAll()),
    reports: await result(stores.reports.getAll()),
    photos: await result(stores.photos.getAll()),
  }));
  const reports = whole.reports.filter((row) => row.user === user);
  const drafts = whole.drafts.filter((row) => row.user === user);
  const named = new Set();
  for (const row of reports) for (const sha256 of row.photos) named.add(sha256);
  for (const draft of drafts) for (const sha256 of photosNamedBy(draft)) named.add(sha256);
  const photos = whole.photos.filter(({ sha256 }) => named.has(sha256));
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    user,
    exported_at: new Date().toISOString(),
    drafts,
    reports: reports.map((row) => ({ ...row, body: toBase64(row.body) })),
    photos: photos.map((row) => ({ ...row, bytes: toBase64(row.bytes) })),
  });
  return new Blob([text], { type: "application/json" });
}

// What this phone already has is left as it is. Returns how many reports and drafts were added.
export async function imported(text) {
  const file = await checked(text);
  return write(["drafts", "reports", "sent", "photos"], async ({ drafts, reports, sent, photos }) => {
    let added = 0;
    for (const row of file.photos) if (!(await result(photos.getKey(row.sha256)))) photos.put(row);
    for (const row of file.reports) {
      if ((await result(reports.getKey(row.id))) || (await result(sent.getKey(row.id)))) continue;
      reports.put(row);
      added += 1;
    }
    for (const row of file.drafts) {
      if (await result(drafts.getKey(row.uuid))) continue;
      drafts.put(row);
      added += 1;
    }
    return added;
  });
}

async function checked(text) {
  try {
    const file = JSON.parse(text);
    if (file.format !== FORMAT || file.version !== VERSION) throw new NotOurFile();
    const photos = file.photos.map((row) => ({ ...row, bytes: fromBase64(row.bytes), saved_at: Date.now() }));
    const reports = file.reports.map(restored);
    for (const { sha256, bytes } of photos) await check(bytes, sha256);
    for (const { sha256, body } of reports) await check(body, sha256);
    return { photos, reports, drafts: file.drafts };
  } catch (_error) {
    throw new NotOurFile();
  }
}

function restored(row) {
  const id = reportId(row.uuid, row.revision);
  return { ...row, id, body: fromBase64(row.body), tries: 0, next_try_at: 0 };
}

async function check(bytes, sha256) {
  if ((await sha256Hex(bytes)) !== sha256) throw new NotOurFile();
}
