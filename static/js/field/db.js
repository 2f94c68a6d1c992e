// The database on the phone: opening it, schema versions, and transactions that end only when they are on disk.

export const NAME = "migrasi-lapangan";

export class StorageRefused extends Error {}
export class StorageFull extends Error {}
class NewerSchema extends Error {}

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
  opened = open().then((db) => {
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
      reject(named(error));
      return;
    }
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const lift of migrations.slice(oldVersion)) lift(request.result, request.transaction);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(named(request.error));
  });
}

function named(error) {
  const { name, message } = error || {};
  if (name === "QuotaExceededError") return new StorageFull(message);
  if (name === "VersionError") return new NewerSchema(message);
  return new StorageRefused(message || "The browser stores nothing for this site.");
}

export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// `work` gets the object stores by name; all it writes is stored together or not at all.
export async function transact(mode, names, work) {
  const db = await database();
  const transaction = db.transaction(names, mode, { durability: "strict" });
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
    throw error instanceof DOMException ? named(error) : error;
  }
  try {
    await finished;
  } catch (error) {
    throw named(error);
  }
  return value;
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
