// Mistakes that the phone finds by itself, so that nobody learns of them only days later when the report is sent.
import { participants } from "./payload.js";
import { NIK, TELEPHONE } from "./personal-data.js";

// Returns {name: [sentence]} in the words of the page, empty when nothing is wrong.
export function problemsOf(fields, words) {
  const total = participants(fields);
  const disability = fields.disability.f + fields.disability.m;
  const told = (sentence, count) => sentence.replace("{count}", count).replace("{total}", total);
  const found = {};
  for (const name of ["village", "started_local", "ended_local", "activity", "venue"]) {
    if (!fields[name]) found[name] = [words[`empty_${name}`]];
  }
  if (fields.ended_local && fields.ended_local <= fields.started_local)
    found.ended_local = [words.endBeforeStart];
  if (fields.first_time > total) found.first_time = [told(words.tooManyFirst, fields.first_time)];
  if (disability > total) found.disability = [told(words.tooManyDisabled, disability)];
  if (fields.photos.length && !fields.photos_sure) found.photos = [words.sure];
  if (NIK.test(fields.notes) || TELEPHONE.test(fields.notes)) found.notes = [words.private];
  return found;
}
