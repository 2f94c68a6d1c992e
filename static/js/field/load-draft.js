// Which session the form opens: a draft or refused report named in the address, a stored one, or a new one.
import { chosenOption, optionOf } from "./form-data.js";
import { thaw } from "./payload.js";
import * as store from "./store.js";
import { newUuid } from "./uuid.js";

export async function loadDraft(form, user) {
  const [uuid, revision] = location.hash.slice(1).split("/");
  const asked = uuid || prepared();
  const draft = asked && (await store.draft(asked));
  if (draft) return draft.user === user ? draft : newDraft(form, user);
  const report = revision && (await store.report(`${uuid}/${revision}`));
  return report && report.user === user ? correctionOf(report) : newDraft(form, user);
}

// The number of a session prepared on paper, from the code on its sheet.
function prepared() {
  const uuid = new URLSearchParams(location.search).get("uuid") || "";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid) ? uuid : "";
}

function newDraft(form, user) {
  const { base_revision, uuid: number, village } = form.elements;
  const base = (base_revision && Number.parseInt(base_revision.value, 10)) || null;
  // A page stored on the phone is opened many times: only a change of a session has its number from the page.
  const uuid = base ? number.value : prepared() || newUuid();
  if (number) number.value = uuid;
  const code = new URLSearchParams(location.search).get("desa");
  const linked = code && !village.value && optionOf(village, code);
  if (linked) linked.selected = true;
  const taken_in = base && !("other" in chosenOption(village).dataset) ? village.value : "";
  return { uuid, user, revision: (base || 0) + 1, base_revision: base, taken_in, seq: 0, fields: null };
}

// A refused or returned report is corrected as the next revision; it stays in the outbox until that one is queued.
function correctionOf(report) {
  const body = thaw(report.body);
  const next = { uuid: report.uuid, user: report.user, revision: report.revision + 1, seq: 0 };
  return {
    ...next,
    base_revision: report.receipt ? report.revision : body.base_revision,
    taken_in: report.receipt ? takenIn(report, body) : report.taken_in,
    fields: body,
    is_unsent: !report.receipt,
    village_name: report.village_name,
    answer: report.answer,
    comment: (report.office || {}).review_comment,
  };
}

// What the office holds stays held when it is corrected; a session that it accepted is not held again in that village.
function takenIn({ receipt, office }, { village }) {
  const { is_held = receipt.state === "held" } = office || {};
  return is_held ? "" : village;
}
