// Keeps public pages for reading without network. The field app and the desk have nothing to do with it.
const PAGES = "pages";
const FILES = "files";
const QUIZ = "quiz";
const MOST = { [PAGES]: 80, [FILES]: 160, [QUIZ]: 20 };
const PUBLIC = /^\/(id|en|jv|su|mad|sas)\//;
const WHOLE = /^\/\w+\/kuis\/.*\/utuh\/$/;
const ROUND = /^\/g\/(\w{6})$/;
const ASSETS = /^\/(static|media)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(name, request, response) {
  if (!response.ok || response.redirected || !/public/.test(response.headers.get("Cache-Control") || ""))
    return;
  const cache = await caches.open(name);
  await cache.put(request, response);
  const old = await cache.keys();
  for (const key of old.slice(0, Math.max(0, old.length - MOST[name]))) await cache.delete(key);
}

async function page(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    event.waitUntil(keep(PAGES, request.url.split("?")[0], response.clone()));
    return response;
  } catch (_error) {
    const cache = await caches.open(PAGES);
    const language = new URL(request.url).pathname.split("/")[1];
    const found = await cache.match(request.url.split("?")[0]);
    return found || (await cache.match(`/${language}/tersimpan/`)) || Response.error();
  }
}

// A quiz that was opened opens from the phone; that of somebody alone is renewed for the next time.
async function quiz(event) {
  const { request } = event;
  const address = request.url.split("?")[0];
  const found = await caches.match(address);
  const isOwn = found && !/public/.test(found.headers.get("Cache-Control") || "");
  if (isOwn) return found;
  const fresh = fetch(request).then(async (response) => {
    await keep(QUIZ, address, response.clone()).catch(() => {}); // a full phone takes the quiz all the same
    return response;
  });
  if (found) event.waitUntil(fresh.catch(() => {}));
  return (
    found ||
    fresh.catch(async () => (await caches.match(`/${address.split("/")[3]}/tersimpan/`)) || Response.error())
  );
}

// The code scanned again without network: the round that this phone had opened.
async function round(event, code) {
  try {
    return await fetch(event.request);
  } catch (_error) {
    const kept = await (await caches.open(QUIZ)).keys();
    const found = kept.find(({ url }) => url.includes(`/ronde/${code.toUpperCase()}/`));
    return found ? Response.redirect(found.url) : Response.error();
  }
}

async function file(event) {
  const { request } = event;
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  event.waitUntil(keep(FILES, request, response.clone()));
  return response;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || request.headers.has("Range")) return;
  if (request.mode === "navigate" && WHOLE.test(pathname)) event.respondWith(quiz(event));
  else if (request.mode === "navigate" && PUBLIC.test(pathname)) event.respondWith(page(event));
  else if (request.mode === "navigate" && ROUND.test(pathname))
    event.respondWith(round(event, ROUND.exec(pathname)[1]));
  else if (ASSETS.test(pathname)) event.respondWith(file(event));
});
