// A report in the words of the form: one line for each entry and each group of people.

import { pointWords } from "./point-words.js";
import { inLetters } from "./wall-clock.js";

const PLAIN = ["village", "started_local", "ended_local", "activity", "venue", "topics", "materials"];
const AFTER_PEOPLE = ["first_time", "officials", "notes"];

// Returns a Map of label -> text; `words` is the vocabulary the page brings along.
export function summaryOf(fields, words, villageName = "") {
  const { labels } = words;
  const lines = new Map();
  for (const key of PLAIN) lines.set(labels[key], inWords(key, fields[key], words));
  if (fields.point && words.point) lines.set(labels.point, pointWords(fields.point, words.point));
  if (villageName && !words.village[fields.village]) lines.set(labels.village, villageName);
  for (const { sex, age, count } of fields.attendance)
    lines.set(`${words.sex[sex]}, ${words.age[age]}`, String(count));
  for (const sex of ["f", "m"]) lines.set(labels[`disability_${sex}`], String(fields.disability[sex]));
  for (const key of AFTER_PEOPLE) lines.set(labels[key], inWords(key, fields[key], words));
  for (const { category, agency, count } of fields.referrals) {
    lines.set(`${labels.referrals}: ${words.category[category]} ${agency}`.trim(), String(count));
  }
  lines.set(labels.photos, photosOf(fields.photos));
  return lines;
}

function photosOf(photos) {
  const captions = photos.map(({ caption }) => caption).filter(Boolean);
  return [photos.length, ...captions].join(" · ");
}

function inWords(key, value, words) {
  const names = words[key] || {};
  if (Array.isArray(value)) return value.map((item) => names[item] || item).join(", ") || "–";
  if (key.endsWith("_local")) return inLetters(value);
  return names[value] || (value === undefined || value === null || value === "" ? "–" : String(value));
}

// Returns [label, mine, theirs, differs] for every line of either side.
export function compared(mine, theirs) {
  const labels = new Set([...mine.keys(), ...theirs.keys()]);
  return [...labels].map((label) => {
    const pair = [mine, theirs].map((lines) => (lines.has(label) ? lines.get(label) : "–"));
    return [label, ...pair, pair[0] !== pair[1]];
  });
}
