// Asks the browser to keep what we store, and watches how much room is left.

const LOW = 20 * 1000 * 1000;

export async function askToKeep(storage = navigator.storage) {
  if (!storage?.persist) return false;
  return (await storage.persisted()) || (await storage.persist());
}

// "enough", "low" or "unknown".
export async function roomLeft(storage = navigator.storage) {
  if (!storage?.estimate) return "unknown";
  const { quota, usage } = await storage.estimate();
  return quota - usage < LOW ? "low" : "enough";
}
