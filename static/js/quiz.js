// Takes a quiz on the phone: at once, without network, and sends the answers when there is one. Without this
// script every answer is a page of its own. What it stores stays on this phone: `kuis:<place>` is how far somebody
// is in a quiz, `kirim:<name>` an attempt that the server has not confirmed, `oper:<code>` that the phone was handed
// on in a round while the server could not be asked. Only the server's answer removes the latter two.
const PROGRESS = "kuis:";
const UNSENT = "kirim:";
const HANDED_ON = "oper:";
const CACHE = "quiz";
const PATIENCE = 4000; // milliseconds, like the two below
const PAUSE = 60000;
const DOUBLE_TAP = 500;
const ROOM = 20000; // characters; an attempt takes a tenth of them, and is stored twice

const read = (key) => JSON.parse(localStorage.getItem(key) || "null");
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const records = () => keys(PROGRESS).map(read);
const unsent = () => keys(UNSENT).filter((key) => !read(key).refused);

// --- Sending -------------------------------------------------------------------------------------

let isSending = false;
let isAsked = false;

// One at a time in a window; two windows may send the same, the server stores it once. A call while something is
// being sent is answered afterwards: for an answer just given, or a network that came back while a request died.
async function sendAll() {
  isAsked = true;
  if (isSending) return;
  isSending = true;
  while (isAsked) {
    isAsked = false;
    await sendUnsent().catch(() => {});
  }
  isSending = false;
  dispatchEvent(new Event("kuis"));
}

async function sendUnsent() {
  for (const key of unsent()) while (await send(key));
  for (const key of keys(HANDED_ON)) await reportHandover(key.slice(HANDED_ON.length), read(key));
}

// Returns true if the attempt has changed meanwhile, so that it must be sent again.
async function send(key) {
  const text = localStorage.getItem(key);
  if (!text) return false;
  const attempt = JSON.parse(text);
  const response = await post(attempt);
  const answer = await jsonOf(response);
  if (localStorage.getItem(key) !== text) return true;
  if (response.ok && answer.kept) {
    localStorage.removeItem(key);
    if (answer.late) markLate(attempt);
  } else if (answer.error && response.status < 500) write(key, { ...attempt, refused: answer.error });
  return false;
}

// Times travel as seconds ago: the phone's clock may be wrong.
function post({ at, from, ...body }) {
  const [age, begun] = [at, from].map((time) => time && Math.max(0, Math.round((Date.now() - time) / 1000)));
  const attempt = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, age, begun }),
  };
  // Chrome 66 to 80 lets no JSON outlive its page, and refuses the request.
  return fetch("/api/attempts/", { ...attempt, keepalive: true }).catch(() =>
    fetch("/api/attempts/", attempt),
  );
}

// A Wi-Fi login page answers 200 in HTML, and so does a server error: only our own JSON is an answer.
async function jsonOf(response) {
  return (await response.json().catch(() => null)) || {};
}

function markLate({ token, nonce }) {
  for (const key of keys(PROGRESS)) {
    const record = read(key);
    if (token ? record.token === token : record.nonce === nonce) write(key, { ...record, late: true });
  }
}

// Tells the server that the phone was handed on: it pairs nobody any more, and the finished attempts of `tokens` close. One
// that is still to be sent closes later. Returns true if the server knows now.
async function reportHandover(code, tokens) {
  const closing = tokens.filter((token) => !localStorage.getItem(UNSENT + token));
  const body = new URLSearchParams(closing.map((token) => ["token", token]));
  const answer = await jsonOf(await fetch(`/g/${code}/oper/`, { method: "POST", body }));
  if (!("shared" in answer)) return false;
  const open = tokens.filter((token) => !closing.includes(token));
  if (open.length && answer.shared) write(HANDED_ON + code, open);
  else localStorage.removeItem(HANDED_ON + code);
  // That somebody has begun on this phone is not true any more.
  if (document.querySelector("[data-begun]") && !open.length) location.reload();
  return answer.shared;
}

function inTime(promise) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([promise, late]).catch(() => false);
}

// --- Pages for use without network ---------------------------------------------------------------

// Stores this document, its script and the worker for a reload without network.
async function store(address, response) {
  if (!("caches" in window)) return;
  if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
  await (await caches.open(CACHE)).put(address, response);
  const files = await caches.open("files");
  if (!(await files.match(import.meta.url))) await storeScript(files);
}

async function storeScript(files) {
  const response = await fetch(import.meta.url);
  const isScript = /javascript/.test(response.headers.get("Content-Type") || "");
  if (response.ok && isScript) await files.put(import.meta.url, response);
}

