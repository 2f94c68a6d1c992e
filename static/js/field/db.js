// The database on the phone: opening it, schema versions, and transactions that end only when they are on disk.

export const NAME = "migrasi-lapangan";

const TRIES = 3;
const PATIENCE = 8000; // milliseconds that opening may take
const SILENT = "TimeoutError";
const FULL = /quota|full disk|disk (is )?full|(no|enough) space/i; // some browsers tell it only in their message

export class StorageError extends Error {}
// The browser opens no store for this site.
export class StorageRefused extends StorageError {}
export class StorageFull extends StorageError {}
class NewerSchema extends Error {}
// Another window has an earlier version of the store open and does not close it.
export class StorageBlocked extends StorageError {}
// Any other error: it may work the next time. The message is the browser's name for it.
export class StorageFailed extends StorageError {}

// Each entry brings the schema one version further. Released entries never change; new ones are added, and only add:
// a page stored by an earlier version goes on with a newer database.
export const MIGRATIONS = [
  (db) => {
    db.createObjectStore("drafts", { keyPath: "uuid" });
    db.createObjectStore("reports", { keyPath: "id" });
    db.createObjectStore("photos", { keyPath: "sha256" });
  },
  (db, transaction) => {
    db.createObjectStore("sent", { keyPath: "id" });
    db.createObjectStore("settings", { keyPath: "key" });
    fillIn(transaction.objectStore("reports"), { tries: 0, next_try_at: 0, receipt: null, errors: null });
    fillIn(transaction.objectStore("drafts"), { seq: 1, base_revision: null });
  },
];

function fillIn(store, defaults) {
  store.openCursor().onsuccess = (event) => {
    const cursor = event.target.result;
    if (!cursor) return;
    cursor.update({ ...defaults, ...cursor.value });
    cursor.continue();
  };
}

let opened = null;

// One connection a page; opened again after it was closed for an upgrade in another window.
export function database() {
  if (opened) return opened;
  opened = openPatiently().then((db) => {
    db.onclose = () => (opened = null);
    db.onversionchange = () => {
      db.close();
      opened = null;
    };
    return db;
  });
  opened.catch(() => (opened = null));
  return opened;
}

// What is refused is tried again: a browser that has just started may not be ready.
async function openPatiently(tries = 1) {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof StorageRefused) || tries === TRIES) throw error;
    await pause(tries);
    return openPatiently(tries + 1);
  }
}

const pause = (tries) => new Promise((done) => setTimeout(done, tries * 150));

export async function open(name = NAME, migrations = MIGRATIONS) {
  try {
    return await opening(name, migrations, migrations.length);
  } catch (error) {
    if (error instanceof NewerSchema) return opening(name, [], undefined);
    throw error;
  }
}

function opening(name, migrations, version) {
  return new Promise((resolve, reject) => {
    let request;
    try {
      request = indexedDB.open(name, version);
    } catch (error) {
      reject(refusal(error));
      return;
    }
    let isBlocked = false;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(isBlocked ? new StorageBlocked() : new StorageFailed(SILENT));
    }, PATIENCE);
    request.onblocked = () => (isBlocked = true);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const lift of migrations.slice(oldVersion)) lift(request.result, request.transaction);
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      if (isLate) request.result.close();
      else resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(refusal(request.error));
    };
  });
}

function refusal(error) {
  const { name, message } = error || {};
  if (name === "VersionError") return new NewerSchema(message);
  if (isFull(error)) return new StorageFull(message);
  return new StorageRefused(message || "The browser stores nothing for this site.");
}

function isFull(error) {
  const { name, message } = error || {};
  return name === "QuotaExceededError" || FULL.test(message);
}

function failure(error) {
  return isFull(error) ? new StorageFull(error.message) : new StorageFailed((error && error.name) || "Error");
}

export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// `work` gets the object stores by name; all it writes is stored together or not at all. What failed by chance, and
// wrote nothing, is tried again.
export async function transact(mode, names, work, tries = 1) {
  try {
    return await transactOnce(mode, names, work);
  } catch (error) {
    const isPassing = error instanceof StorageFailed && error.message !== SILENT;
    if (!isPassing || tries === TRIES) throw error;
    await pause(tries);
    return transact(mode, names, work, tries + 1);
  }
}

async function transactOnce(mode, names, work) {
  const transaction = begin(await database(), mode, names);
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  finished.catch(() => {});
  const stores = {};
  for (const name of names) stores[name] = transaction.objectStore(name);
  let value;
  try {
    value = await work(stores);
  } catch (error) {
    abort(transaction);
    // What comes after the request that failed only tells that the transaction is over.
    throw error instanceof DOMException ? failure(transaction.error || error) : error;
  }
  try {
    await finished;
  } catch (error) {
    throw failure(error);
  }
  return value;
}

function begin(db, mode, names) {
  try {
    return db.transaction(names, mode, { durability: "strict" });
  } catch (error) {
    opened = null; // the connection is closing
    throw failure(error);
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch (_error) {
    // It is aborted already, or the connection is gone; either way nothing was written.
  }
}

export const read = (names, work) => transact("readonly", names, work);
export const write = (names, work) => transact("readwrite", names, work);
