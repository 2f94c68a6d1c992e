// The first page of the app: what waits on this phone, what came back, and the drafts.
import { draftRow } from "./draft-rows.js";
import { CHANGED } from "./events.js";
import { cameBack, decisionOn, reportsOf } from "./report-list.js";
import { WAITS_FOR_LINE } from "./states.js";

const box = document.querySelector("[data-on-phone]");
const { user } = document.querySelector("[data-field-phone]").dataset;
const list = box.querySelector("[data-draft-list]");

function showCount(name, count) {
  const line = box.querySelector(`[data-${name}]`);
  line.hidden = !count;
  line.querySelector("[data-number]").textContent = count;
}

// The page lists the sessions that the office returned; one that is corrected on this phone is done.
function showReturned(waiting, sent) {
  const corrected = new Set(
    waiting.filter(({ state }) => WAITS_FOR_LINE.includes(state)).map((row) => row.uuid),
  );
  const rows = [...document.querySelectorAll("[data-returned] [data-session]")];
  for (const row of rows) row.hidden = corrected.has(row.dataset.session);
  const isListed = ({ uuid }) => rows.some((row) => row.dataset.session === uuid);
  const notice = document.querySelector("[data-returned]");
  if (notice) notice.hidden = rows.every((row) => row.hidden);
  const back = [...waiting, ...sent].filter(cameBack);
  showCount("came-back", back.filter((row) => decisionOn(row) !== "returned" || !isListed(row)).length);
}

async function showCounts() {
  const { waiting, sent } = await reportsOf(user);
  showCount("waits", waiting.filter(({ state }) => WAITS_FOR_LINE.includes(state)).length);
  showReturned(waiting, sent);
}

async function start() {
  await showCounts();
  const { drafts } = await reportsOf(user);
  list.append(...drafts.map(draftRow));
  box.querySelector("[data-drafts]").hidden = !drafts.length;
  box.hidden = false;
  addEventListener(CHANGED.any, () => showCounts().catch(() => {}));
}

start().catch(() => {}); // refused storage: the pages that write explain it