// Not the sign-in page of a Wi-Fi network, which comes with status 200 as well.
const isOurs = ({ ok, headers }) => ok && headers.get("X-Migrasi") === "1";

async function fetchAndStore(address) {
  if (await caches.match(address)) return;
  const response = await fetch(address);
  if (isOurs(response)) await store(address, response);
}

// The stored page of a round is renewed, and goes when the round has closed; somebody who has begun goes on.
async function renew(address, code) {
  const response = await fetch(address);
  if (isOurs(response)) return store(address, response);
  if (response.status !== 410) return;
  await (await caches.open(CACHE)).delete(address);
  if (!read(PROGRESS + code)) location.replace(`/g/${code}`);
}

async function opensOffline(address) {
  const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration());
  return Boolean(worker && worker.active && (await caches.match(address)));
}

// Back leads to the next person's page.
async function redirectToRound(path) {
  const cache = await caches.open(CACHE);
  if (await cache.match(quiz.round)) await cache.put(path, Response.redirect(quiz.round));
  else await cache.delete(path);
}

// --- The quiz of this page -----------------------------------------------------------------------

let quiz = null; // read from the template and its data; there is one a page
let answeredAt = -DOUBLE_TAP;

const find = (name, root = quiz.stage) => [...root.querySelectorAll(`[data-${name}]`)];
const progress = () => read(quiz.key);

function load(template) {
  const stage = document.createElement("div");
  stage.append(document.importNode(template.content, true));
  quiz = { ...template.dataset, stage, key: PROGRESS + template.dataset.place };
  quiz.questions = find("version");
  [quiz.result] = find("result");
  [quiz.start] = find("start"); // only where the next person of a round begins without network
  quiz.hasFeedback = find("answer").length > 0;
}

// The number of the first question without an answer, 0 when all have one.
function firstOpen() {
  const { answers = {} } = progress() || {};
  return quiz.questions.findIndex(({ dataset }) => !(dataset.version in answers)) + 1;
}

const isFinished = () => firstOpen() === 0;

function newRecord(again = false) {
  const { token, code } = quiz;
  const nonce = token ? "" : randomHex(16);
  const record = { nonce, date: today(), again, answers: {} };
  return code ? { ...record, code, from: Date.now() } : record;
}

function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

