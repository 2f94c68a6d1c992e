// What each part of the form holds, in one line, or what it still misses.
import { inLetters } from "./wall-clock.js";

const textOf = (element) => (element ? element.textContent.trim().replace(/\s+/g, " ") : "");
const chosen = (form, name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)];
const label = (entry) => textOf(entry.closest("label"));

// Returns {name of the part: {text, state}}; the state is "missing", "filled" or "empty".
export function summariesOf(form, fields, words) {
  const texts = {
    when: whenText(form, fields),
    activity: activityText(form, fields, words),
    topics: topicsText(form, fields, words),
    people: peopleText(fields, words),
    referrals: referralsText(fields, words),
    photos: counted(words.photoCount, form.querySelectorAll("[data-photos] [data-caption]").length),
  };
  const lines = {};
  for (const part of form.querySelectorAll("[data-part]")) {
    const { part: name, needs } = part.dataset;
    lines[name] = lineOf(texts[name], missing(form, fields, needs), words[`${name}Empty`], words);
  }
  if (!texts.people) lines.people.state = "missing";
  return lines;
}

function lineOf(text, names, empty, words) {
  const lacks = names.length ? words.missing.replace("{names}", names.join(", ")) : "";
  if (!text && !lacks) return { text: empty, state: "empty" };
  return { text: joined([text, lacks]), state: lacks ? "missing" : "filled" };
}

function missing(form, fields, needs) {
  return needs
    .split(" ")
    .filter((name) => name && !fields[name])
    .map((name) => textOf(form.querySelector(`#bagian-${name} > label, #bagian-${name} > legend`)))
    .map((name) => name.toLowerCase());
}

const joined = (texts) => texts.filter(Boolean).join(" · ");
const counted = (sentence, count) => (count ? sentence.replace("{count}", count) : "");

function whenText(form, { village, started_local: start, ended_local: end }) {
  const { village: select } = form.elements;
  const name = village ? textOf(select.options[select.selectedIndex]).split(",")[0] : "";
  const until = start && end ? `–${end.slice(11, 16).replace(":", ".")}` : "";
  return joined([name, start && `${inLetters(start)}${until}`]);
}

function activityText(form, { point }, words) {
  const names = [...chosen(form, "activity"), ...chosen(form, "venue")].map(label);
  return joined([...names, point && words.pointed]);
}

function topicsText(form, { materials }, words) {
  const names = chosen(form, "topics").map(label).join(", ");
  return joined([names, counted(words.materials, materials.length)]);
}

function peopleText({ attendance }, words) {
  const sum = (sex) => attendance.reduce((total, row) => total + (row.sex === sex ? row.count : 0), 0);
  const names = { f: words.women, m: words.men, x: words.unknown };
  const counts = Object.keys(names).map((sex) => counted(names[sex], sum(sex)));
  return counts.filter(Boolean).join(", ");
}

function referralsText({ referrals, notes }, words) {
  const people = referrals.reduce((sum, row) => sum + row.count, 0);
  return joined([counted(words.referred, people), notes.trim() && words.noted]);
}
