// Reports in words: their title, their state, and what a person should know or do. `words` are the data- attributes of the
// page's outbox.
import { isLocked } from "./locked-session.js";
import { officeNow } from "./office-clock.js";
import { participants } from "./payload.js";
import { decisionOn, hasOpenPhotoError, isOlder } from "./report-list.js";
import { inLetters } from "./wall-clock.js";

export function filled(sentence, values) {
  return sentence.replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));
}

// A receipt has the time of the village; a next try that of the phone.
function clock(moment) {
  if (typeof moment === "string") return clockOfReceipt(moment);
  const date = new Date(moment);
  return shown(date, date.toDateString() === new Date().toDateString());
}

function shown(date, isToday) {
  const time = date.toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  return isToday ? time : `${date.toLocaleDateString("id-ID", { day: "numeric", month: "long" })} ${time}`;
}

function clockOfReceipt(moment) {
  const [, sign, hours, minutes] = moment.match(/([+-])(\d\d):(\d\d)$/) || [null, "+", "00", "00"];
  const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60000;
  const today = new Date(officeNow() + offset).toISOString().slice(0, 10);
  return shown(new Date(moment.slice(0, 19)), moment.slice(0, 10) === today);
}

export function stateInWords(report, words) {
  if (isOlder(report)) return words.newer;
  if (report.state === "complete" && report.isReplaced) return words.replaced;
  const decision = decisionOn(report);
  if (words[decision]) return words[decision];
  if (report.state === "conflict" && isLocked(report.answer)) return words.locked;
  const moment = report.receipt ? report.receipt.received_at : report.next_try_at;
  return filled(words[report.state] || "", { time: moment ? clock(moment) : "" });
}

// Received, but somebody still has to do or know something: no green.
export function needsAttention(report) {
  const isAsked = isOlder(report) || hasOpenPhotoError(report);
  return isAsked || ["returned", "void"].includes(decisionOn(report));
}

export function photoErrorsInWords(report, fields, words) {
  const errors = report.isNewest && !report.isReplaced ? report.photo_errors || [] : [];
  const sentences = errors.map(({ sha256, why }) => {
    const number = fields.photos.findIndex((photo) => photo.sha256 === sha256) + 1;
    return filled(why === "lost" ? words.photoLost : words.photoRefused, { number });
  });
  return hasOpenPhotoError(report) ? [...sentences, words.photoAgain] : sentences;
}

export function titleOf(report, fields, words) {
  if (!fields) return report.village_name || "";
  const people = filled(words.people, { count: participants(fields) });
  return [report.village_name || fields.village, inLetters(fields.started_local), people]
    .filter(Boolean)
    .join(" · ");
}

// How many photos there are, and what is missing of them.
export function photosInWords({ state, receipt }, { photos, unfinished = [] }, words) {
  const count = photos.length + unfinished.length;
  if (!count) return words.noPhotos;
  const missing = (state === "received" && receipt && receipt.missing_photos) || [];
  if (unfinished.length) return filled(words.photosUnfinished, { count, missing: unfinished.length });
  return filled(missing.length ? words.photosMissing : words.photos, { count, missing: missing.length });
}