function randomHex(size) {
  const bytes = [...crypto.getRandomValues(new Uint8Array(size))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Joins what the server knows of this attempt with what the phone knows. Returns false if it was handed on.
function resume() {
  if (quiz.start && !progress()) return true;
  const record = progress() || newRecord();
  if (record.gone) return false;
  const { token, code, questions } = quiz;
  if (token && code) Object.assign(record, { token, code, path: location.pathname });
  const known = { ...record.answers, ...JSON.parse(quiz.given) };
  record.answers = {};
  for (const { version } of questions.map(({ dataset }) => dataset)) {
    if (version in known) record.answers[version] = known[version];
  }
  write(quiz.key, record);
  return true;
}

// Another tab may have been faster: the first answer counts.
function giveAnswer(version, choice) {
  const record = progress();
  if (!record || record.gone || version in record.answers) return;
  record.answers[version] = choice;
  write(quiz.key, record);
  // In a round each answer counts, so each goes at once; those of somebody alone go together.
  if (quiz.code || isFinished()) queue(record);
}

function queue({ nonce, date, again, answers, card, from }) {
  const { token, ticket, edition, language } = quiz;
  const known = token ? { token } : { nonce, ticket, card, from };
  write(UNSENT + (token || nonce), { ...known, edition, language, date, again, answers, at: Date.now() });
  sendAll();
}

// --- Showing -------------------------------------------------------------------------------------

function show() {
  const { stage, start, questions, result } = quiz;
  const record = progress();
  stage.hidden = !start && (!record || Boolean(record.gone));
  if (stage.hidden) return;
  const number = Number(location.hash.slice(1)) || firstOpen();
  const isEnd = (location.hash === "#hasil" || number < 1) && isFinished();
  const isStart = Boolean(start && !record);
  const current = isStart ? start : isEnd ? result : questions[Math.min(number, questions.length) - 1];
  const isNew = current.hidden;
  for (const section of [...find("start"), ...questions, result]) section.hidden = section !== current;
  showSurroundings(isStart, isEnd);
  if (isStart) showStart();
  else if (isEnd) showResult(record);
  else showQuestion(current, record.answers[current.dataset.version]);
  if (!isNew) return;
  scrollTo(0, 0);
  current.querySelector("h1").focus({ preventScroll: true });
}

function showSurroundings(isStart, isEnd) {
  for (const part of find("ended")) part.hidden = !isEnd;
  for (const part of find("handing")) {
    part.hidden = isStart || (!isEnd && !quiz.isResumed);
    // At the end it is what comes next on a shared phone; in the middle nobody should tap it by mistake.
    if (quiz.code) part.querySelector("button").className = isEnd ? "button" : "quiet";
  }
  for (const link of document.querySelectorAll("[data-language]")) {
    link.hidden = !navigator.onLine;
    link.hash = location.hash;
  }
}

function showStart() {
  const number = unsent().length;
  find("others")[0].hidden = !number;
  find("number")[0].textContent = number;
  const other = records().find(({ path, code, gone }) => path && code === quiz.code && !gone);
  const [back] = find("resume");
  back.hidden = !other;
  if (other) back.querySelector("a").href = other.path;
}

function showQuestion(section, answer) {
  section.querySelector("form").hidden = Boolean(answer);
  for (const part of find("answer", section)) part.hidden = part.dataset.answer !== answer;
  for (const part of find("after", section)) part.hidden = !answer;
  const [next] = find("next", section);
  next.hidden = isFinished();
  next.href = `#${firstOpen()}`;
  find("finish", section)[0].hidden = !isFinished();
}

function showResult({ nonce, answers, late }) {
  const { questions, result, token } = quiz;
  const isRight = (section) =>
    find("right", section).some(({ dataset }) => dataset.answer === answers[section.dataset.version]);
  for (const place of find("right", result)) place.textContent = questions.filter(isRight).length;
  const attempt = read(UNSENT + (token || nonce));
  find("waiting", result)[0].hidden = !attempt || Boolean(attempt.refused);
  find("sent", result)[0].hidden = Boolean(attempt);
  find("late", result)[0].hidden = !late || Boolean(attempt);
  const [refused] = find("refused", result);
  refused.textContent = (attempt && attempt.refused) || "";
  refused.hidden = !refused.textContent;
}

function goTo(number) {
  const hash = number ? `#${number}` : "#hasil";
  if (location.hash === hash) show();
  else location.hash = hash;
}

// --- What somebody taps --------------------------------------------------------------------------

function submit(event) {
  const section = event.target.closest("[data-version]");
  event.preventDefault();
  answeredAt = event.timeStamp;
  if (event.target.closest("[data-start]")) return startNext(event.target);
  if (!section) return handOn().catch(() => {});
  try {
    giveAnswer(section.dataset.version, new FormData(event.target).get("choice"));
  } catch (_error) {
    return location.assign(quiz.without); // the phone is full: on with the pages that need no storage
  }
  if (quiz.hasFeedback) show();
  else goTo(firstOpen());
}

// The second half of a double tap must not reach what has come under the finger meanwhile.
function stopDoubleTap(event) {
  if (event.timeStamp - answeredAt < DOUBLE_TAP) event.preventDefault();
}

// Readers who turned images off see one only when they ask for it; it comes where the link was.
function showPicture(event) {
  const link = event.target.closest("[data-picture]");
  if (!link) return;
  const place = link.parentElement;
  event.preventDefault();
  const { content } = place.nextElementSibling;
  const picture = content.querySelector("img");
  picture.tabIndex = -1;
  place.replaceWith(content);
  picture.focus();
}

function startAgain(again) {
  discardTurn();
  write(quiz.key, newRecord(again));
  goTo(1);
}

// --- The next person on this phone ---------------------------------------------------------------

// The phone discards whose turn it was; what still has to be sent stays until it has arrived.
function discardTurn() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(UNSENT) && read(key).refused) localStorage.removeItem(key);
  }
  for (const form of quiz.stage.querySelectorAll("form")) form.reset();
}

// Nobody's place in this round is left on the phone.
async function discardPlaces() {
  for (const key of keys(PROGRESS)) {
    const { code, path, gone } = read(key);
    if (code !== quiz.code || gone) continue;
    if (!path) localStorage.removeItem(key);
    else {
      write(key, { gone: true });
      await redirectToRound(path).catch(() => {});
    }
  }
}

const tokensHandedOn = (tokens) => [...new Set([...(read(HANDED_ON + quiz.code) || []), ...tokens])];

// With a network the server opens the next attempt, and knows when the round has closed; else this phone does.
async function handOn() {
  const { token, code, round } = quiz;
  const tokens = tokensHandedOn(token ? [token] : []);
  const isStored = await opensOffline(round).catch(() => false);
  const isReported = navigator.onLine && (await inTime(reportHandover(code, tokens)));
  find("offline")[0].hidden = isReported || isStored;
  if (!isReported && !isStored) return;
  if (!isReported) write(HANDED_ON + code, tokens);
  discardTurn();
  await discardPlaces();
  if (isReported) return location.replace(`/g/${code}`);
  if (!quiz.start) return location.replace(`${round}#mulai`);
  quiz.isResumed = false;
  history.replaceState(null, "", "#mulai");
  show();
}

