// What may wait until the page is there: storing pages for reading without network, reading aloud, pictures on
// demand, printing, sharing. One file, so that a slow line pays for one request.
const SAVED = "disimpan";
const QUIZ = "quiz";
const SOURCES = "sumber/";
const OFFLINE_PAGES = "tersimpan";
const FILE = /^\/(static|media)\//;
const { lang: language } = document.documentElement;

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// --- Pages for reading without network -----------------------------------------------------------

async function store(name, address) {
  const cache = await caches.open(name);
  if (await cache.match(address)) return;
  const response = await fetch(address);
  const isPublic = /public/.test(response.headers.get("Cache-Control") || "");
  if (response.ok && isPublic && isOurs(address, response)) await cache.put(address, response);
}

// Not the sign-in page of a Wi-Fi network, which comes with status 200 as well.
function isOurs(address, { headers }) {
  const isPage = /html/.test(headers.get("Content-Type") || "html");
  return FILE.test(address) ? !isPage : headers.get("X-Migrasi") === "1";
}

// The worker does not see the first visit: it gets this page, its files and what reads it aloud.
function thisVisit() {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const isFile = ({ origin, pathname }) => origin === location.origin && FILE.test(pathname);
  const files = fetched.filter(isFile).map(({ pathname }) => pathname);
  const hasText = document.querySelector("h1") && !location.search;
  const address = hasText ? location.pathname : "";
  return { address, files: [...files, ...readerOf(document.body)], language };
}

// What reads a page aloud needs no network either.
const readerOf = ({ dataset }) => [dataset.aloud, dataset.aloudLook].filter(Boolean);

async function askWorker(message) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(message);
}

// What the browser stores for this site; null where it stores nothing.
function storage() {
  try {
    return window.localStorage;
  } catch (_error) {
    return null;
  }
}

// True if there is room for an attempt; `quiz.js` tries the same before it takes a page over.
function hasRoom() {
  try {
    storage().setItem("kuis", " ".repeat(20000));
    storage().setItem("kuis", "1");
    return true;
  } catch (_error) {
    return false;
  }
}

// A quiz that was opened once starts from the phone, without network.
async function openQuiz(form) {
  const { whole } = form.dataset;
  if (!hasRoom()) return;
  await Promise.all([store(QUIZ, whole), store("files", document.body.dataset.quiz)]);
  form.addEventListener("submit", (event) => {
    if (!hasRoom()) return;
    event.preventDefault();
    location.href = `${whole}#mulai`;
  });
}

// --- The list of pages that somebody chose to save -----------------------------------------------

async function listSavedPages(list) {
  // The list also stands in place of a page that needs the network, and then says so.
  document.querySelector("[data-not-saved]").hidden = location.pathname.endsWith(`/${OFFLINE_PAGES}/`);
  const cache = await caches.open(SAVED);
  const none = document.querySelector("[data-none-saved]");
  const showIfEmpty = () => {
    none.hidden = list.children.length > 0;
  };
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (await isListed(pathname, cache)) list.append(await rowOf(request, pathname, cache, showIfEmpty));
  }
  showIfEmpty();
  for (const line of document.querySelectorAll("[data-unstarted]")) line.remove();
  prepareDiscarding(list, showIfEmpty);
}

async function isListed(pathname, cache) {
  if (FILE.test(pathname)) return false;
  // Sources come and go with their article.
  return !(pathname.endsWith(SOURCES) && (await cache.match(pathname.slice(0, -SOURCES.length))));
}

async function rowOf(request, pathname, cache, removed) {
  const row = document.querySelector("[data-saved-row]").content.cloneNode(true).firstElementChild;
  const link = row.querySelector("a");
  link.href = pathname;
  link.lang = pathname.split("/")[1];
  link.textContent = await titleOf(await cache.match(request), pathname);
  row.querySelector("button").addEventListener("click", async () => {
    await removeSaved(pathname);
    row.remove();
    removed();
  });
  return row;
}

async function titleOf(response, address) {
  const heading = parsed(await response.text()).querySelector("h1");
  return (heading && heading.textContent.trim()) || address;
}

async function removeSaved(address) {
  const cache = await caches.open(SAVED);
  await cache.delete(address);
  await cache.delete(address + SOURCES);
}

