// What was typed in a window that lost its draft to another one: it can become a draft of its own.
import { correctionOf } from "./load-draft.js";
import { canCorrect } from "./saved-already.js";
import * as store from "./store.js";
import { newUuid } from "./uuid.js";

// Returns the draft that takes these entries, or null where the same session cannot have two.
export async function refugeOf(draft) {
  const { uuid, user, revision, base_revision } = draft;
  const [stored, report] = [await store.draft(uuid), await store.newest(uuid)];
  if (!stored && report && report.revision >= revision) {
    return canCorrect(report) ? { ...correctionOf(report), fields: null } : null;
  }
  if (!stored) return { ...draft, seq: 0, fields: null }; // it was deleted
  if (base_revision || report) return null;
  return { uuid: newUuid(), user, revision: 1, base_revision: null, taken_in: "", seq: 0, fields: null };
}
