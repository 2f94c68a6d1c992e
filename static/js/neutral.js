// The neutral page after leaving in a hurry: discards what this phone stored of the pages that were read and, where
// there is a network, goes on to a page of others. What Back reaches later stays here.
const PATIENCE = 1500; // milliseconds

const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

// The worker goes on when this page has gone. The header of the answer clears the browser's own cache.
async function discard() {
  const { controller } = navigator.serviceWorker || {};
  if (controller) controller.postMessage({ discard: document.documentElement.lang });
  else if ("caches" in window) await caches.delete("pages");
  await fetch("/bersih", { keepalive: true });
}

// Returns true once after each exit.
function hasJustLeft() {
  try {
    const { exit, left } = sessionStorage;
    sessionStorage.left = exit;
    return exit !== left;
  } catch (_error) {
    return true;
  }
}

function goOn() {
  if (navigator.onLine) location.replace(document.querySelector("a").href);
}

if (hasJustLeft())
  Promise.race([discard(), after(PATIENCE)]).then(goOn, () => {
    /* no network: the page stays */
  });
