// The service worker of the public pages: stores them for reading without network. It leaves the field app and the
// admin alone.
const PAGES = "pages";
const FILES = "files";
const QUIZ = "quiz";
const MOST = { [PAGES]: 80, [FILES]: 160, [QUIZ]: 20 };
const PUBLIC_PAGE = /^\/(id|en|jv|su|mad|sas)\//;
const WHOLE_QUIZ = /^\/\w+\/kuis\/.*\/utuh\/$/;
const ROUND = /^\/g\/(\w{6})$/;
const ASSET = /^\/(static|media)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(deleteForeign().then(() => self.clients.claim())),
);

const withoutQuery = ({ url }) => url.split("?")[0];
const isPublic = ({ headers }) => /public/.test(headers.get("Cache-Control") || "");

// The sign-in page of a Wi-Fi network or a maintenance page comes with status 200 as well: our pages have a mark, and no
// file of ours is a page.
const isMarked = ({ headers }) => headers.get("X-Migrasi") === "1";
const isPage = ({ headers }) => /html/.test(headers.get("Content-Type") || "html");

function isOurs(name, response) {
  return name === FILES ? !isPage(response) : isMarked(response);
}

// A redirect shows nothing of itself: it is ours if the line leads to us.
async function cameFromUs(response) {
  if (response.type !== "opaqueredirect") return response.status < 500 && isMarked(response);
  const ping = await fetch("/api/ping", { cache: "no-store" });
  return ping.status === 204 && isMarked(ping);
}

// Earlier versions stored whatever came, and their own pages without a mark.
async function deleteForeign() {
  for (const name of [PAGES, QUIZ, FILES]) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const isRight =
        response.status !== 200 || isOurs(name, response) || (await isOfEarlierVersion(response));
      if (!isRight) await cache.delete(request);
    }
  }
}

async function isOfEarlierVersion(response) {
  return isPage(response) && /"\/manifest\.webmanifest"|data-quiz|data-place/.test(await response.text());
}

// Stores the response if it is ours and everybody may see it, and removes the oldest beyond `MOST`.
async function store(name, request, response) {
  if (!response.ok || response.redirected || !isPublic(response) || !isOurs(name, response)) return;
  const cache = await caches.open(name);
  await cache.put(request, response);
  const stored = await cache.keys();
  const tooMany = stored.slice(0, Math.max(0, stored.length - MOST[name]));
  for (const old of tooMany) await cache.delete(old);
}

// The list of stored pages stands in place of one that is not stored.
async function offlinePages(address) {
  const language = new URL(address).pathname.split("/")[1];
  return (await caches.match(`/${language}/tersimpan/`)) || Response.error();
}

async function page(event) {
  const { request } = event;
  const address = withoutQuery(request);
  const stored = await (await caches.open(PAGES)).match(address);
  try {
    const response = await fetch(request);
    event.waitUntil(store(PAGES, address, response.clone()));
    return stored && !(await cameFromUs(response)) ? stored : response;
  } catch (_error) {
    return stored || offlinePages(address);
  }
}

// A quiz that was opened once opens from the phone. One that anybody may take is renewed for the next time; an
// attempt of one person stays as it is.
async function quiz(event) {
  const address = withoutQuery(event.request);
  const found = await caches.match(address);
  if (found && !isPublic(found)) return found;
  const fresh = fetchQuiz(event.request, address);
  if (found) event.waitUntil(fresh.catch(() => {}));
  return found || fresh.catch(() => offlinePages(address));
}

async function fetchQuiz(request, address) {
  const response = await fetch(request);
  await store(QUIZ, address, response.clone()).catch(() => {}); // a full phone takes the quiz all the same
  return response;
}

// The code scanned again without network opens the round that this phone had opened.
async function round(event, code) {
  const stored = await (await caches.open(QUIZ)).keys();
  const found = stored.find(({ url }) => url.includes(`/ronde/${code.toUpperCase()}/`));
  try {
    const response = await fetch(event.request);
    return found && !(await cameFromUs(response)) ? Response.redirect(found.url) : response;
  } catch (_error) {
    return found ? Response.redirect(found.url) : Response.error();
  }
}

async function file(event) {
  const { request } = event;
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  event.waitUntil(store(FILES, request, response.clone()));
  return response;
}

function answerTo(event, pathname) {
  if (ASSET.test(pathname)) return file(event);
  if (event.request.mode !== "navigate") return null;
  if (WHOLE_QUIZ.test(pathname)) return quiz(event);
  if (PUBLIC_PAGE.test(pathname)) return page(event);
  return ROUND.test(pathname) ? round(event, ROUND.exec(pathname)[1]) : null;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || request.headers.has("Range")) return;
  const answer = answerTo(event, pathname);
  if (answer) event.respondWith(answer);
});
