// The service worker of the public pages: stores them for reading without network. It leaves the field app and the
// admin alone.
const EMERGENCY = "darurat"; // the same pages on every phone, so that their presence says nothing about anybody
const SAVED = "disimpan"; // what somebody chose to save: only these are listed
const PAGES = "pages"; // what was read: listed nowhere, and discarded when somebody leaves in a hurry
const FILES = "files";
const QUIZ = "quiz";
const MOST = { [EMERGENCY]: 60, [SAVED]: 400, [PAGES]: 60, [FILES]: 160, [QUIZ]: 20 };
const PATIENCE = 5000; // milliseconds until a stored page takes the place of one that does not come
const WEEK = 7 * 24 * 3600 * 1000;
const PUBLIC_PAGE = /^\/(id|en|jv|su|mad|sas)\//;
const NEUTRAL_PAGE = /^\/\w+\/cuaca\/$/;
const WHOLE_QUIZ = /^\/\w+\/kuis\/.*\/utuh\/$/;
const ROUND = /^\/g\/(\w{6})$/;
const ASSET = /^\/(static|media|\w+\/cek-pesan\/aturan)\//;
const SHARED_MESSAGE = "/cek-pesan/";
// In the list of saved pages, which names the emergency set, and in the pages of the set
const ALWAYS_STORED = /href="([^"]+)" data-always/g;
const SCRIPT = /(?:src|data-later|data-engine|data-rules)="(\/(?:static|\w+\/cek-pesan)\/[^"]+)"/g;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(deleteForeign().then(() => self.clients.claim())),
);

const withoutQuery = ({ url }) => url.split("?")[0];
const pathOf = (address) => new URL(address, self.location.origin).pathname;
const isPublic = ({ headers }) => /public/.test(headers.get("Cache-Control") || "");
const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

// --- Storing -------------------------------------------------------------------------------------

// The sign-in page of a Wi-Fi network or a maintenance page comes with status 200 as well: our pages have a mark, and no
// file of ours is a page.
const isMarked = ({ headers }) => headers.get("X-Migrasi") === "1";
const isPage = ({ headers }) => /html/.test(headers.get("Content-Type") || "html");

function isOurs(address, response) {
  return ASSET.test(pathOf(address)) ? !isPage(response) : isMarked(response);
}

// A redirect shows nothing of itself: it is ours if the line leads to us.
async function cameFromUs(response) {
  if (response.type !== "opaqueredirect") return response.status < 500 && isMarked(response);
  const ping = await fetch("/api/ping", { cache: "no-store" });
  return ping.status === 204 && isMarked(ping);
}

// Earlier versions stored whatever came, and their own pages without a mark.
async function deleteForeign() {
  for (const name of Object.keys(MOST)) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const isRight =
        response.status !== 200 || isOurs(request.url, response) || (await isOfEarlierVersion(response));
      if (!isRight) await cache.delete(request);
    }
  }
}

async function isOfEarlierVersion(response) {
  return isPage(response) && /"\/manifest\.webmanifest"|data-quiz|data-place/.test(await response.text());
}

// Stores the response if it is ours and everybody may see it, and removes the oldest beyond `MOST`.
async function store(name, address, response) {
  if (!response.ok || response.redirected || !isPublic(response) || !isOurs(address, response)) return;
  const cache = await caches.open(name);
  await cache.put(address, response);
  const stored = await cache.keys();
  const tooMany = stored.slice(0, Math.max(0, stored.length - MOST[name]));
  for (const old of tooMany) await cache.delete(old);
}

async function add(name, address) {
  if (!(await caches.match(address))) await store(name, address, await fetch(address));
}

const listOf = (language) => `/${language}/tersimpan/`;

async function storedIn(name, address) {
  return (await caches.open(name)).match(address);
}

async function storedPage(address) {
  for (const name of [EMERGENCY, SAVED, PAGES]) {
    const found = await storedIn(name, address);
    if (found) return { name, found };
  }
  return {};
}

// The worker does not see the first visit of a page; `deferred.js` reports it.
async function storeVisit({ address, files, language }) {
  if (address && address !== listOf(language) && !(await storedPage(address)).found)
    await add(PAGES, address).catch(() => {});
  for (const file of files) await add(FILES, file).catch(() => {});
  await storeEmergencySet(language);
}

// --- The emergency set ---------------------------------------------------------------------------

function allMatches(pattern, text) {
  const found = [];
  text.replace(pattern, (_match, group) => found.push(group));
  return found;
}

// The pages of the set come again after a week: telephone numbers change.
async function refreshed(address) {
  const found = await storedIn(EMERGENCY, address);
  const age = found ? Date.now() - Date.parse(found.headers.get("Date")) : WEEK;
  if (found && Math.abs(age) < WEEK) return found;
  const response = await fetch(address);
  await store(EMERGENCY, address, response.clone());
  return (await storedIn(EMERGENCY, address)) || response;
}

