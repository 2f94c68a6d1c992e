// Start and end by one tap: how long the session was, counted back from now, on the village's clock.
import { CHANGED } from "./events.js";
import { chosenOption } from "./form-data.js";
import { loadClock, officeNow } from "./office-clock.js";

const STEP = 5 * 60 * 1000;

// `2026-11-20T09:30` on the clock of `zone` (the phone's own when it is not known).
export function wallClock(moment, zone) {
  const rounded = new Date(Math.floor(moment / STEP) * STEP);
  return rounded
    .toLocaleString("sv-SE", { timeZone: zone || undefined })
    .slice(0, 16)
    .replace(" ", "T");
}

// `2026-11-20T09:30` as people read it: 20 November 2026, 09.30.
export function inLetters(wall) {
  const moment = new Date(wall);
  if (!wall || Number.isNaN(moment.valueOf())) return wall || "";
  const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  const day = moment.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
  return `${day}, ${wall.slice(11, 16).replace(":", ".")}`;
}

function later(wall, minutes) {
  const moment = new Date(`${wall}:00Z`);
  moment.setUTCMinutes(moment.getUTCMinutes() + minutes);
  return moment.toISOString().slice(0, 16);
}

// The zone of the chosen village; of one that is not known, that of the educator's own villages, not of the phone.
function zoneOf(village) {
  const { zone } = chosenOption(village).dataset;
  const own = [...(village.options || [])].find((option) => option.dataset.zone);
  return zone || (own && own.dataset.zone) || "";
}

export function lengthsOf(form) {
  const template = document.querySelector("[data-lengths]");
  if (!template) return;
  const choices = template.content.cloneNode(true).firstElementChild;
  const { started_local: start, ended_local: end, village } = form.elements;
  choices.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-minutes]");
    if (!button) return;
    const minutes = Number(button.dataset.minutes);
    const isOpen = start.value && !end.value;
    if (!isOpen) end.value = wallClock(officeNow(), zoneOf(village));
    if (isOpen) end.value = later(start.value, minutes);
    else start.value = later(end.value, -minutes);
    for (const entry of [start, end]) entry.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const place = document.getElementById("bagian-started_local");
  place.before(choices);
  tellWrongClock(village, choices);
}

// Says so where the phone shows another time than the village has: its clock is wrong, or set to a zone far away.
function tellWrongClock(village, choices) {
  const notice = document.querySelector("[data-wrong-clock]").content.cloneNode(true).firstElementChild;
  const show = async () => {
    const ahead = await loadClock();
    notice.hidden = !ahead && isIndonesian(-new Date().getTimezoneOffset() / 60);
    const text = filled(notice.dataset.text, zoneOf(village));
    if (!notice.hidden && notice.textContent !== text) notice.textContent = text;
  };
  choices.before(notice);
  addEventListener(CHANGED.any, () => show().catch(() => {}));
  village.addEventListener("input", () => show().catch(() => {}));
  show().catch(() => {}); // refused storage: form.js explains it
}

function isIndonesian(hours) {
  return [7, 8, 9].includes(hours);
}

function filled(text, zone) {
  const times = { phone: wallClock(Date.now(), ""), village: wallClock(officeNow(), zone) };
  return text.replace(/{(\w+)}/g, (whole, name) => (name in times ? inLetters(times[name]) : whole));
}
