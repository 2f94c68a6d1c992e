// The service worker of the field app. `villages/field_app/worker_script.py` puts what it imports into it, and VERSION and
// FILES before it. Reports live in IndexedDB, which no update touches: the worker renews only the caches of pages and
// files, and sends what waits when the browser wakes it.
import { sendInBackground } from "./worker/background.js";
import { deleteForeignFiles, deleteOldFiles, file, fill } from "./worker/files.js";
import { change, deleteForeignPages, deletePages, noSignalPage, page, storePages } from "./worker/pages.js";
import { getMissing, whatIsMissing } from "./worker/readiness.js";

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
for (const name of ["sync", "periodicsync"]) {
  self.addEventListener(name, (event) => event.waitUntil(sendInBackground()));
}

async function tidy() {
  await deleteForeignPages();
  await deleteOldFiles();
  await deleteForeignFiles();
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data === "forget-pages") event.waitUntil(deletePages());
  if (data.keep) event.waitUntil(storePages(data.keep, data.renew));
  if (data.needs) event.waitUntil(answerWhatIsMissing(data, ports[0]));
});

async function answerWhatIsMissing({ needs, fetches }, port) {
  if (fetches) await getMissing(needs);
  port.postMessage(await whatIsMissing(needs));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate" && url.pathname.startsWith("/lapangan/")) {
    event.respondWith(change(request, url).catch(noSignalPage));
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (url.pathname.startsWith("/lapangan/")) event.respondWith(page(request, url));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});
