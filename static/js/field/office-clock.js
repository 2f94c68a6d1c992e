// The time at the office, where the phone's clock is wrong: how far it is off is learnt from every answer to a ping.
import * as store from "./store.js";

const OFF = 10 * 60 * 1000; // less than that is not worth a word, and sessions are logged in steps of five minutes
const TRUSTED = 30 * 24 * 3600 * 1000;
let ahead = 0;

export async function learnClock(officeTime, phoneTime = Date.now()) {
  if (!officeTime) return;
  await store.keepSetting("clock", { ahead: officeTime - phoneTime, measured_at: phoneTime });
}

// Reads what was learnt; returns by how many milliseconds the office is ahead, 0 when the phone's clock will do.
export async function loadClock(phoneTime = Date.now()) {
  const clock = await store.setting("clock");
  ahead = clock && isTrusted(clock, phoneTime) ? clock.ahead : 0;
  return ahead;
}

// A clock that was set since, back or far ahead, is another one than that which was measured.
function isTrusted(clock, phoneTime) {
  const age = phoneTime - clock.measured_at;
  return Math.abs(clock.ahead) >= OFF && age >= 0 && age < TRUSTED;
}

export function officeNow() {
  return Date.now() + ahead;
}
