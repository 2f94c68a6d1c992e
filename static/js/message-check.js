// Reads a pasted message on the phone. The text stays in this page: only the rules are fetched, and the service worker
// stores them.
const form = document.querySelector("[data-message]");
const result = document.querySelector("[data-result]");
const template = document.querySelector("template[data-verdict]");
const field = form.elements.text;
let ready;

// Fetched once, when somebody begins; a failure is tried again.
function load() {
  ready = ready || begin();
  ready.catch(() => {
    ready = null;
  });
  return ready;
}

async function begin() {
  const [{ engineOf }, data] = await Promise.all([
    import(form.dataset.engine),
    fetch(form.dataset.rules).then((response) => response.json()),
  ]);
  return { check: engineOf(data.rules), data };
}

function problemOf(text) {
  if (!text.trim()) return "empty";
  return [...text].length > Number(form.dataset.most) ? "long" : "";
}

function showProblem(problem) {
  for (const node of form.querySelectorAll("[data-problem]")) node.hidden = node.dataset.problem !== problem;
  if (problem) field.focus();
}

function element(name, text, language) {
  const node = document.createElement(name);
  node.textContent = text;
  if (language) node.lang = language;
  return node;
}

// The text, cut where a sign begins or ends; each part that is marked carries the numbers of its signs.
function markedText(text, signs, numbers) {
  const chars = [...text];
  const ends = [].concat(...signs.map(({ start, end }) => [start, end]));
  const cuts = [...new Set([0, chars.length, ...ends])].sort((a, b) => a - b);
  const nodes = document.createDocumentFragment();
  cuts.slice(1).forEach((end, index) => {
    const start = cuts[index];
    const here = signs.filter((sign) => sign.start <= start && end <= sign.end);
    const part = chars.slice(start, end).join("");
    if (!here.length) return nodes.append(part);
    const found = [...new Set(here.map(({ rule }) => numbers.get(rule)))].sort((a, b) => a - b);
    const mark = element("mark", part);
    mark.append(element("sup", found.join(",")));
    return nodes.append(mark);
  });
  return nodes;
}

function factNode({ text, language, sources }) {
  const node = element("p", text, language);
  for (const { name, url } of sources) {
    const source = element(url ? "a" : "span", name);
    if (url) {
      source.href = url;
      source.rel = "noreferrer";
    }
    node.append(element("br", ""), source);
  }
  return node;
}

function signNode(pattern, { name, reason, language, facts }) {
  const item = pattern.content.cloneNode(true);
  item.querySelector("[data-name]").textContent = name;
  item.querySelector("[data-reason]").textContent = reason;
  item.querySelector("li").lang = language;
  const details = item.querySelector("details");
  for (const fact of facts) details.append(factNode(fact));
  if (!facts.length) details.remove();
  return item;
}

function fill(section, nodes) {
  for (const node of nodes) section.querySelector("[data-list]").append(node);
  if (!nodes.length) section.remove();
}

function missingNode({ name, reason, language }) {
  const item = element("li", "", language);
  item.append(element("strong", name), element("br", ""), reason);
  return item;
}

function pageFor(text, found, { texts, named }) {
  const page = template.content.cloneNode(true);
  const codes = [...new Set(found.signs.map(({ rule }) => rule))].filter((code) => texts[code]);
  const numbers = new Map(codes.map((code, index) => [code, index + 1]));
  const shown = found.signs.filter(({ rule }) => numbers.has(rule));
  for (const node of page.querySelectorAll("[data-level]"))
    if (node.dataset.level !== found.level) node.remove();
  page.querySelector("[data-text]").append(markedText(text, shown, numbers));
  const pattern = page.querySelector("template[data-sign]");
  fill(
    page.querySelector("[data-signs]"),
    codes.map((code) => signNode(pattern, texts[code])),
  );
  const missing = named.filter((code) => !found.named.includes(code));
  fill(
    page.querySelector("[data-missing]"),
    missing.map((code) => missingNode(texts[code])),
  );
  return page;
}

const around = () => [...document.querySelectorAll("#isi > *")].filter((node) => node !== result);

function show(page) {
  result.textContent = "";
  result.append(page);
  for (const node of around()) node.hidden = true;
  result.querySelector("[data-again]").addEventListener("click", startAgain);
  window.scrollTo(0, 0);
  result.querySelector("h1").focus();
}

function startAgain() {
  form.reset();
  field.value = "";
  result.textContent = "";
  for (const node of around()) node.hidden = false;
  window.scrollTo(0, 0);
  field.focus();
}

async function checkText() {
  const text = field.value;
  const problem = problemOf(text);
  showProblem(problem);
  if (problem) return;
  const { check, data } = await load();
  show(pageFor(text, check(text), data));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // Where the rules do not come, the form goes to the server as without script.
  checkText().catch(() => form.submit());
});
field.addEventListener("focus", () => load().catch(() => {}));

// A message that another app has shared is in the field already (service-worker.js).
if (field.value.trim()) checkText().catch(() => {});

// On a phone that goes from hand to hand, coming back shows no old text.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
