// A session that the office has closed, as approved or void: what helps until a reviewer opens it again.
import * as api from "./api.js";
import * as store from "./store.js";

const CLOSED = ["approved", "void"];

export function isLocked(answer) {
  const { code, current } = answer || {};
  return code === "locked" || CLOSED.includes((current || {}).state);
}

// Asks the office for the state of this session now; returns true if it has changed.
export async function lookAgain(report) {
  const { status, json } = await api.lookAt(report.uuid);
  if (status !== 200 || !json || !json.body) return false;
  const code = CLOSED.includes(json.state) ? "locked" : "reopened";
  await store.updateReport(report.id, { answer: { code, current: json } });
  const before = report.answer || {};
  return code !== before.code || json.revision !== (before.current || {}).revision;
}

// Shows why and whom to ask; `lines` is this phone's version in words, to be copied as text.
export function showLocked(both, { current, code }, lines, { look, show }) {
  const locked = isLocked({ current, code });
  for (const part of both.querySelectorAll("[data-locked], [data-locked-ways]")) part.hidden = !locked;
  both.querySelector("[data-reopened]").hidden = code !== "reopened" || locked;
  both.querySelector('[data-choose="mine"]').hidden = locked;
  if (!locked) return;
  both.querySelector("[data-why]").textContent = "";
  const known = current || {};
  both.querySelector(`[data-locked-${known.state === "void" ? "void" : "approved"}]`).hidden = false;
  showWhomToAsk(both, known);
  both.querySelector("[data-look]").onclick = look;
  offerCopy(both.querySelector("[data-copy-text]"), lines, show);
}

function showWhomToAsk(both, { reviewers = [], office = "", receipt_code = "" }) {
  const ask = both.querySelector(reviewers.length ? "[data-ask]" : "[data-ask-office]");
  const values = { names: reviewers.join(", "), office, code: receipt_code };
  ask.hidden = false;
  ask.textContent = ask.textContent.replace(/{(\w+)}/g, (whole, name) =>
    name in values ? values[name] : whole,
  );
}

function offerCopy(button, lines, show) {
  const { clipboard } = navigator;
  button.hidden = !clipboard;
  button.onclick = () =>
    // eslint-disable-next-line floor/methods -- the button shows only where it is there
    clipboard.writeText(asText(lines)).then(
      () => show(button.dataset.done),
      () => {},
    );
}

function asText(lines) {
  return [...lines].map(([label, text]) => `${label}: ${text}`).join("\n");
}