// One mistyped digit is never another card; `quizzes/taking/pairing.py` gives the numbers.
function isCard(number) {
  const sum = [1, 3, 7, 9].reduce((total, weight, place) => total + weight * number[place], 0);
  return /^\d{4}$/.test(number) && sum % 10 === 0;
}

async function startNext(form) {
  const card = form.elements.card ? form.elements.card.value.replace(/\s/g, "") : "";
  const isWrong = card !== "" && !isCard(card);
  for (const part of find("mistyped")) part.hidden = !isWrong;
  if (isWrong) return;
  const others = records().filter(({ path, code }) => path && code === quiz.code);
  if (others.length) write(HANDED_ON + quiz.code, tokensHandedOn(others.map(({ token }) => token)));
  discardTurn();
  await discardPlaces();
  write(quiz.key, { ...newRecord(), card });
  goTo(1);
  sendAll();
}

// --- Start ---------------------------------------------------------------------------------------

function takeQuiz(template, chosen) {
  load(template);
  const { stage, start, token, code, round } = quiz;
  if (!resume()) return;
  quiz.isResumed = firstOpen() !== 1;
  if (!start && location.hash === "#mulai" && isFinished()) write(quiz.key, newRecord());
  // An answer must not move the page on: its explanation comes first.
  if (!/^#([1-9]|hasil)$/.test(location.hash)) {
    history.replaceState(history.state, "", start && !progress() ? "#mulai" : `#${firstOpen() || "hasil"}`);
  }
  listen();
  const without = document.querySelector("[data-without]");
  const way = without.querySelector("[href], [action]");
  quiz.without = way.getAttribute("href") || way.getAttribute("action");
  without.replaceWith(stage);
  document.body.dataset.quiz = "ready";
  show();
  const again = chosen && stage.querySelector(`section:not([hidden]) input[value="${CSS.escape(chosen)}"]`);
  if (again) again.checked = true;
  if (token && code) fetchAndStore(round).catch(() => {});
}

function listen() {
  document.body.addEventListener("click", stopDoubleTap, true);
  quiz.stage.addEventListener("submit", submit);
  quiz.stage.addEventListener("click", showPicture);
  for (const button of find("again")) button.addEventListener("click", () => startAgain(true));
  for (const button of find("next-person")) button.addEventListener("click", () => startAgain(false));
  // A new place in this page belongs to the time after an exit, as the page does (after-exit.js).
  addEventListener("hashchange", () => checkExit());
  const changes = ["hashchange", "storage", "online", "offline", "pageshow", "kuis"];
  for (const name of changes) addEventListener(name, show);
}

// From one question a page to the whole quiz in this page, at the same question. An answered one stays as it is: its
// page has no styles for forms.
async function switchToWhole(number) {
  const address = location.pathname.replace(/\d\/$/, "utuh/");
  const response = await fetch(address);
  if (!isOurs(response)) return;
  await store(address, response.clone()).catch(() => {});
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const checked = document.querySelector("input:checked");
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(history.state, "", `${address}#${number}`);
  takeQuiz(document.querySelector("template[data-place]"), checked && checked.value);
}

function begin() {
  const template = document.querySelector("template[data-place]");
  const step = location.pathname.match(/^\/\w+\/kuis\/[-\w]+\/[-\w]{16}\/([1-9])\/$/);
  if (template) {
    takeQuiz(template);
    const { ticket, code } = template.dataset;
    (ticket ? renew(location.pathname, code) : fetchAndStore(location.pathname)).catch(() => {});
  } else if (step && document.forms.length) switchToWhole(step[1]).catch(() => {});
}

function keepSending() {
  const sendInSight = () => !document.hidden && sendAll();
  for (const name of ["online", "visibilitychange", "pageshow"]) addEventListener(name, sendInSight, true);
  setInterval(() => unsent().length && sendAll(), PAUSE);
  sendAll();
}

function isReadable() {
  try {
    return Boolean(localStorage);
  } catch (_error) {
    return false;
  }
}

// Tried before anything is intercepted: a browser may store nothing, or have no room left.
function hasRoom() {
  try {
    localStorage.setItem("kuis", " ".repeat(ROOM));
    localStorage.setItem("kuis", "1");
    return true;
  } catch (_error) {
    return false;
  }
}

// Without room every answer is sent by itself, as without this script.
if (hasRoom()) begin();
if (isReadable()) keepSending();
