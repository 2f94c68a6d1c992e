// The outbox page: every report on this phone with its state in words, and what a person has to decide.

import { exported, imported } from "./backup-file.js";
import { showBoth } from "./conflict-view.js";
import { download } from "./download.js";
import { announce, announceQueued, CHANGED } from "./events.js";
import { isLocked, lookAgain } from "./locked-session.js";
import { loadClock } from "./office-clock.js";
import {
  filled,
  needsAttention,
  photoErrorsInWords,
  photosInWords,
  stateInWords,
  titleOf,
} from "./outbox-words.js";
import { thawOrNull } from "./payload.js";
import { decisionOn, hasOpenPhotoError, isOlder, reportsOf } from "./report-list.js";
import { started } from "./started.js";
import { roomLeft } from "./storage-quota.js";
import { wordsFor } from "./storage-words.js";
import * as store from "./store.js";
import { summaryOf } from "./summary.js";

const box = document.querySelector("[data-outbox]");
const words = box.dataset;
box.hidden = false; // without this script nothing in it works
const list = box.querySelector("[data-outbox-list]");
const message = box.querySelector("[data-outbox-message]");
const row = document.querySelector("[data-outbox-row]");
const vocabulary = JSON.parse(document.getElementById("kata-laporan").textContent);
const me = document.querySelector("[data-field-phone]").dataset.user;

function showMessage(text) {
  message.textContent = text;
  message.hidden = !text;
}

function rowOf(report) {
  const item = row.content.cloneNode(true).firstElementChild;
  const slot = (name) => item.querySelector(`[data-slot="${name}"]`);
  const fields = report.fields || thawOrNull(report.body);
  item.dataset.state = report.state;
  item.dataset.uuid = report.uuid;
  if (needsAttention(report)) item.dataset.asks = "";
  slot("title").textContent = titleOf(report, fields, words);
  slot("state").textContent = stateInWords(report, words);
  slot("code").textContent = report.receipt ? filled(words.code, { code: report.receipt.receipt_code }) : "";
  slot("comment").textContent = (report.isNewest && report.office && report.office.review_comment) || "";
  if (!fields) {
    slot("whole").hidden = true;
    listSentences(slot("errors"), [words.unreadableReport]);
    return item;
  }
  slot("photos").textContent = photosInWords(report, fields, words);
  showEdit(slot("edit"), report);
  showDiscard(slot, report);
  if (report.state === "needs_fix") showErrors(slot("errors"), report.answer);
  listSentences(slot("photo-errors"), photoErrorsInWords(report, fields, words));
  if (report.state === "conflict") showBoth(slot, report, fields, vocabulary, actsFor(report));
  showWhole(slot("whole"), report, fields);
  return item;
}

function showEdit(link, report) {
  const isReturned = decisionOn(report) === "returned";
  const isOpen = ["draft", "needs_fix"].includes(report.state) || isReturned || hasOpenPhotoError(report);
  link.hidden = !(isOpen || isOlder(report));
  link.href = `/lapangan/sesi/baru/#${report.id || report.uuid}`;
  if (report.state === "draft") link.textContent = words.continue;
  if (!isOlder(report)) return;
  link.href = `/lapangan/sesi/${report.uuid}/`;
  link.textContent = words.openNewer;
}

// Deleting a draft is taken back in the row that stays for seven days.
function showDiscard(slot, { state, uuid }) {
  const acts = { draft: ["discard", store.discardDraft], discarded: ["restore", store.restoreDraft] };
  if (!(state in acts)) return;
  const [name, act] = acts[state];
  slot(name).hidden = false;
  slot(name).addEventListener("click", async () => {
    await act(uuid);
    announce();
    await render();
    const row = [...list.children].find((item) => item.dataset.uuid === uuid);
    if (row) row.querySelector('[data-slot="restore"]:not([hidden]), [data-slot="edit"]').focus();
  });
}

function showErrors(target, answer) {
  const sentences = [].concat(...Object.values((answer && answer.errors) || {}));
  listSentences(
    target,
    sentences.map((sentence) => words[sentence] || sentence),
  );
}

function listSentences(target, sentences) {
  for (const sentence of sentences) {
    const item = document.createElement("li");
    item.textContent = sentence;
    target.append(item);
  }
  target.hidden = !sentences.length;
}

// A whole report in words, made only when somebody opens it.
function showWhole(place, report, fields) {
  place.addEventListener("toggle", () => {
    const list = place.querySelector("dl");
    if (list.children.length) return;
    for (const [label, text] of summaryOf(fields, vocabulary, report.village_name)) {
      const [name, value] = ["dt", "dd"].map((tag) => document.createElement(tag));
      name.textContent = label;
      value.textContent = text;
      list.append(name, value);
    }
  });
}

let outcome = ""; // of importing a file: shown until somebody leaves the page

async function decided(work, sends) {
  await work;
  if (sends) announceQueued();
  else announce();
}

function actsFor(report) {
  return {
    decided,
    show(text) {
      outcome = text;
      showMessage(text);
    },
    async look() {
      outcome = (await lookAgain(report)) ? "" : words.notReopened;
      await render();
      showMessage(outcome);
    },
  };
}

// A reviewer may have reopened a session since.
async function lookAtLocked() {
  const locked = (await store.reports(me)).filter(
    ({ state, answer }) => state === "conflict" && isLocked(answer),
  );
  const looked = await Promise.all(locked.map(lookAgain));
  if (looked.includes(true)) await render();
}

async function render() {
  try {
    await loadClock();
    const { drafts, waiting, sent } = await reportsOf(me);
    const all = [...drafts, ...waiting, ...sent, ...(await discarded())];
    const rows = [...all.map(rowOf), ...(await ofOthers())];
    list.textContent = "";
    list.append(...rows);
    if (!list.children.length) showMessage(words.empty);
    else showMessage((await roomLeft()) === "low" ? words.low : outcome);
  } catch (error) {
    explain(error);
  }
}

async function discarded() {
  return (await store.discardedDrafts(me)).map((draft) => ({ ...draft, state: "discarded", id: draft.uuid }));
}

async function ofOthers() {
  const names = (await store.setting("names")) || {};
  return Object.entries(await store.waitingOfOthers(me)).map(([user, count]) => {
    const item = document.createElement("li");
    item.className = "outbox__row";
    item.textContent = filled(words.others, { count, name: names[user] || user });
    return item;
  });
}

function explain(error) {
  showMessage(wordsFor(error));
}

async function exportFile() {
  download(await exported(me));
}

async function importFile(event) {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file) return;
  try {
    const count = await imported(await new Response(file).text());
    outcome = filled(words.added, { count });
    if (count) announceQueued(); // a phone with a signal sends them at once
  } catch (_error) {
    outcome = words.notOurs;
  }
  await render();
  showMessage(outcome);
}

box.addEventListener("click", ({ target }) => target.closest("[data-rescue-export]") && exportFile());
box.querySelector("[data-rescue-import]").addEventListener("change", importFile);
addEventListener(CHANGED.any, render);
addEventListener("online", lookAtLocked);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookAtLocked());
render().then(() => {
  started("outbox");
  return lookAtLocked();
});
