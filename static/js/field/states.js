// The states of a report on the phone, and the events that move it from one to the next. No state deletes anything.

const AFTER_SENDING = {
  stored: "received",
  held: "held",
  unsigned: "needs_sign_in",
  refused: "needs_fix",
  conflicting: "conflict",
  busy: "waiting",
  interrupted: "queued",
};
const SENDABLE = { send: "sending", unsigned: "needs_sign_in", ...AFTER_SENDING };

export const MOVES = {
  draft: { queue: "queued" },
  queued: SENDABLE,
  waiting: SENDABLE,
  needs_sign_in: SENDABLE,
  sending: { ...AFTER_SENDING, send: "sending" },
  // The office has the record, photos may be missing; `send` asks which.
  received: {
    ...AFTER_SENDING,
    send: "received",
    busy: "received",
    unsigned: "received",
    finish: "complete",
  },
  held: {
    ...AFTER_SENDING,
    send: "held",
    busy: "held",
    unsigned: "held",
    finish: "held",
    release: "complete",
    photos_lost: "held",
  },
  // The last two: asked of a person by an earlier version of the app, though nobody could correct anything.
  needs_fix: { replace: "replaced", line_error: "queued", photo_error: "received" },
  conflict: { replace: "replaced" },
  complete: { lost: "queued", photos_lost: "received" },
  replaced: {},
};

export function after(state, event) {
  const next = (MOVES[state] || {})[event];
  if (!next) throw new Error(`A report that is ${state} cannot be ${event}.`);
  return next;
}

// What the line did to the bytes, or a proxy to the headers: sent again as they are, nobody can correct anything.
const LINE_ERRORS = ["digest_mismatch", "digest_missing", "type"];

export function isLineError(answer) {
  return Boolean(answer) && LINE_ERRORS.includes(answer.code);
}

// Proxies answer with JSON of their own.
function isOurs(json) {
  return Boolean(json) && typeof json.code === "string";
}

export const WAITS_FOR_LINE = ["queued", "sending", "waiting", "needs_sign_in", "received", "held"];

// Only a receipt is a success: the right status, JSON, and the digest of exactly the bytes that were sent.
export function judge({ status, json }, sha256) {
  const receipt = Boolean(json) && json.sha256 === sha256;
  if (status === 200 || status === 201) return receipt ? "stored" : "busy";
  if (status === 202) return receipt ? "held" : "busy";
  if (status === 403) return "stale_token";
  if (!isOurs(json) || isLineError(json)) return "busy";
  if (status === 401) return "unsigned";
  if (status === 409) return "conflicting";
  return [413, 415, 422].includes(status) ? "refused" : "busy";
}

// True if nobody answers or the server asks everybody to wait: no use in trying the next report at once.
export function lineIsDown({ status }) {
  return [0, 429, 502, 503, 504].includes(status);
}

export const LONGEST = 300 * 1000;

// 1, 2, 4 ... 256, 300 seconds; a longer Retry-After counts, up to the same five minutes.
export function delay(failures, retryAfter = 0) {
  const own = 1000 * 2 ** Math.max(0, failures - 1);
  return Math.min(LONGEST, Math.max(own, retryAfter * 1000));
}
