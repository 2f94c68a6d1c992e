// Errors that the phone finds by itself, so that nobody learns of them days later, when the report is sent.
import { participants } from "./payload.js";
import { privateNumberIn } from "./private-numbers.js";

// Every text that somebody writes, by the name of its part of the form.
function textsOf({ notes, topics, referrals, photos }) {
  return [
    ["notes", [notes]],
    ["topics", topics],
    ["referrals", referrals.map(({ agency }) => agency)],
    ["photos", photos.map(({ caption }) => caption)],
  ];
}

// Returns {name: [sentence]} in the words of the page, empty if nothing is wrong.
export function errorsIn(fields, words) {
  const total = participants(fields);
  const disability = fields.disability.f + fields.disability.m;
  const filled = (sentence, count) => sentence.replace("{count}", count).replace("{total}", total);
  const errors = {};
  for (const name of ["village", "started_local", "ended_local", "activity", "venue"]) {
    if (!fields[name]) errors[name] = [words[`empty_${name}`]];
  }
  if (fields.ended_local && fields.ended_local <= fields.started_local)
    errors.ended_local = [words.endBeforeStart];
  if (fields.first_time > total) errors.first_time = [filled(words.tooManyFirst, fields.first_time)];
  if (disability > total) errors.disability = [filled(words.tooManyDisabled, disability)];
  if (fields.photos.length && !fields.photos_sure) errors.photos = [words.sure];
  for (const [name, texts] of textsOf(fields))
    if (texts.some((text) => privateNumberIn(text || ""))) errors[name] = [words.private];
  return errors;
}
