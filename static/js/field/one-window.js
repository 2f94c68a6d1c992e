// Work that one window does at a time: with Web Locks, and where there are none (Chrome before 69, Firefox before 96,
// Safari before 15.4) with a lease, a row that runs out by itself when its window is gone.
import { result, write } from "./db.js";
import { newUuid } from "./uuid.js";

const NAME = "migrasi-lapangan-kirim";
const LEASE = 30000; // milliseconds
const me = newUuid();

// Returns what `work` returns, or `otherwise` while another window is at it.
export function inOneWindow(work, otherwise) {
  if (!navigator.locks) return withLease(work, otherwise);
  // eslint-disable-next-line compat/compat -- looked for
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : otherwise()));
}

async function withLease(work, otherwise) {
  if (!(await takeLease())) return otherwise();
  const renewal = setInterval(() => takeLease().catch(() => {}), LEASE / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await endLease().catch(() => {}); // it runs out by itself
  }
}

// A lease that runs longer than any was taken by a clock that has been put back since.
export function takeLease(holder = me, now = Date.now()) {
  return write(["settings"], async ({ settings }) => {
    const { value } = (await result(settings.get(NAME))) || {};
    if (value && value.holder !== holder && value.until > now && value.until <= now + LEASE) return false;
    settings.put({ key: NAME, value: { holder, until: now + LEASE } });
    return true;
  });
}

export function endLease(holder = me) {
  return write(["settings"], async ({ settings }) => {
    const { value } = (await result(settings.get(NAME))) || {};
    if (value && value.holder === holder) settings.delete(NAME);
  });
}
