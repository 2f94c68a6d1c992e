// A session that the office has closed, approved or void: what helps until a reviewer has opened it again.
import * as api from "./api.js";
import * as store from "./store.js";

const CLOSED = ["approved", "void"];

export function isLocked(answer) {
  return answer?.code === "locked" || CLOSED.includes(answer?.current?.state);
}

// Asks the office how this session stands now; resolves with whether anything is known anew.
export async function lookAgain(report) {
  const { status, json } = await api.lookAt(report.uuid);
  if (status !== 200 || !json?.body) return false;
  const code = CLOSED.includes(json.state) ? "locked" : "reopened";
  await store.updateReport(report.id, { answer: { code, current: json } });
  return code !== report.answer?.code || json.revision !== report.answer?.current?.revision;
}

// Says why and whom to ask; `lines` is this phone's version in words, to be taken along as text.
export function showLocked(both, { current, code }, lines, { look, say }) {
  const locked = isLocked({ current, code });
  for (const part of both.querySelectorAll("[data-locked], [data-locked-ways]")) part.hidden = !locked;
  both.querySelector("[data-reopened]").hidden = code !== "reopened" || locked;
  both.querySelector('[data-choose="mine"]').hidden = locked;
  if (!locked) return;
  both.querySelector("[data-why]").textContent = "";
  const why = both.querySelector(`[data-locked-${current?.state === "void" ? "void" : "approved"}]`);
  why.hidden = false;
  const { reviewers = [], office = "", receipt_code = "" } = current || {};
  const ask = both.querySelector(reviewers.length ? "[data-ask]" : "[data-ask-office]");
  ask.hidden = false;
  const names = { names: reviewers.join(", "), office, code: receipt_code };
  ask.textContent = ask.textContent.replace(/{(\w+)}/g, (whole, name) => names[name] ?? whole);
  both.querySelector("[data-look]").onclick = look;
  const copy = both.querySelector("[data-copy-text]");
  copy.hidden = !navigator.clipboard;
  copy.onclick = () =>
    navigator.clipboard.writeText(asText(lines)).then(
      () => say(copy.dataset.done),
      () => {},
    );
}

function asText(lines) {
  return [...lines].map(([label, text]) => `${label}: ${text}`).join("\n");
}