// Discards all that is no part of the emergency set. Answers that have found no network yet are no trace to remove:
// they would be lost.
function prepareDiscarding(list, discarded) {
  const button = document.querySelector("[data-discard-all]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await Promise.all([caches.delete(SAVED), caches.delete(QUIZ)]);
    const progress = Object.keys(storage() || {}).filter((key) => key.startsWith("kuis:"));
    for (const key of progress) storage().removeItem(key);
    await askWorker({ discard: language });
    await fetch("/bersih").catch(() => {});
    list.textContent = "";
    discarded();
    document.querySelector("[data-discarded]").hidden = false;
  });
}

// --- Saving an article, or all articles of a topic ----------------------------------------------

async function prepareSaving(button) {
  const address = location.pathname;
  const show = (isSaved) => button.setAttribute("aria-pressed", isSaved);
  button.hidden = false;
  show(Boolean(await (await caches.open(SAVED)).match(address)));
  button.addEventListener("click", async () => {
    const isSaved = button.getAttribute("aria-pressed") === "true";
    await (isSaved ? removeSaved(address) : saveArticle(address));
    show(!isSaved);
  });
}

async function saveTopic(button, status) {
  const links = [...document.querySelectorAll(".tiles a")].map((link) => new URL(link.href).pathname);
  let bytes = 0;
  let done = 0;
  button.disabled = true;
  try {
    for (const address of links) {
      bytes += await saveArticle(address);
      done += 1;
      status.textContent = `${done}/${links.length} · ${Math.ceil(bytes / 1024)} kB`;
    }
    status.textContent = `${button.dataset.done} ${status.textContent}`;
  } catch (_error) {
    status.textContent = button.dataset.failed;
    button.disabled = false;
  }
}

// Saves an article with its sources, its pictures and what reads it aloud; returns the bytes of text and pictures.
async function saveArticle(address) {
  const text = await savedText(address);
  const page = parsed(text);
  let bytes = new Blob([text]).size;
  for (const file of readerOf(page.body)) await store(SAVED, file);
  if (page.querySelector(`a[href="${SOURCES}"]`))
    bytes += new Blob([await savedText(address + SOURCES)]).size;
  for (const picture of page.querySelectorAll("main picture")) {
    const source = picture.querySelector("source[srcset]");
    if (source) bytes += await savePicture(source.getAttribute("srcset"));
  }
  return bytes;
}

async function savedText(address) {
  await store(SAVED, address);
  return (await caches.match(address)).text();
}

async function savePicture(address) {
  await store(SAVED, address);
  return (await (await caches.match(address)).blob()).size;
}

// --- Small services of the page ------------------------------------------------------------------

// Readers who turned images off see one only when they ask for it; it comes where the link was.
function showPicture(event) {
  event.preventDefault();
  const place = event.currentTarget.parentElement;
  const { content } = place.nextElementSibling;
  const picture = content.querySelector("img");
  picture.tabIndex = -1;
  place.replaceWith(content);
  picture.focus();
}

// Its button shows only where the browser can.
function share() {
  // eslint-disable-next-line floor/methods -- see above
  navigator.share({ title: document.title, url: location.href }).catch(() => {});
}

function offerOffline() {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
  askWorker({ visit: thisVisit() });
  const quiz = document.querySelector("form[data-whole]");
  if (quiz) openQuiz(quiz).catch(() => {});
  // Answers that have found no network yet
  if (Object.keys(storage() || {}).some((key) => /^(kirim|oper):/.test(key)))
    import(document.body.dataset.quiz);
  const list = document.querySelector("[data-saved-pages]");
  if (list) listSavedPages(list).catch(() => {});
  const page = document.querySelector("[data-save-page]");
  if (page) prepareSaving(page).catch(() => {});
  const topic = document.querySelector("[data-keep]");
  if (!topic) return;
  topic.hidden = false;
  topic.addEventListener("click", () => saveTopic(topic, document.querySelector("[data-storing-status]")));
}

if ("serviceWorker" in navigator && "caches" in window) offerOffline();

// Only where the phone can speak at all
const { aloud } = document.body.dataset;
if (aloud && "speechSynthesis" in window) import(aloud).catch(() => {});

for (const link of document.querySelectorAll("[data-picture]")) link.addEventListener("click", showPicture);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", share);
}

// The menu of languages closes as menus do: by Escape, or by a tap beside it.
const menu = document.querySelector("details.menu");
function closeMenu({ type, key, target }) {
  if (!menu || !menu.open || (type === "click" ? menu.contains(target) : key !== "Escape")) return;
  menu.open = false;
  if (key) menu.querySelector("summary").focus();
}
for (const name of ["click", "keydown"]) document.addEventListener(name, closeMenu);

// A new place in this page belongs to the time after an exit, as the page does (after-exit.js).
addEventListener("hashchange", () => checkExit());
