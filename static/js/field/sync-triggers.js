// When the outbox is emptied: at the start, when the line or the page comes back, on the button, and by a timer.

import { askForBackgroundSync } from "./background-sync.js";
import { announce, CHANGED } from "./events.js";
import { started } from "./started.js";
import { drain, nextLook } from "./sync.js";

const LONGEST = 2 ** 31 - 1;
let timer = 0;
let isLooking = false;
let isAsked = false;

async function look(urgent) {
  if (isLooking) {
    isAsked = isAsked || urgent;
    return;
  }
  isLooking = true;
  clearTimeout(timer);
  document.documentElement.setAttribute("data-sending", "");
  try {
    await drainWhileAsked(urgent);
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error);
  } finally {
    isLooking = false;
    document.documentElement.removeAttribute("data-sending");
    announce();
  }
  const wait = await nextLook().catch(() => null);
  if (wait === null) return;
  timer = setTimeout(() => look(false), Math.min(wait, LONGEST));
  askForBackgroundSync().catch(() => {}); // refused, or not there: as long as a page is open it sends
}

// A line that comes back while a request dies on the old one is tried at once, not after the next delay. So is all that
// waits for its time when somebody asks while only what was due is being sent.
async function drainWhileAsked(urgent) {
  isAsked = false;
  const outcome = await drain({ urgent, tell: announce });
  const isWorthwhile = outcome === "offline" || !urgent;
  if (isAsked && isWorthwhile) await drainWhileAsked(true);
}

addEventListener("online", () => look(true));
addEventListener("pageshow", (event) => event.persisted && look(true));
addEventListener(CHANGED.queued, () => look(true));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(true));
document.addEventListener("click", (event) => event.target.closest("[data-send-now]") && look(true));
look(true);
started("sync");
