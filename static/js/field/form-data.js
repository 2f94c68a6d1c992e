// The entries of the session form as the fields of the protocol, and back again.
import { countOf, readCount, typedIn } from "./count.js";
import { blank } from "./payload.js";

const ATTENDANCE = /^attendance-([fmx])-(.+)$/;
const REFERRAL = /^referrals-(\d+)-count$/;
const COUNT = /^(?:(?:attendance|disability)-|first_time$|officials$|referrals-\d+-count$)/;
const TEXTS = ["village", "started_local", "ended_local", "activity", "venue", "notes"];

// Besides the fields of the protocol: `typed`, what was typed into counts and is none, and the time zone of the village.
export function fieldsOf(form) {
  const data = new FormData(form);
  const text = (name) => String(data.get(name) || "");
  const count = (name) => (form.elements[name] ? countOf(form.elements[name]) : 0);
  const fields = {
    ...blank(),
    topics: data.getAll("topics"),
    materials: data.getAll("materials").map(Number),
    attendance: attendanceOf(form),
    disability: { f: count("disability-f"), m: count("disability-m") },
    first_time: count("first_time"),
    officials: count("officials"),
    referrals: referralsOf(form, text),
    ...typedOf(form),
    ...zoneOf(form),
  };
  for (const name of TEXTS) fields[name] = text(name);
  fields.point = pointOf(text("point-lat"), text("point-lon"));
  return fields;
}

function attendanceOf(form) {
  const rows = [];
  for (const entry of form.elements) {
    const [, sex, age] = ATTENDANCE.exec(entry.name) || [];
    if (sex && countOf(entry)) rows.push({ sex, age, count: countOf(entry) });
  }
  return rows;
}

// An agency without a count stays, so that nothing that was typed is lost.
function referralsOf(form, text) {
  const rows = [];
  for (const entry of form.elements) {
    const [, at] = REFERRAL.exec(entry.name) || [];
    if (!at) continue;
    const agency = text(`referrals-${at}-agency`);
    const count = countOf(entry);
    if (count || agency.trim()) rows.push({ category: text(`referrals-${at}-category`), agency, count });
  }
  return rows;
}

// {name of the entry: {text, label}} of every count that cannot be read
function typedOf(form) {
  const typed = {};
  for (const entry of form.elements)
    if (COUNT.test(entry.name) && readCount(typedIn(entry)).problem)
      typed[entry.name] = { text: typedIn(entry), label: labelOf(entry) };
  return Object.keys(typed).length ? { typed } : {};
}

// A number of its own, such as that of all women, may stand in for an entry that is out of sight.
function labelOf(entry) {
  const shown = entry.hidden ? entry.parentElement.querySelector("input:not([hidden])") : entry;
  return (shown || entry).getAttribute("aria-label") || "";
}

function zoneOf(form) {
  const { zone } = form.elements.village ? chosenOption(form.elements.village).dataset : {};
  return zone ? { zone } : {};
}

// On the equator the latitude is 0.
function pointOf(lat, lon) {
  return lat && lon ? { lat: Number(lat), lon: Number(lon) } : null;
}

// `villageName` is shown for a village that is not in the list of this page. In the village `takenIn` the office has accepted
// this session already, and holds back no change of it.
export function fill(form, fields, villageName = "", takenIn = "") {
  chooseVillage(form.elements.village, fields.village, villageName, { mine: fields.village === takenIn });
  const single = ["started_local", "ended_local", "activity", "venue", "notes", "first_time", "officials"];
  for (const name of single) setValue(form.elements[name], fields[name]);
  for (const sex of ["f", "m"]) setValue(form.elements[`disability-${sex}`], fields.disability[sex]);
  for (const part of ["lat", "lon"]) {
    const entry = form.elements[`point-${part}`];
    if (entry) entry.value = fields.point ? String(fields.point[part]) : "";
  }
  tick(form, "topics", fields.topics);
  tick(form, "materials", fields.materials.map(String));
  const counts = new Map(fields.attendance.map(({ sex, age, count }) => [`attendance-${sex}-${age}`, count]));
  for (const input of form.elements)
    if (ATTENDANCE.test(input.name)) input.value = counts.get(input.name) || "";
  fillReferrals(form, fields.referrals);
  for (const [name, { text }] of Object.entries(fields.typed || {})) setValue(form.elements[name], text);
  for (const fold of form.querySelectorAll("details:not([data-part])"))
    fold.open = fold.open || holdsSomething(fold);
}

function holdsSomething(fold) {
  return [...fold.querySelectorAll("input:not([type=hidden])")].some((entry) =>
    entry.type === "checkbox" ? entry.checked : entry.value,
  );
}

// True if somebody wrote into the page before its scripts had come.
export function isTouched(form) {
  const isChosen = (element) =>
    [...element.options].some((option) => option.selected !== option.defaultSelected);
  return [...form.querySelectorAll("input[name], select, textarea")].some((element) => {
    if (["checkbox", "radio"].includes(element.type)) return element.checked !== element.defaultChecked;
    if (element.options) return element.selectedIndex > 0 && isChosen(element);
    return "defaultValue" in element && element.value !== element.defaultValue;
  });
}

// Of a list the option that is chosen, of a hidden input the input.
export function chosenOption(select) {
  return (select.options && select.options[select.selectedIndex]) || select;
}

// Returns the option of the village that has this code, or had it before.
export function optionOf(select, code) {
  const has = ({ value, dataset }) => value === code || (dataset.former || "").split(" ").includes(code);
  return [...select.options].find(has);
}

// Adds a village that is not in the list; `zone` where it is known.
export function chooseVillage(select, code, name, { zone = "", zone_name = "", mine = false } = {}) {
  if (!select) return;
  let option = optionOf(select, code);
  if (!option) {
    option = new Option(name || code, code);
    if (!mine) option.dataset.other = "";
    Object.assign(option.dataset, { zone, zoneName: zone_name });
    select.add(option);
  }
  option.selected = true;
}

function setValue(element, value) {
  if (element) element.value = value || "";
}

const boxesOf = (form, name) => [...form.querySelectorAll(`input[name="${name}"]`)];

// What is no longer published is shown only where it is ticked, and stays ticked until a person removes the tick.
function tick(form, name, values) {
  const known = boxesOf(form, name).map(({ value }) => value);
  for (const value of values) if (!known.includes(value)) addUnlisted(form, name, value);
  for (const box of boxesOf(form, name)) {
    box.checked = values.includes(box.value);
    if ("other" in box.dataset) box.closest("label").hidden = !box.checked;
  }
}

function addUnlisted(form, name, value) {
  const label = document.querySelector("[data-unlisted]").content.cloneNode(true).firstElementChild;
  Object.assign(label.querySelector("input"), { name, value });
  label.lastChild.textContent = label.textContent.replace("{value}", value);
  form.querySelector(`#bagian-${name}`).append(label);
}

// Returns the fields of another session with those topics and materials that are still offered.
export function offered(form, { topics, materials, ...fields }) {
  const isOffered = (name) => (value) =>
    boxesOf(form, name).some((box) => box.value === String(value) && !("other" in box.dataset));
  return {
    ...fields,
    topics: topics.filter(isOffered("topics")),
    materials: materials.filter(isOffered("materials")),
  };
}

function fillReferrals(form, referrals) {
  for (const input of form.elements) {
    const [, at] = input.name.match(REFERRAL) || [];
    if (!at) continue;
    const { value } = form.elements[`referrals-${at}-category`];
    const { count, agency } = referrals.find(({ category }) => category === value) || {};
    setValue(input, count);
    setValue(form.elements[`referrals-${at}-agency`], agency);
  }
}
