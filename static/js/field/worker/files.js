// The cache of scripts, styles and pictures: one for each version of the app.
import { isOurFile } from "./own-answers.js";
import { PAGES } from "./pages.js";

const STATIC = "lapangan-berkas-";
export const CACHE = `${STATIC}${VERSION}`;

// All of them or no new version; what has come stays for the next try.
export async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map((path) => fetchFile(cache, path)));
}

async function fetchFile(cache, path) {
  if (await cache.match(path)) return;
  const response = await fetch(new Request(path, { cache: "reload" }));
  if (!isOurFile(path, response)) throw new Error(`not ours: ${path}`);
  await cache.put(path, response);
}

export async function file(request) {
  const newest = await (await caches.open(CACHE)).match(request);
  return newest || (await caches.match(request)) || fetch(request);
}

async function namesOfCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(STATIC));
}

// A page stored by an earlier version runs with the files of that version: they stay as long as such a page is here.
// Those of the version just before stay in any case, for a window that is open.
export async function deleteOldFiles() {
  const earlier = (await namesOfCaches()).filter((name) => name !== CACHE);
  const named = await filesOfStoredPages();
  for (const name of earlier.slice(0, -1)) {
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => named.has(url))) await caches.delete(name);
  }
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

// Earlier versions of the worker stored whatever came with status 200.
export async function deleteForeignFiles() {
  for (const name of await namesOfCaches()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!isOurFile(request.url, await cache.match(request))) await cache.delete(request);
    }
  }
}
