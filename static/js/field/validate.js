// Errors that the phone finds by itself, so that nobody learns of them days later, when the report is sent. The server
// checks the same (villages/forms/session.py); tests/data/session_rules.json tests both.
import { readCount } from "./count.js";
import { limits } from "./limits.js";
import { officeNow } from "./office-clock.js";
import { participants } from "./payload.js";
import { privateNumberIn } from "./private-numbers.js";

const MINUTE = 60 * 1000;
const NEEDED = ["village", "started_local", "ended_local", "activity", "venue"];

// Returns {name: [sentence]} in the words of the page, empty if nothing is wrong. `now` is by the clock of the office,
// as far as the phone knows it.
export function errorsIn(fields, words, { rules = limits, now = officeNow() } = {}) {
  const errors = {};
  const add = (name, sentence) => (errors[name] = [...(errors[name] || []), sentence]);
  for (const name of NEEDED) if (!fields[name]) add(name, words[`empty_${name}`]);
  checkTimes(fields, words, rules, now, add);
  checkCounts(fields, words, rules, add);
  const isUncounted = ({ agency, count }) => agency.trim() && count === 0;
  if (!errors.referrals && fields.referrals.some(isUncounted)) add("referrals", words.howMany);
  checkSums(fields, words, errors, add);
  if (fields.photos.length && !fields.photos_sure) add("photos", words.sure);
  for (const [name, texts] of textsOf(fields))
    if (texts.some((text) => privateNumberIn(text || ""))) add(name, words.private);
  return errors;
}

// A time on the clock of a village in milliseconds, as if it stood in Greenwich; NaN if it is none.
function wallTime(text) {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$/.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN;
}

function checkTimes(fields, words, rules, now, add) {
  const start = wallTime(fields.started_local);
  const end = wallTime(fields.ended_local);
  for (const name of ["started_local", "ended_local"])
    if (fields[name] && Number.isNaN(wallTime(fields[name]))) add(name, words.noTime);
  if (start < wallTime(rules.earliest)) add("started_local", words.longAgo);
  if (end <= start) add("ended_local", words.endBeforeStart);
  else if (end - start > rules.longest * MINUTE) add("ended_local", words.tooLong);
  const [zone, ahead] = zoneOf(fields, rules);
  const there = now + ahead * MINUTE;
  if (start > there + rules.grace * MINUTE) add("started_local", futureSentence(words, there, zone));
}

// Of a village whose zone is unknown the easternmost: the office judges in the end.
function zoneOf({ zone }, { zones = {} }) {
  const [east] = Object.values(zones).sort(([, a], [, b]) => b - a);
  return zones[zone] || [east ? "" : "UTC", east ? east[1] : Number.NaN];
}

function futureSentence(words, there, zone) {
  const clock = new Date(there).toISOString().slice(11, 16).replace(":", ".");
  return (words.future || "").replace("{now}", clock).replace("{zone}", zone);
}

// Every count: the name of its part of the form, its label, and what is in it.
function countsOf({ typed = {}, attendance, disability, first_time, officials, referrals }) {
  const unreadable = Object.keys(typed).map((name) => [
    name.split("-")[0],
    typed[name].label,
    typed[name].text,
  ]);
  return [
    ...unreadable,
    ...attendance.map(({ count }) => ["attendance", "", count]),
    ["disability", "", disability.f],
    ["disability", "", disability.m],
    ["first_time", "", first_time],
    ["officials", "", officials],
    ...referrals.map(({ count }) => ["referrals", "", count]),
  ];
}

function checkCounts(fields, words, rules, add) {
  for (const [name, label, value] of countsOf(fields)) {
    const { problem } = readCount(value, rules.most_people);
    if (problem) add(name, [label, countSentence(problem, value, words, rules)].filter(Boolean).join(": "));
  }
}

export function countSentence(problem, typed, words, rules = limits) {
  return (words[problem] || "").replace("{count}", String(typed).trim()).replace("{most}", rules.most_people);
}

function checkSums(fields, words, errors, add) {
  if (errors.attendance) return;
  const total = participants(fields);
  const disability = fields.disability.f + fields.disability.m;
  const filled = (sentence, count) => sentence.replace("{count}", count).replace("{total}", total);
  if (!errors.first_time && fields.first_time > total)
    add("first_time", filled(words.tooManyFirst, fields.first_time));
  if (!errors.disability && disability > total) add("disability", filled(words.tooManyDisabled, disability));
}

// Every text that somebody writes, by the name of its part of the form.
function textsOf({ notes, topics, referrals, photos }) {
  return [
    ["notes", [notes]],
    ["topics", topics],
    ["referrals", referrals.map(({ agency }) => agency)],
    ["photos", photos.map(({ caption }) => caption)],
  ];
}
