// Drafts as rows: continue one, or delete it and take that back.
import { announce } from "./events.js";
import { titleOf } from "./outbox-words.js";
import * as store from "./store.js";

const template = document.querySelector("[data-draft-row]");
const words = template.dataset;

export function draftRow(draft) {
  const row = template.content.cloneNode(true).firstElementChild;
  const part = (name) => row.querySelector(`[data-draft-${name}]`);
  part("title").textContent = titleOf(draft, draft.fields, words);
  const saved = new Date(draft.saved_at);
  const day = saved.toLocaleDateString("id-ID", { day: "numeric", month: "long" });
  const time = saved.toTimeString().slice(0, 5).replace(":", ".");
  part("saved").textContent = words.saved.replace("{day}", day).replace("{time}", time);
  // The question mark makes it a page of its own also where the form is open.
  part("continue").href = `/lapangan/sesi/baru/?lanjut#${draft.uuid}`;
  part("delete").addEventListener("click", async () => {
    await store.discardDraft(draft.uuid);
    showDeleted(row, draft);
    announce();
  });
  return row;
}

function showDeleted(row, draft) {
  const notice = template.content.querySelector("[data-draft-deleted]").cloneNode(true);
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", async () => {
    await store.restoreDraft(draft.uuid);
    const back = draftRow(draft);
    row.replaceWith(back);
    back.querySelector("[data-draft-continue]").focus();
    announce();
  });
  row.textContent = "";
  row.append(notice);
  notice.querySelector("button").focus();
}
