// What an error of the store means, in the words of the page: an error that has a name can be helped.
import { StorageBlocked, StorageFailed, StorageFull, StorageRefused } from "./db.js";
import { DraftChanged } from "./store.js";

const { dataset: words } = document.querySelector("[data-field-phone]");

export function wordsFor(error) {
  if (error instanceof StorageRefused) return words.refused;
  if (error instanceof StorageFull) return words.full;
  if (error instanceof StorageBlocked) return words.blocked;
  if (error instanceof DraftChanged) return words.elsewhere;
  return words.notSaved.replace(
    "{name}",
    error instanceof StorageFailed ? error.message : error.constructor.name,
  );
}
