// Two versions of one session, this phone's and the office's: differences first, then what is the same, then the choice.
import { keepMine, keepTheirs } from "./conflict-resolution.js";
import { showLocked } from "./locked-session.js";
import { compared, summaryOf } from "./summary.js";

export function showBoth(slot, report, mine, words, acts) {
  const both = slot("both");
  const answer = report.answer || {};
  const theirs = answer.current && answer.current.body;
  both.hidden = false;
  both.querySelector("[data-why]").textContent = answer.detail || "";
  const name = report.village_name; // of a village that is not assigned to the educator
  const office = theirs ? summaryOf(theirs, words, theirs.village === mine.village ? name : "") : new Map();
  const here = summaryOf(mine, words, name);
  const lines = compared(here, office);
  const place = { true: both.querySelector("[data-different]"), false: both.querySelector("[data-same]") };
  for (const [label, text, there, differs] of lines)
    place[differs].append(row(both, label, text, there, differs && theirs));
  both.querySelector("[data-same]").closest("details").hidden = !place.false.children.length;
  for (const part of both.querySelectorAll("[data-with-theirs]")) part.hidden = !theirs;
  both.querySelector("[data-without-theirs]").hidden = Boolean(theirs);
  choose(both, "mine", () => keepMine(report), acts.decided);
  choose(both, "theirs", () => keepTheirs(report), acts.decided);
  showLocked(both, answer, here, acts);
}

function choose(both, name, keep, decided) {
  const button = both.querySelector(`[data-choose="${name}"]`);
  button.onclick = () => {
    for (const other of both.querySelectorAll("[data-choose]")) other.disabled = true; // a second tap changes nothing
    decided(keep(), name === "mine");
  };
}

function row(both, label, here, there, isPair) {
  const item = both.querySelector("[data-pair]").content.cloneNode(true).firstElementChild;
  item.querySelector("dt").textContent = label;
  const [mine, theirs] = item.querySelectorAll("dd");
  mine.querySelector("span").textContent = here;
  theirs.querySelector("span").textContent = there;
  for (const name of item.querySelectorAll("b")) name.hidden = !isPair;
  theirs.hidden = !isPair;
  return item;
}
