// The point of the session: asked for by a button, rounded here to about 100 metres before anything is stored, never for a home.
import { pointWords } from "./point-words.js";

const MOST_SECONDS = 30;
const WORST_METRES = 1000;
const FAR_KM = 25; // as on the server
const KM_PER_DEGREE = 111.2;
const BOUNDS = { lat: [-11.5, 6.5], lon: [94.5, 141.5] };
const REASONS = { 1: "denied", 2: "unavailable", 3: "timeout" };

// 0.001 degree is 109 to 111 metres everywhere in Indonesia (villages/models/points.py).
export const rounded = (degrees) => Math.round(degrees * 1000) / 1000;

const isInside = ({ lat, lon }) =>
  lat >= BOUNDS.lat[0] && lat <= BOUNDS.lat[1] && lon >= BOUNDS.lon[0] && lon <= BOUNDS.lon[1];

function kilometres(one, other) {
  const east = (one.lon - other.lon) * Math.cos((((one.lat + other.lat) / 2) * Math.PI) / 180);
  return Math.round(Math.hypot(one.lat - other.lat, east) * KM_PER_DEGREE);
}

class SessionPoint {
  constructor(form, place) {
    this.form = form;
    this.tools = document.querySelector("[data-point-tools]").content.cloneNode(true).firstElementChild;
    this.words = this.tools.dataset;
    this.status = this.tools.querySelector("[data-point-status]");
    this.ask = this.tools.querySelector("[data-point-ask]");
    this.remove = this.tools.querySelector("[data-point-remove]");
    this.message = "";
    this.fold = place.closest("details");
    place.querySelector("[data-point-plain]").remove();
    place.append(this.tools);
    this.ask.addEventListener("click", () => this.find());
    this.remove.addEventListener("click", () => {
      this.store(null);
      this.ask.focus();
    });
    for (const type of ["input", "change"]) form.addEventListener(type, () => this.leaveHome());
    this.show();
  }

  get point() {
    const { "point-lat": lat, "point-lon": lon } = this.form.elements;
    return lat.value && lon.value ? { lat: Number(lat.value), lon: Number(lon.value) } : null;
  }

  get isHome() {
    return this.form.elements.venue.value === "home";
  }

  find() {
    this.explain("asking");
    this.ask.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.take(coords),
      ({ code }) => this.answer(REASONS[code]),
      { enableHighAccuracy: true, timeout: MOST_SECONDS * 1000, maximumAge: 60000 },
    );
  }

  take({ latitude, longitude, accuracy }) {
    const point = { lat: rounded(latitude), lon: rounded(longitude) };
    if (this.isHome) this.answer("home");
    else if (accuracy > WORST_METRES) this.answer("inexact", Math.ceil(accuracy / 1000));
    else if (!isInside(point)) this.answer("abroad");
    else {
      this.ask.disabled = false;
      this.store(point);
      this.remove.focus();
    }
  }

  answer(name, distance) {
    this.ask.disabled = false;
    this.explain(name, distance);
  }

  explain(name, distance) {
    this.message = this.words[name].replace("{distance}", distance);
    this.show();
  }

  // Read by the form like any other entry; the "input" event saves the draft.
  store(point, message = "") {
    const { "point-lat": lat, "point-lon": lon } = this.form.elements;
    lat.value = point ? String(point.lat) : "";
    lon.value = point ? String(point.lon) : "";
    this.message = message;
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  }

  leaveHome() {
    if (this.isHome && this.point) this.store(null, this.words.dropped);
    else if (!this.isHome && this.message === this.words.dropped) this.message = "";
    this.show();
  }

  show() {
    const { point, isHome } = this;
    const known = "geolocation" in navigator && window.isSecureContext;
    const text = point ? this.described(point) : this.message || (isHome ? this.words.home : "");
    if (this.status.textContent !== text) this.status.textContent = text;
    if (point) this.fold.open = true;
    this.ask.hidden = Boolean(point) || isHome || !known;
    this.remove.hidden = !point;
  }

  described(point) {
    const text = this.words.stored.replace("{point}", pointWords(point, this.words));
    const { village } = this.form.elements;
    const { lat, lon } = village.selectedIndex < 0 ? {} : village.options[village.selectedIndex].dataset;
    const distance = lat ? kilometres(point, { lat: Number(lat), lon: Number(lon) }) : 0;
    return distance > FAR_KM ? `${text} ${this.words.far.replace("{distance}", distance)}` : text;
  }
}

for (const form of document.querySelectorAll("[data-session-form]")) {
  const place = form.querySelector("[data-point]");
  if (place) new SessionPoint(form, place);
}
