// The payload of a session: one order of keys, and bytes that never change once they are queued.
import { sha256Hex } from "./digest.js";

export const KEYS = [
  "revision",
  "base_revision",
  "village",
  "started_local",
  "ended_local",
  "activity",
  "topics",
  "materials",
  "venue",
  "attendance",
  "disability",
  "first_time",
  "officials",
  "referrals",
  "notes",
  "photos",
];

// They came after the first release: a body without them is as before.
const NEWER_KEYS = ["point"];

export function blank() {
  return {
    village: "",
    started_local: "",
    ended_local: "",
    activity: "",
    topics: [],
    materials: [],
    venue: "",
    attendance: [],
    disability: { f: 0, m: 0 },
    first_time: 0,
    officials: 0,
    referrals: [],
    notes: "",
    photos: [],
    point: null,
  };
}

// Keys outside the protocol are left out: the server refuses them.
export function bodyOf(fields, revision, baseRevision) {
  const whole = { ...blank(), ...fields, revision, base_revision: baseRevision };
  const body = {};
  for (const key of KEYS) body[key] = whole[key];
  for (const key of NEWER_KEYS) if (whole[key]) body[key] = whole[key];
  return body;
}

// Control characters, which come with pasted text, can be in no file of the office; tab and line ends stay.
function withoutControls(text) {
  return Array.from(text)
    .map((sign) => (sign === "\v" || sign === "\f" ? " " : sign))
    .filter((sign) => sign >= " " || sign === "\t" || sign === "\n" || sign === "\r")
    .filter((sign) => sign !== "\ufffe" && sign !== "\uffff")
    .join("");
}

export async function freeze(body) {
  const json = JSON.stringify(body, (_key, value) =>
    typeof value === "string" ? withoutControls(value) : value,
  );
  const bytes = new TextEncoder().encode(json).buffer;
  return { bytes, sha256: await sha256Hex(bytes) };
}

export function thaw(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

// Null when the memory of the phone has changed the bytes so far that nobody can read them.
export function thawOrNull(bytes) {
  try {
    return { ...blank(), ...thaw(bytes) };
  } catch (_error) {
    return null;
  }
}

export function participants(fields) {
  return fields.attendance.reduce((sum, row) => sum + row.count, 0);
}

// What a new session copies from the one before: never times, counts, notes or photos.
export function copyOf(fields) {
  const { village, activity, topics, materials, venue } = { ...blank(), ...fields };
  return { village, activity, topics, materials, venue };
}
