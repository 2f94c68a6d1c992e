// Puts the app on the phone: the service worker, the pages that must open offline, and who is signed in.
import { askForPeriodicSync } from "./background-sync.js";
import { askToPersist } from "./storage-quota.js";
import * as store from "./store.js";

const root = document.querySelector("[data-field-phone]");

async function start() {
  const registration = await navigator.serviceWorker.register("/lapangan/sw.js", { scope: "/lapangan/" });
  const { user, userName, keep } = root.dataset;
  const ready = await navigator.serviceWorker.ready;
  if (user) {
    const before = await store.setting("user");
    if (before && before.id !== user && navigator.onLine) ready.active.postMessage("forget-pages");
    await store.keepSetting("user", { id: user, name: userName });
    await storeName(user, userName);
    await askToPersist();
    const here = cameThroughWorker() ? [] : [location.pathname];
    const named = [...document.querySelectorAll("a[data-keep-page]")].map(({ pathname }) => pathname);
    ready.active.postMessage({ renew: [...here, ...named], keep: keep.split(" ") });
  }
  registration.update().catch(() => {});
  await askForPeriodicSync(registration);
}

// The worker does not see the very first page, so that one is stored afterwards.
function cameThroughWorker() {
  const [{ workerStart = 0 } = {}] = performance.getEntriesByType("navigation");
  return workerStart > 0;
}

// The names of those who used this phone, so that others can read whose reports wait.
async function storeName(user, name) {
  await store.keepSetting("names", { ...(await store.setting("names")), [user]: name });
}

if (root && "serviceWorker" in navigator) start().catch(() => {});
