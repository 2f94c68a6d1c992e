// When the outbox is emptied: at the start, when the line or the page comes back, on the button, and by timer.

import { announce, CHANGED } from "./events.js";
import { drain, nextLook } from "./sync.js";

const LONGEST = 2 ** 31 - 1;
let timer = 0;
let isLooking = false;
let isAsked = false;

// A line that comes back while a request dies on the old one is tried at once, not after the next delay. So is all that
// waits for its time when somebody asks while only what was due is being sent.
async function look(urgent) {
  if (isLooking) {
    isAsked ||= urgent;
    return;
  }
  isLooking = true;
  clearTimeout(timer);
  document.documentElement.toggleAttribute("data-sending", true);
  try {
    let again;
    do {
      isAsked = false;
      const outcome = await drain({ urgent, tell: announce });
      again = isAsked && (outcome === "offline" || !urgent);
      urgent ||= isAsked;
    } while (again);
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error);
  } finally {
    isLooking = false;
    document.documentElement.toggleAttribute("data-sending", false);
    announce();
  }
  const wait = await nextLook().catch(() => null);
  if (wait !== null) timer = setTimeout(() => look(false), Math.min(wait, LONGEST));
}

addEventListener("online", () => look(true));
addEventListener("pageshow", (event) => event.persisted && look(true));
addEventListener(CHANGED.queued, () => look(true));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(true));
document.addEventListener("click", (event) => event.target.closest?.("[data-send-now]") && look(true));
look(true);
