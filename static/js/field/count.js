// Counts of people as somebody types them, never shortened; villages/forms/counts.py does the same.
import { plainDigits } from "./folding.js";
import { limits } from "./limits.js";

const AROUND = /^[\s\ufeff]+|[\s\ufeff]+$/g;
const BELOW_ZERO = /^[-\u2010-\u2015\u2212]\s*[0-9]/;
const THOUSANDS = /^[1-9][0-9]{0,2}(?:[.][0-9]{3})+$/; // 1.250, as it is written in Indonesia

// Returns {count}, or {problem}: "negative", "number" (there is none) or "many".
export function readCount(typed, most = limits.most_people) {
  const text = plainDigits(String(typed).replace(AROUND, ""));
  if (BELOW_ZERO.test(text)) return { problem: "negative" };
  const plain = THOUSANDS.test(text) ? text.replace(/[.]/g, "") : text;
  if (!/^[0-9]*$/.test(plain)) return { problem: "number" };
  const digits = plain.replace(/^0+/, "");
  if (digits.length > 9 || Number(digits) > most) return { problem: "many" };
  return { count: Number(digits) };
}

// What an entry holds; a browser hides from scripts what it refuses in an entry of type number.
export function typedIn(entry) {
  return entry.validity && entry.validity.badInput ? "?" : entry.value;
}

export function countOf(entry) {
  return readCount(typedIn(entry)).count || 0;
}