async function storeEmergencySet(language) {
  const list = await refreshed(listOf(language)).then((response) => response.text());
  for (const address of allMatches(ALWAYS_STORED, list)) {
    const text = await refreshed(address).then((response) => response.text());
    for (const script of allMatches(SCRIPT, text)) await add(FILES, script);
    // What was stored as read before is in the set now, as on every phone.
    await (await caches.open(PAGES)).delete(address);
  }
  await storeEntrances(language);
}

// Where the installed app starts, and where a code is typed; both are for no language in particular.
async function storeEntrances(language) {
  const cache = await caches.open(EMERGENCY);
  await cache.put("/", Response.redirect(`/${language}/`));
  if (await cache.match("/g/")) return;
  const form = await fetch("/g/");
  if (form.ok && !form.redirected && isMarked(form)) await cache.put("/g/", form);
}

// --- Discarding ----------------------------------------------------------------------------------

// What was read goes; the emergency set, what somebody chose to save, quizzes and unsent answers stay.
async function discard(language) {
  await caches.delete(PAGES);
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    if (pathOf(request.url).startsWith("/media/")) await files.delete(request);
  }
  await storeEmergencySet(language).catch(() => {});
}

self.addEventListener("message", (event) => {
  const { visit, discard: language } = event.data;
  if (visit) event.waitUntil(storeVisit(visit).catch(() => {}));
  if (language) event.waitUntil(discard(language));
});

// --- Answering -----------------------------------------------------------------------------------

// The list of stored pages stands in place of one that is not stored.
async function offlinePages(address) {
  const language = pathOf(address).split("/")[1];
  return (await caches.match(listOf(language))) || Response.error();
}

async function page(event) {
  const address = withoutQuery(event.request);
  const { name = PAGES, found } = await storedPage(address);
  if (found && NEUTRAL_PAGE.test(pathOf(address))) return found;
  const fresh = fetchPage(event, address, name);
  if (!found) return fresh.catch(() => offlinePages(address));
  event.waitUntil(fresh.catch(() => {}));
  return Promise.race([ours(fresh, found), after(PATIENCE).then(() => found)]);
}

async function fetchPage(event, address, name) {
  const response = await fetch(event.request);
  event.waitUntil(store(name, address, response.clone()));
  return response;
}

// Returns what was stored where no answer comes, or one that is not ours.
async function ours(fresh, found) {
  try {
    const response = await fresh;
    return found && !(await cameFromUs(response)) ? found : response;
  } catch (_error) {
    return found || Response.error();
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

// Without network the installed app opens the home page, and the form for a code opens.
async function entrance(event, path) {
  return ours(fetch(event.request), await storedIn(EMERGENCY, path));
}

// The code scanned or typed again without network opens the round that this phone had opened.
async function round(event, code) {
  const stored = await (await caches.open(QUIZ)).keys();
  const found = stored.find(({ url }) => url.includes(`/ronde/${code.toUpperCase()}/`));
  if (found) return ours(fetch(event.request), Response.redirect(found.url));
  return fetch(event.request).catch(async () => {
    const start = await storedIn(EMERGENCY, "/");
    return start ? offlinePages(start.headers.get("Location")) : Response.error();
  });
}

async function file(event) {
  const { request } = event;
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  event.waitUntil(store(FILES, request.url, response.clone()));
  return response;
}

function answerTo(event, { pathname, searchParams }) {
  if (ASSET.test(pathname)) return file(event);
  if (event.request.mode !== "navigate") return null;
  if (WHOLE_QUIZ.test(pathname)) return quiz(event);
  if (PUBLIC_PAGE.test(pathname)) return page(event);
  const typed = (searchParams.get("kode") || "").replace(/[^0-9a-z]/gi, "");
  if (pathname === "/g/" && typed) return round(event, typed);
  if (pathname === "/" || pathname === "/g/") return entrance(event, pathname);
  return ROUND.test(pathname) ? round(event, ROUND.exec(pathname)[1]) : null;
}

// A message shared from another app never leaves the phone: it is put into the field of the stored page, which reads it.
async function sharedMessage(event) {
  const { request } = event;
  const body = await request.clone().formData();
  const text = ["title", "text", "url"]
    .map((name) => body.get(name))
    .filter((part) => typeof part === "string");
  const start = await storedIn(EMERGENCY, "/");
  const language = start ? pathOf(start.headers.get("Location")) : "/id/";
  const address = language + SHARED_MESSAGE.slice(1);
  const { found } = await storedPage(address);
  const response = found || (await fetch(address));
  const page = await response.text();
  const escaped = text
    .filter(Boolean)
    .join("\n")
    .replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const { headers } = response;
  const names = ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];
  const copied = names.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]);
  const filled = page.replace("</textarea>", () => `\n${escaped}</textarea>`);
  return new Response(filled, { headers: [...copied, ["Cache-Control", "no-store"]] });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isHere = url.origin === self.location.origin;
  if (isHere && request.method === "POST" && url.pathname === SHARED_MESSAGE)
    event.respondWith(sharedMessage(event));
  if (request.method !== "GET" || url.origin !== self.location.origin || request.headers.has("Range")) return;
  const answer = answerTo(event, url);
  if (answer) event.respondWith(answer);
});
