// The cache of pages: fetched first, from the phone when the line is slow, gone or leads elsewhere.
import { isMarked, isOurPage, whoAnswers } from "./own-answers.js";

export const PAGES = "lapangan-halaman";
const PATIENCE = 4000;
const FRESH = 10 * 60 * 1000;
const READS_ITS_ADDRESS = "/lapangan/sesi/baru/"; // the form takes ?desa= and ?uuid= on the phone
const OUTBOX = "/lapangan/kotak-keluar/";
const SIGN_OUT = "/lapangan/keluar/";

// Every page of the app asks for this; on a slow line the same pages are not fetched again and again.
async function isFresh(path) {
  const stored = await (await caches.open(PAGES)).match(path);
  return stored && stored.ok && Math.abs(Date.now() - Date.parse(stored.headers.get("Date"))) < FRESH;
}

export async function storePages(paths, renewed) {
  for (const path of [...renewed, ...paths]) {
    try {
      if (!renewed.includes(path) && (await isFresh(path))) continue;
      await storePage(path, await fetch(path, { credentials: "same-origin" }));
    } catch (_error) {
      return; // no line; what is stored stays
    }
  }
}

// A full phone stores nothing new, and still shows what has come.
async function storePage(path, response) {
  if (!isOurPage(response)) return;
  const copy = response.clone();
  await caches
    .open(PAGES)
    .then((cache) => cache.put(path, copy))
    .catch(() => {});
}

// What lies on the phone can be saved as a file without a line and without a sign-in, too.
export async function deletePages() {
  await caches.delete(PAGES);
  const response = await fetch(OUTBOX, { credentials: "same-origin" }).catch(() => null);
  if (response && response.status === 401 && isMarked(response))
    await (await caches.open(PAGES)).put(OUTBOX, response).catch(() => {});
}

// Earlier versions stored whatever came with status 200, and their own pages without a mark.
export async function deleteForeignPages() {
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!isMarked(response) && !isOfEarlierVersion(await response.text())) await cache.delete(request);
  }
}

function isOfEarlierVersion(html) {
  return html.includes("data-field-phone") || html.includes('"/static/css/round');
}

export async function page(request, url) {
  const isPart = url.search && url.pathname !== READS_ITS_ADDRESS; // page 2, a search: the stored page is another one
  const stored = !isPart && (await (await caches.open(PAGES)).match(url.pathname));
  const answer = fetch(request).then(async (response) => {
    if (!url.search) await storePage(url.pathname, response); // a search is not the page
    return response;
  });
  if (!stored) return answer.catch(() => noSignalPage());
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, stored));
  const fresh = answer.then(async (response) => ((await isOurs(response)) ? response : stored));
  return Promise.race([fresh, late]).catch(() => stored);
}

// A redirect shows nothing of itself: it is ours if the line leads to us.
async function isOurs(response) {
  if (response.type === "opaqueredirect") return (await whoAnswers()).ours;
  return response.status < 500 && isMarked(response);
}

// A change at the office. Only a sign-out that arrived deletes the stored pages: without a line one stays signed in.
export async function change(request, url) {
  const response = await fetch(request);
  if (response.type !== "opaqueredirect")
    return response.status < 500 && !isMarked(response) ? noSignalPage() : response;
  const { answers, ours, user } = await whoAnswers();
  if (answers && !ours) return noSignalPage();
  if (url.pathname === SIGN_OUT && !user) await deletePages();
  return response;
}

// The page on what works without a line, in place of one that was never stored or a change that could not be sent.
export async function noSignalPage() {
  const cache = await caches.open(PAGES);
  return (await cache.match("/lapangan/tanpa-sinyal/")) || (await cache.match(OUTBOX)) || Response.error();
}
