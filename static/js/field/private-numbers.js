// Finds what may never be stored: NIK and telephone numbers of people in free text, as villages/forms/personal_data.py does.
import { fold } from "./folding.js";
import { all, one } from "./number-patterns.js";

const NIK_DIGITS = 16;
const SHORTEST = 9;
const BREAKING = ["prices", "digests"];
const HARMLESS = ["dates", "spaced_dates", "clocks", "codes", "thousands", "ages"];
const KINDS = [
  ["nik", isNik],
  ["phone", isPhone],
  ["bare_phone", isBarePhone],
];

// Returns "nik" or "phone" for the first such number, else an empty string.
export function privateNumberIn(written) {
  const blank = (left, name) =>
    left.replace(all(name), (_all, before, number) => before + "x".repeat(number.length));
  const text = BREAKING.reduce(blank, fold(written));
  const places = harmlessPlaces(text);
  for (const number of numbersIn(text)) {
    const [kind] = KINDS.find(([name, isKind]) => isKind(number) && !isHarmless(name, number, places)) || [];
    if (kind) return kind === "nik" ? "nik" : "phone";
  }
  return "";
}

// Returns {start, end, text, before, number} for every match: the two groups that each pattern has.
function matchesOf(pattern, text) {
  const found = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, before, number] = match;
    const end = match.index + whole.length;
    found.push({ start: end - number.length, end, number, before });
  }
  return found;
}

function* numbersIn(text) {
  const groups = matchesOf(/()([0-9]+)/g, text);
  const gaps = groups.map(({ start }, at) => at && gapBetween(text, groups[at - 1].end, start));
  for (let first = 0; first < groups.length; first += 1)
    for (const [count, digits] of sumsFrom(first, groups, gaps))
      yield numberOf(groups.slice(first, first + count), digits, text);
}

function numberOf(groups, digits, text) {
  const { start } = groups[0];
  const { end } = groups[groups.length - 1];
  const before = text.slice(Math.max(0, start - 5), start);
  return { groups, digits, text: text.slice(start, end), before, after: text.slice(end, end + 2) };
}

// What stands between two groups, null where it cannot be inside a number.
function gapBetween(text, end, start) {
  const gap = text.slice(end, start);
  return one("gap").test(gap) ? gap : null;
}

// Yields [how many groups, their digits] of the numbers that begin with the group `first`.
function* sumsFrom(first, groups, gaps) {
  let { number: digits } = groups[first];
  let lines = 0;
  for (let at = first + 1; at <= groups.length; at += 1) {
    if (digits.length > NIK_DIGITS || lines > 1) return;
    if (digits.length >= SHORTEST) yield [at - first, digits];
    if (at === groups.length || gaps[at] === null) return;
    digits += groups[at].number;
    lines += gaps[at].split("\n").length - 1;
  }
}

function isNik({ digits }) {
  return digits.length === NIK_DIGITS;
}

// A mobile number with its 0 or 62; a part of a longer number with slashes is none.
function isPhone({ digits, text, before, after }) {
  if (!one("phone").test(digits)) return false;
  const isPart = /[0-9]\/$/.test(before) || /^\/[0-9]/.test(after);
  return !(text.includes("/") && isPart);
}

// A mobile number without its 0 or 62; a round number or one of a list is none.
function isBarePhone({ digits, groups, before }) {
  const sizes = groups.map(({ number }) => number.length);
  if (!one("bare_phone").test(digits) || digits.endsWith("00000")) return false;
  if (one("attached").test(before) && !one("named").test(before)) return false;
  return sizes.length === 1 || (Math.min(...sizes) > 1 && sizes[0] > 2 && digits.length > 9);
}

// True if it consists of harmless numbers or splits one; a telephone number has no time in it.
function isHarmless(kind, { groups }, places) {
  const starts = groups.map(({ start }) => start);
  if (places.no_start.has(starts[0]) || places.no_end.has(starts[starts.length - 1])) return true;
  const hasTime = kind !== "nik" && starts.some((start) => places.times.has(start));
  return hasTime || starts.every((start) => places[kind].has(start));
}

// The places of digits that belong to something harmless, by what that means for a number.
function harmlessPlaces(text) {
  const found = {};
  for (const name of HARMLESS) found[name] = matchesOf(all(name), text);
  found.ages = found.ages.filter(({ number }) => isRising(number));
  const harmless = [].concat(...HARMLESS.map((name) => found[name]));
  const documents = matchesOf(all("documents"), text);
  const { dates, clocks, codes } = found;
  const whole = [...clocks, ...codes];
  return {
    nik: placesOf([...harmless, ...documents]),
    phone: placesOf([...harmless, ...documents.filter(({ number }) => isFile(number))]),
    bare_phone: placesOf([...harmless, ...documents]),
    times: placesOf([...dates, ...clocks]),
    no_start: placesOf([...dates, ...whole.map(({ start, end }) => ({ start: start + 1, end }))]),
    no_end: placesOf([
      ...dates,
      ...whole.map(({ start, end, number }) => ({ start, end: lastGroup(end, number) })),
    ]),
  };
}

function placesOf(spans) {
  const places = new Set();
  for (const { start, end } of spans) for (let at = start; at < end; at += 1) places.add(at);
  return places;
}

// Where the last group of digits of a number begins.
function lastGroup(end, number) {
  return end - /[0-9]*[^0-9]*$/.exec(number)[0].length;
}

function isRising(ages) {
  const [first, last] = ages.split("-").map(Number);
  return first < last;
}

function isFile(number) {
  return number.includes("/") || number.replace(/[^0-9]/g, "").length === NIK_DIGITS;
}
