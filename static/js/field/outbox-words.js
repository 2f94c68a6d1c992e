// Reports in words: their title, their state, and what a person should know or do. `words` are the data- attributes of the
// page's outbox.
import { isLocked } from "./locked-session.js";
import { participants } from "./payload.js";
import { decisionOn, hasOpenPhotoError, isOlder } from "./report-list.js";
import { inLetters } from "./wall-clock.js";

export function filled(sentence, values) {
  return sentence.replace(/{(\w+)}/g, (whole, name) => (name in values ? values[name] : whole));
}

function clock(moment) {
  const date = new Date(moment);
  const sameDay = date.toDateString() === new Date().toDateString();
  const time = date.toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
  return sameDay ? time : `${date.toLocaleDateString("id-ID", { day: "numeric", month: "long" })} ${time}`;
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
