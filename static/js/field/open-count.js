// The number of open reports: beside the outbox in the bar of every page, and on the icon of the app.
import { showOnIcon } from "./app-badge.js";
import { CHANGED } from "./events.js";
import { countOpen } from "./report-list.js";

const place = document.querySelector("[data-open-count]");
const { user } = document.querySelector("[data-field-phone]").dataset;

async function show() {
  const count = await countOpen(user);
  place.hidden = !count;
  place.querySelector("[data-number]").textContent = count > 99 ? "99+" : count;
  await showOnIcon(count);
}

if (place && user) {
  addEventListener(CHANGED.any, () => show().catch(() => {}));
  show().catch(() => {}); // refused storage: the pages that write explain it
}
