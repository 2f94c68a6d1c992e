// What was entered in a form as plain text, in the words of the page: the last way out when nothing can be stored or sent.
import { inLetters } from "./wall-clock.js";

const ENTRIES = "input:not([type=hidden]), select, textarea";

// Returns one line for each part of the form in which something was entered.
export function entriesAsText(form) {
  const lines = Array.from(form.querySelectorAll("[id^='bagian-']:not([data-part])"), (part) => {
    const entered = Array.from(part.querySelectorAll(ENTRIES), inWords).filter(Boolean);
    const title = part.querySelector("legend") || part.querySelector("label[for]");
    const start = title ? `${textOf(title)}: ` : "";
    return entered.length ? start + entered.join(", ") : "";
  });
  return lines.filter(Boolean).join("\n");
}

function inWords(entry) {
  const label = entry.closest("label");
  if (["checkbox", "radio"].includes(entry.type)) return entry.checked ? textOf(label) : "";
  if (!entry.value) return "";
  if (entry.type === "file") return Array.from(entry.files, ({ name }) => name).join(", ");
  if (entry.options) return textOf(entry.options[entry.selectedIndex]);
  const value = entry.type === "datetime-local" ? inLetters(entry.value) : entry.value;
  const name = entry.getAttribute("aria-label") || (label ? textOf(label) : "");
  return name ? `${name}: ${value}` : value;
}

const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
