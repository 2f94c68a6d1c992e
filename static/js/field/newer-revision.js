// A session that was sent before may be newer at the office: changed on another phone, or closed. Asked when its
// form opens; without a signal the form shows nothing, and the answer to sending tells.
import * as api from "./api.js";
import { isLocked } from "./locked-session.js";
import { bodyOf, freeze } from "./payload.js";
import * as store from "./store.js";

// Returns what the office has if that is closed or another revision than the draft is made from, else null.
export async function newerThan({ uuid, base_revision }) {
  if (!base_revision) return null;
  const { status, json } = await api.lookAt(uuid, base_revision);
  return status === 200 && json && json.body ? json : null;
}

// Returns the draft that continues the version of the office. What this phone has stays readable for 30 days.
export async function continueFrom(current, draft) {
  if (draft.seq) {
    const { bytes, sha256 } = await freeze(bodyOf(draft.fields, draft.revision, draft.base_revision));
    await store.setAside(draft, { body: bytes, sha256 });
  }
  const { uuid, user } = draft;
  const revision = Math.max(current.revision, draft.revision) + 1;
  const taken_in = current.is_held ? "" : current.body.village;
  return { uuid, user, revision, base_revision: current.revision, taken_in, seq: 0, fields: current.body };
}

// Shows it above the form. `hasOwn` is true if this phone holds entries that the office does not have.
export function showNewer(form, current, hasOwn, open) {
  const notice = document.querySelector("[data-newer]").content.cloneNode(true).firstElementChild;
  const kind = isLocked({ current }) ? "locked" : hasOwn ? "choice" : "opened";
  const part = notice.querySelector(`[data-newer-${kind}]`);
  part.hidden = false;
  for (const link of notice.querySelectorAll("[data-newer-look]"))
    link.href = `/lapangan/sesi/${current.uuid}/`;
  notice.querySelector("[data-newer-open]").addEventListener("click", async () => {
    notice.remove();
    await open();
  });
  notice.querySelector("[data-newer-keep]").addEventListener("click", () => notice.remove());
  form.before(notice);
  return kind;
}
