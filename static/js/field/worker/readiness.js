// What the app still needs to open without a line.
import { CACHE, fill } from "./files.js";
import { PAGES, storePages } from "./pages.js";

// Fetches it now; one that does not come is missing afterwards.
export async function getMissing(paths) {
  const { pages } = await whatIsMissing(paths);
  await storePages([], pages);
  await fill().catch(() => {});
}

// Returns {pages: [path, ...], files: number} of what is not on the phone.
export async function whatIsMissing(paths) {
  const pages = await lackedBy(await caches.open(PAGES), paths);
  const files = await lackedBy(await caches.open(CACHE), FILES);
  return { pages, files: files.length };
}

async function lackedBy(cache, paths) {
  const found = await Promise.all(paths.map((path) => cache.match(path)));
  return paths.filter((_path, at) => !found[at] || !found[at].ok);
}
