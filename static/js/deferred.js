// What may wait until the page is there: storing pages for reading without network, reading aloud, pictures on
// demand, printing, sharing. One file, so that a slow line pays for one request.
const PAGES = "pages";
const FILES = "files";
const SOURCES = "sumber/";
const OFFLINE_PAGES = "tersimpan";
const language = location.pathname.split("/")[1];

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// --- Pages for reading without network -----------------------------------------------------------

async function store(name, address) {
  const cache = await caches.open(name);
  if (await cache.match(address)) return;
  const response = await fetch(address);
  const isPublic = /public/.test(response.headers.get("Cache-Control") || "");
  if (response.ok && isPublic && isOurs(name, response)) await cache.put(address, response);
}

// Not the sign-in page of a Wi-Fi network, which comes with status 200 as well.
function isOurs(name, { headers }) {
  const isPage = /html/.test(headers.get("Content-Type") || "html");
  return name === FILES ? !isPage : headers.get("X-Migrasi") === "1";
}

// The worker does not see the first visit: store this page, its files, the help page and the list of stored pages.
async function storeThisVisit() {
  if (document.querySelector("h1") && !location.search) await store(PAGES, location.pathname).catch(() => {});
  const fetched = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  for (const { origin, pathname } of fetched) {
    const isOurs = origin === location.origin && /^\/(static|media)\//.test(pathname);
    if (isOurs) await store(FILES, pathname).catch(() => {});
  }
  await storeReader(document.body).catch(() => {});
  for (const page of ["bantuan", OFFLINE_PAGES]) await store(PAGES, `/${language}/${page}/`).catch(() => {});
}

// What reads a page aloud needs no network either.
async function storeReader({ dataset }) {
  for (const file of [dataset.aloud, dataset.aloudLook]) if (file) await store(FILES, file);
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
  await Promise.all([store("quiz", whole), store(FILES, document.body.dataset.quiz)]);
  form.addEventListener("submit", (event) => {
    if (!hasRoom()) return;
    event.preventDefault();
    location.href = `${whole}#mulai`;
  });
}

// --- The list of stored pages --------------------------------------------------------------------

async function listStoredPages(list) {
  // The list also stands in place of a page that needs the network, and then says so.
  document.querySelector("[data-not-saved]").hidden = location.pathname.endsWith(`/${OFFLINE_PAGES}/`);
  const cache = await caches.open(PAGES);
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
}

async function isListed(pathname, cache) {
  if (pathname.endsWith(`/${OFFLINE_PAGES}/`)) return false;
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
    await cache.delete(request);
    await cache.delete(pathname + SOURCES);
    row.remove();
    removed();
  });
  return row;
}

async function titleOf(response, address) {
  const heading = parsed(await response.text()).querySelector("h1");
  return (heading && heading.textContent.trim()) || address;
}

// --- Storing all articles of a topic -------------------------------------------------------------

async function storeTopic(button, status) {
  const links = [...document.querySelectorAll(".tiles a")].map((link) => new URL(link.href).pathname);
  let bytes = 0;
  let done = 0;
  button.disabled = true;
  try {
    for (const address of links) {
      bytes += await storeArticle(address);
      done += 1;
      status.textContent = `${done}/${links.length} · ${Math.ceil(bytes / 1024)} kB`;
    }
    status.textContent = `${button.dataset.done} ${status.textContent}`;
  } catch (_error) {
    status.textContent = button.dataset.failed;
    button.disabled = false;
  }
}

// Stores an article with its sources, its pictures and what reads it aloud; returns the bytes of text and pictures.
async function storeArticle(address) {
  const text = await storedText(address);
  const page = parsed(text);
  let bytes = new Blob([text]).size;
  await storeReader(page.body);
  if (page.querySelector(`a[href="${SOURCES}"]`))
    bytes += new Blob([await storedText(address + SOURCES)]).size;
  for (const picture of page.querySelectorAll("main picture")) {
    const source = picture.querySelector("source[srcset]");
    if (source) bytes += await storePicture(source.getAttribute("srcset"));
  }
  return bytes;
}

async function storedText(address) {
  await store(PAGES, address);
  return (await caches.match(address)).text();
}

async function storePicture(address) {
  await store(FILES, address);
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
  storeThisVisit();
  const quiz = document.querySelector("form[data-whole]");
  if (quiz) openQuiz(quiz).catch(() => {});
  // Answers that have found no network yet
  if (Object.keys(storage() || {}).some((key) => /^(kirim|oper):/.test(key)))
    import(document.body.dataset.quiz);
  const list = document.querySelector("[data-saved-pages]");
  if (list) listStoredPages(list).catch(() => {});
  const button = document.querySelector("[data-keep]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => storeTopic(button, document.querySelector("[data-storing-status]")));
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
