// Tells on the first page whether the app opens without a line, what is still missing, and how to get it.
import { isPersisted } from "./storage-quota.js";

const PAUSE = 2000;
const LOOKS = 15; // the pages are being stored while this page is open
const box = document.querySelector("[data-readiness]");
const { keep } = document.querySelector("[data-field-phone]").dataset;
const needs = keep.split(" ");
const state = box.querySelector("[data-ready-state]");
const button = box.querySelector("[data-get-missing]");

// Returns {pages, files}; rejects if the worker is too old to answer.
async function missing(fetches) {
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(reject, fetches ? 60000 : 5000, new Error("no answer"));
    active.postMessage({ needs, fetches }, [port2]);
  });
}

function show({ pages, files }) {
  const isReady = !pages.length && !files;
  box.dataset.ready = isReady ? "yes" : "no";
  const text = isReady ? box.dataset.isReady : box.dataset.notReady;
  if (state.textContent !== text) state.textContent = text;
  for (const item of box.querySelectorAll("[data-missing]")) {
    item.hidden = item.dataset.missing === "files" ? !files : !pages.includes(item.dataset.missing);
  }
  box.querySelector("[data-what-is-missing]").hidden = isReady;
  return isReady;
}

async function showPersistence() {
  const isInstalled = matchMedia("(display-mode: standalone)").matches;
  box.querySelector("[data-not-persisted]").hidden = isInstalled || (await isPersisted());
}

async function look(left) {
  const found = await missing(false).catch(() => ({ pages: needs, files: 0 }));
  const isReady = show(found);
  await showPersistence();
  if (!isReady && left > 1) setTimeout(look, PAUSE, left - 1);
}

async function getMissing() {
  button.disabled = true;
  state.textContent = box.dataset.getting;
  await missing(true)
    .then(show)
    .catch(() => {
      state.textContent = box.dataset.failed;
    });
  button.disabled = false;
}

box.hidden = false;
if ("serviceWorker" in navigator) {
  button.addEventListener("click", getMissing);
  look(LOOKS).catch(() => {});
} else {
  state.textContent = box.dataset.never;
}
