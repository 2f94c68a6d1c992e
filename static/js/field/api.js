// The calls of the outbox protocol. Each returns {status, json, headers}; status 0 means that nobody answered.
import { contentDigest } from "./digest.js";

const PING_LIMIT = 15000;
const BASE_LIMIT = 30000;
const SLOWEST = 2; // bytes a millisecond: a bad 2G line

async function call(path, options, limit) {
  // eslint-disable-next-line compat/compat -- Chrome 64 and 65 have none, and let a late answer come
  const abort = "AbortController" in self ? new AbortController() : null;
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      if (abort) abort.abort();
      reject(new Error("late"));
    }, limit);
  });
  try {
    return await Promise.race([answerTo(path, abort ? { ...options, signal: abort.signal } : options), late]);
  } catch (_error) {
    return { status: 0, headers: new Headers(), json: null };
  } finally {
    clearTimeout(timer);
  }
}

async function answerTo(path, options) {
  const ours = { credentials: "same-origin", redirect: "error", cache: "no-store" };
  const response = await fetch(path, { ...ours, ...options });
  return { status: response.status, headers: response.headers, json: await jsonOf(response) };
}

async function jsonOf(response) {
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  const text = await response.text();
  if (!isJson) return null;
  try {
    return JSON.parse(text);
  } catch (_error) {
    return null;
  }
}

// The login page of a Wi-Fi network answers 200: only 204 with our header is our server. `at` is the time there.
export async function ping() {
  const { status, headers } = await call("/api/ping", {}, PING_LIMIT);
  return {
    ours: status === 204 && headers.get("X-Migrasi") === "1",
    user: headers.get("X-Migrasi-User") || "",
    token: headers.get("X-CSRFToken") || "",
    at: Date.parse(headers.get("Date")) || 0,
  };
}

function put(path, body, sha256, type, token) {
  const headers = { "Content-Type": type, "Content-Digest": contentDigest(sha256), "X-CSRFToken": token };
  return call(path, { method: "PUT", body, headers }, BASE_LIMIT + body.byteLength / SLOWEST);
}

export function putSession(report, token) {
  return put(`/api/sessions/${report.uuid}/`, report.body, report.sha256, "application/json", token);
}

// Asks what the office has of a session; 304 when it is `revision` and may be changed.
export function lookAt(uuid, revision) {
  const headers = revision ? { "If-None-Match": `"${revision}"` } : {};
  return call(`/api/sessions/${uuid}/`, { headers }, PING_LIMIT);
}

export function putPhoto({ sha256, bytes }, token) {
  return put(`/api/photos/${sha256}/`, bytes, sha256, "image/jpeg", token);
}

export function reconcile(sessions, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return call("/api/reconcile", { method: "POST", headers, body: JSON.stringify({ sessions }) }, BASE_LIMIT);
}

export function retryAfter(headers) {
  return Number.parseInt(headers.get("Retry-After"), 10) || 0;
}
