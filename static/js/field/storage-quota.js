// Asks the browser not to clear what we store, and tells how much room is left. Safari before 15.2 answers neither.
/* eslint-disable compat/compat, floor/methods -- looked for */

const LOW = 20 * 1000 * 1000;

export async function askToPersist(storage = navigator.storage) {
  if (!storage || !storage.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}

// False where the browser may clear what is stored when the phone is full.
export async function isPersisted(storage = navigator.storage) {
  return Boolean(storage && storage.persisted) && storage.persisted();
}

// Returns "enough", "low" or "unknown".
export async function roomLeft(storage = navigator.storage) {
  if (!storage || !storage.estimate) return "unknown";
  const { quota, usage } = await storage.estimate();
  return quota - usage < LOW ? "low" : "enough";
}
