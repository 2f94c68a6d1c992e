// What the form opens: a draft or a report named in the address, a stored session, or a new one.
import { chosenOption, optionOf } from "./form-data.js";
import { thaw } from "./payload.js";
import { asksForCorrection } from "./saved-already.js";
import * as store from "./store.js";
import { newUuid } from "./uuid.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// What a page leads to from now on whose session was saved
export const SAVED = "tersimpan";

// Returns {draft}, or {saved}, a report that was saved and asks for nothing: it is never made a second time.
export async function loadDraft(form, user) {
  const asked = numberInAddress() || numberOnPage(form);
  const draft = await store.draft(asked); // also for a new session: it shows whether the phone stores anything
  if (draft && draft.user === user) return { draft };
  const linked = await reportInAddress();
  const report = linked || (asked && (await store.newest(asked)));
  const isMine = (draft || report || { user }).user === user;
  if (isMine && report && report.revision > baseOf(form)) {
    return linked || asksForCorrection(report) ? { draft: correctionOf(report) } : { saved: report };
  }
  return { draft: newDraft(form, user, isMine ? asked : "") };
}

// The number of a draft, of a saved report, or of a session prepared on paper, from the code on its sheet
function numberInAddress() {
  const uuid = location.hash.slice(1).split("/")[0] || new URLSearchParams(location.search).get("uuid");
  return UUID.test(uuid) ? uuid : "";
}

// A link to a report that somebody is asked to correct
async function reportInAddress() {
  const [uuid, revision, mark] = location.hash.slice(1).split("/");
  return revision && mark !== SAVED ? store.report(`${uuid}/${revision}`) : undefined;
}

// A page stored on the phone is opened many times: only a change of a session has its number from the page.
function numberOnPage(form) {
  return baseOf(form) ? form.elements.uuid.value : "";
}

function baseOf({ elements: { base_revision: base } }) {
  return (base && Number.parseInt(base.value, 10)) || 0;
}

// `asked` is the number that the address names.
export function newDraft(form, user, asked = numberInAddress()) {
  const { uuid: number, village } = form.elements;
  const base = baseOf(form) || null;
  const uuid = numberOnPage(form) || asked || newUuid();
  if (number) number.value = uuid;
  const code = new URLSearchParams(location.search).get("desa");
  const linked = code && !village.value && optionOf(village, code);
  if (linked) linked.selected = true;
  const taken_in = base && !("other" in chosenOption(village).dataset) ? village.value : "";
  return { uuid, user, revision: (base || 0) + 1, base_revision: base, taken_in, seq: 0, fields: null };
}

// A refused or returned report is corrected as the next revision; it stays in the outbox until that one is queued.
export function correctionOf(report) {
  const body = thaw(report.body);
  const next = { uuid: report.uuid, user: report.user, revision: report.revision + 1, seq: 0 };
  return {
    ...next,
    base_revision: report.receipt ? report.revision : body.base_revision,
    taken_in: report.receipt ? takenIn(report, body) : report.taken_in,
    fields: body,
    is_unsent: !report.receipt,
    follows: report.id,
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
