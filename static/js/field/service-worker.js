// The service worker of the field app; the view puts VERSION and FILES before it. Reports live in IndexedDB, which no
// update touches: the worker renews only the caches of pages and files.
const STATIC = "lapangan-berkas-";
const CACHE = `${STATIC}${VERSION}`;
const PAGES = "lapangan-halaman";
const PATIENCE = 4000;
const FRESH = 10 * 60 * 1000;
const READS_ITS_ADDRESS = "/lapangan/sesi/baru/"; // the form takes ?desa= and ?uuid= on the phone

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(storePages(event.data.keep, event.data.renew));
  if (event.data === "forget-pages") event.waitUntil(caches.delete(PAGES));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((url) => new Request(url, { cache: "reload" })));
  await self.skipWaiting();
}

// A page stored by an earlier version runs with the files of that version: they stay as long as such a page is here.
// Those of the version just before stay in any case, for a window that is open.
async function tidy() {
  const earlier = (await caches.keys()).filter((name) => name.startsWith(STATIC) && name !== CACHE);
  const named = await filesOfStoredPages();
  for (const name of earlier.slice(0, -1)) {
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => named.has(url))) await caches.delete(name);
  }
  await self.clients.claim();
}

// Returns the addresses of files that stored pages name and this version does not have.
async function filesOfStoredPages() {
  const named = new Set();
  for (const response of await (await caches.open(PAGES)).matchAll()) {
    for (const [path] of (await response.text())
      .split('"/static/')
      .slice(1)
      .map((rest) => rest.split('"'))) {
      if (!FILES.includes(`/static/${path}`)) named.add(`${location.origin}/static/${path}`);
    }
  }
  return named;
}

// Every page of the app asks for this; on a slow line the same pages are not fetched again and again.
async function isFresh(path) {
  const stored = await (await caches.open(PAGES)).match(path);
  return stored && Math.abs(Date.now() - Date.parse(stored.headers.get("Date"))) < FRESH;
}

async function storePages(paths, renewed) {
  for (const path of [...renewed, ...paths]) {
    try {
      if (!renewed.includes(path) && (await isFresh(path))) continue;
      await store(path, await fetch(path, { credentials: "same-origin" }));
    } catch (_error) {
      return; // no line; what is stored stays
    }
  }
}

// A sign-in page that came instead is not the page. A full phone stores nothing new, and still shows what has come.
async function store(path, response) {
  const isPage = (response.headers.get("Content-Type") || "").startsWith("text/html");
  if (!response.ok || response.redirected || !isPage) return;
  const copy = response.clone();
  await caches
    .open(PAGES)
    .then((cache) => cache.put(path, copy))
    .catch(() => {});
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

// A change at the office. Only a sign-out that arrived deletes the stored pages: without a line one stays signed in.
async function change(request, url) {
  const response = await fetch(request);
  if (url.pathname === "/lapangan/keluar/" && response.type === "opaqueredirect") await caches.delete(PAGES);
  return response;
}

async function file(request) {
  const newest = await (await caches.open(CACHE)).match(request);
  return newest || (await caches.match(request)) || fetch(request);
}

async function page(request, url) {
  const isPart = url.search && url.pathname !== READS_ITS_ADDRESS; // page 2, a search: the stored page is another one
  const stored = !isPart && (await (await caches.open(PAGES)).match(url.pathname));
  const answer = fetch(request).then(async (response) => {
    if (!url.search) await store(url.pathname, response); // a search is not the page
    return response;
  });
  if (!stored) return answer.catch(() => noSignalPage());
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, stored));
  return Promise.race([answer.then((response) => (response.status >= 500 ? stored : response)), late]).catch(
    () => stored,
  );
}

// The page on what works without a line, in place of one that was never stored or a change that could not be sent.
async function noSignalPage() {
  const cache = await caches.open(PAGES);
  return (
    (await cache.match("/lapangan/tanpa-sinyal/")) ||
    (await cache.match("/lapangan/kotak-keluar/")) ||
    Response.error()
  );
}
