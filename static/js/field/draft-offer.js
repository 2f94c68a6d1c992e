// "Log a session" offers the drafts on this phone before somebody starts the same session again.
import { draftRow } from "./draft-rows.js";
import * as store from "./store.js";

const MOST = 3;
const form = document.querySelector("[data-session-form]");
const { user } = document.querySelector("[data-field-phone]").dataset;
const isNew = !location.hash && !/[?&]uuid=/.test(location.search) && !form.elements.base_revision.value;

async function offer() {
  const drafts = (await store.drafts(user)).sort((a, b) => b.saved_at - a.saved_at).slice(0, MOST);
  if (!drafts.length) return;
  const box = document.querySelector("[data-draft-offer]").content.cloneNode(true).firstElementChild;
  box.querySelector("[data-draft-list]").append(...drafts.map(draftRow));
  box.querySelector("[data-draft-new]").addEventListener("click", () => {
    box.remove();
    form.querySelector("select, input:not([type=hidden])").focus();
  });
  form.before(box);
}

if (isNew) offer().catch(() => {}); // refused storage: form.js explains it
