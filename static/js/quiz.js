// Takes a quiz on the phone: at once, without network, sent once when there is one. Without this file every
// answer is a page of its own. What is kept stays on this phone: `kuis:<place>` is where somebody is in a
// quiz, `kirim:<name>` an attempt the server has not confirmed, `oper:<code>` that the phone was handed on in
// a round without the server knowing. Only its answer removes the latter two.
const HERE = "kuis:";
const OUT = "kirim:";
const HANDED = "oper:";
const CACHE = "quiz";
const PATIENCE = 4000;
const PAUSE = 60000;
const TAP = 500;

const read = (key) => JSON.parse(localStorage.getItem(key) || "null");
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const handedWith = (code, tokens) => [...new Set([...(read(HANDED + code) || []), ...tokens])];
const waiting = () => keys(OUT).filter((key) => !read(key).refused);

let isSending = false;
let isAsked = false;

// One at a time in a window; two windows may send the same, the server keeps it once. Who asks while something
// is being sent is heard afterwards: an answer just given, or a network that came back while a request died.
async function sendAll() {
  isAsked = true;
  if (isSending) return;
  isSending = true;
  while (isAsked) {
    isAsked = false;
    await sendWaiting().catch(() => {});
  }
  isSending = false;
  dispatchEvent(new Event("kuis"));
}

async function sendWaiting() {
  for (const key of waiting()) while ((await sendOne(key)) === "again");
  for (const key of keys(HANDED)) await tell(key.slice(HANDED.length), read(key));
}

// A Wi-Fi login page answers 200 in HTML, and a fault of the server is told in HTML: only our own JSON is an answer.
async function saidIn(response) {
  return (await response.json().catch(() => null)) || {};
}

async function sendOne(key) {
  const text = localStorage.getItem(key);
  if (!text) return "gone";
  const { at, from, ...body } = JSON.parse(text);
  const [age, begun] = [at, from].map((time) => time && Math.max(0, Math.round((Date.now() - time) / 1000)));
  const response = await fetch("/api/attempts/", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, age, begun }),
    keepalive: true,
  });
  const said = await saidIn(response);
  if (localStorage.getItem(key) !== text) return "again";
  if (response.ok && said.kept) {
    localStorage.removeItem(key);
    if (said.late) noteLate(body);
  } else if (said.error && response.status < 500) write(key, { ...JSON.parse(text), refused: said.error });
  return "done";
}

function noteLate({ token, nonce }) {
  for (const key of keys(HERE)) {
    const record = read(key);
    if (token ? record.token === token : record.nonce === nonce) write(key, { ...record, late: true });
  }
}

// Says that the phone was handed on: it pairs nobody any more, and the finished attempts of `tokens` close.
// One that is still to be sent closes later. Returns whether the server has heard it.
async function tell(code, tokens) {
  const closing = tokens.filter((token) => !localStorage.getItem(OUT + token));
  const response = await fetch(`/g/${code}/oper/`, {
    method: "POST",
    body: new URLSearchParams(closing.map((token) => ["token", token])),
  });
  const said = await saidIn(response);
  if (!("shared" in said)) return false;
  const open = tokens.filter((token) => !closing.includes(token));
  if (open.length && said.shared) write(HANDED + code, open);
  else localStorage.removeItem(HANDED + code);
  // That somebody has begun on this phone is not true any more.
  if (document.querySelector("[data-begun]") && !open.length) location.reload();
  return said.shared;
}

const soon = (promise) => Promise.race([promise, new Promise((_, reject) => setTimeout(reject, PATIENCE))]);

async function opensOffline(address) {
  const worker = await navigator.serviceWorker?.getRegistration();
  return Boolean(worker?.active && (await caches.match(address)));
}

// One mistyped digit is never another card; `quizzes/taking/pairing.py` gives the numbers.
const isCard = (number) =>
  /^\d{4}$/.test(number) &&
  [1, 3, 7, 9].reduce((sum, weight, place) => sum + weight * number[place], 0) % 10 === 0;

// Keeps this document, its script and the worker for a reload without network.
async function remember(address, response) {
  if (!("caches" in window)) return;
  navigator.serviceWorker?.register("/sw.js");
  await (await caches.open(CACHE)).put(address, response);
  const files = await caches.open("files");
  if (!(await files.match(import.meta.url))) await files.add(import.meta.url);
}

async function rememberThat(address) {
  if (await caches.match(address)) return;
  const response = await fetch(address);
  if (response.ok) await remember(address, response);
}

// The kept page of a round is renewed, and goes when the round has closed; who has begun goes on.
async function renew(address, code) {
  const response = await fetch(address);
  if (response.ok) return remember(address, response);
  if (response.status !== 410) return;
  await (await caches.open(CACHE)).delete(address);
  if (!read(HERE + code)) location.replace(`/g/${code}`);
}

// From one question a page to the whole quiz in this page, at the same question.
async function takeOver(number) {
  const address = location.pathname.replace(/\d\/$/, "utuh/");
  const response = await fetch(address);
  if (!response.ok) return;
  await remember(address, response.clone()).catch(() => {});
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const chosen = document.querySelector("input:checked")?.value;
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(null, "", `${address}#${number}`);
  play(document.querySelector("template[data-place]"), chosen);
}

function play(template, chosen) {
  const { place, token, edition, language, given, code, ticket, round } = template.dataset;
  const here = HERE + place;
  const stage = document.createElement("div");
  stage.append(document.importNode(template.content, true));
  const find = (name, root = stage) => [...root.querySelectorAll(`[data-${name}]`)];
  const questions = find("version");
  const [result] = find("result");
  const [opening] = find("start");
  const learns = find("answer").length > 0;

  const fresh = (again = false) => ({
    nonce: token
      ? ""
      : [...crypto.getRandomValues(new Uint8Array(16))]
          .map((byte) => byte.toString(16).padStart(2, "0"))
          .join(""),
    date: new Date().toLocaleDateString("sv"),
    again,
    answers: {},
    ...(code && { code, from: Date.now() }),
  });
  const begin = (again) => write(here, fresh(again));
  const first = () =>
    questions.findIndex(({ dataset }) => !(dataset.version in (read(here)?.answers || {}))) + 1;
  const isFinished = () => first() === 0;

  function resume() {
    if (opening && !read(here)) return true;
    const record = read(here) || fresh();
    if (record.gone) return false;
    const known = Object.entries({ ...record.answers, ...JSON.parse(given) });
    if (token && code) Object.assign(record, { token, code, path: location.pathname });
    record.answers = Object.fromEntries(
      known.filter(([version]) => questions.some(({ dataset }) => dataset.version === version)),
    );
    write(here, record);
    return true;
  }

  // Another tab may have been faster: the first answer counts.
  function give(version, choice) {
    const record = read(here);
    if (!record || record.gone || version in record.answers) return;
    record.answers[version] = choice;
    write(here, record);
    const { nonce, date, again, answers, card, from } = record;
    // In a round each answer counts, so each goes at once; that of somebody alone goes whole.
    if (code || isFinished()) {
      const known = token ? { token } : { nonce, ticket, card, from };
      write(OUT + (token || nonce), { ...known, edition, language, date, again, answers, at: Date.now() });
      sendAll();
    }
  }

  function show() {
    const record = read(here);
    stage.hidden = opening ? false : !record || Boolean(record.gone);
    if (stage.hidden) return;
    const number = Number(location.hash.slice(1)) || first();
    const ended = location.hash === "#hasil" || number < 1 ? isFinished() : false;
    const waits = Boolean(opening && !record);
    const current = waits
      ? opening
      : ended
        ? result
        : questions[Math.min(number || first(), questions.length) - 1];
    const changed = current.hidden;
    for (const section of [...find("start"), ...questions, result]) section.hidden = section !== current;
    for (const part of find("ended")) part.hidden = !ended;
    for (const part of find("handing")) {
      part.hidden = waits || (!ended && !resumed);
      // At the end it is what comes next on a shared phone; in the middle nobody should tap it by mistake.
      if (code) part.querySelector("button").className = ended ? "button" : "quiet";
    }
    for (const link of document.querySelectorAll("[data-language]")) {
      link.hidden = !navigator.onLine;
      link.hash = location.hash;
    }
    if (waits) showStart();
    else if (ended) showResult(record);
    else showQuestion(current, record.answers[current.dataset.version]);
    if (!changed) return;
    scrollTo(0, 0);
    current.querySelector("h1").focus({ preventScroll: true });
  }

  function showStart() {
    const number = waiting().length;
    find("others")[0].hidden = !number;
    find("number")[0].textContent = number;
    const other = keys(HERE)
      .map(read)
      .find((record) => record.path && record.code === code && !record.gone);
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
    next.href = `#${first()}`;
    find("finish", section)[0].hidden = !isFinished();
  }

  function showResult({ nonce, answers, late }) {
    const isRight = (section) =>
      find("right", section).some((part) => part.dataset.answer === answers[section.dataset.version]);
    for (const place of find("right", result)) place.textContent = questions.filter(isRight).length;
    const out = read(OUT + (token || nonce));
    find("waiting", result)[0].hidden = !out || Boolean(out.refused);
    find("sent", result)[0].hidden = Boolean(out);
    find("late", result)[0].hidden = !late || Boolean(out);
    const [refused] = find("refused", result);
    refused.hidden = !out?.refused;
    refused.textContent = out?.refused || "";
  }

  function go(number) {
    const hash = number ? `#${number}` : "#hasil";
    if (location.hash === hash) show();
    else location.hash = hash;
  }

  // The second half of a double tap must not reach what has come under the finger meanwhile.
  let answered = -TAP;
  const swallow = (event) => event.timeStamp - answered < TAP && event.preventDefault();
  document.body.addEventListener("click", swallow, true);

  stage.addEventListener("submit", (event) => {
    const section = event.target.closest("[data-version]");
    event.preventDefault();
    answered = event.timeStamp;
    if (event.target.closest("[data-start]")) return startNext(event.target);
    if (!section) return handOn().catch(() => {});
    give(section.dataset.version, new FormData(event.target).get("choice"));
    if (learns) show();
    else go(first());
  });

  // Who saves data sees a picture only when she asks for it; it comes where the link was.
  stage.addEventListener("click", (event) => {
    const place = event.target.closest("[data-picture]")?.parentElement;
    if (!place) return;
    event.preventDefault();
    const { content } = place.nextElementSibling;
    const picture = content.querySelector("img");
    picture.tabIndex = -1;
    place.replaceWith(content);
    picture.focus();
  });

  // The phone forgets whose turn it was; what still has to be sent stays until it has arrived.
  function forget() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(OUT) && read(key).refused) localStorage.removeItem(key);
    }
    for (const form of stage.querySelectorAll("form")) form.reset();
  }

  // With a network the server opens the next attempt, and says when the round has closed; else this phone does.
  async function handOn() {
    const tokens = handedWith(code, token ? [token] : []);
    const isKept = await opensOffline(round).catch(() => false);
    let isTold = false;
    if (navigator.onLine) isTold = await soon(tell(code, tokens)).catch(() => false);
    find("offline")[0].hidden = isTold || isKept;
    if (!isTold && !isKept) return;
    if (!isTold) write(HANDED + code, tokens);
    forget();
    await leaveAll();
    if (isTold) return location.replace(`/g/${code}`);
    if (!opening) return location.replace(`${round}#mulai`);
    resumed = false;
    history.replaceState(null, "", "#mulai");
    show();
  }

  // Nobody's place in this round is left on the phone.
  async function leaveAll() {
    for (const key of keys(HERE)) {
      const { code: other, path, gone } = read(key);
      if (other !== code || gone) continue;
      if (!path) localStorage.removeItem(key);
      else {
        write(key, { gone: true });
        await leadOn(path).catch(() => {});
      }
    }
  }

  // Back leads to the next person's page.
  async function leadOn(path) {
    const cache = await caches.open(CACHE);
    if (await cache.match(round)) await cache.put(path, Response.redirect(round));
    else await cache.delete(path);
  }

  async function startNext(form) {
    const card = (form.elements.card?.value || "").replace(/\s/g, "");
    const isWrong = card !== "" && !isCard(card);
    for (const part of find("mistyped")) part.hidden = !isWrong;
    if (isWrong) return;
    const others = keys(HERE)
      .map(read)
      .filter((record) => record.code === code && record.path);
    if (others.length)
      write(
        HANDED + code,
        handedWith(
          code,
          others.map((record) => record.token),
        ),
      );
    forget();
    await leaveAll();
    write(here, { ...fresh(), card });
    go(1);
    sendAll();
  }

  for (const [name, again] of [
    ["again", true],
    ["anew", false],
  ]) {
    for (const button of find(name)) {
      button.addEventListener("click", () => {
        forget();
        begin(again);
        go(1);
      });
    }
  }

  if (!resume()) return;
  let resumed = first() !== 1;
  if (!opening && location.hash === "#mulai" && isFinished()) begin(false);
  // An answer must not move the page on: its explanation comes first.
  if (!/^#([1-9]|hasil)$/.test(location.hash))
    history.replaceState(null, "", opening && !read(here) ? "#mulai" : `#${first() || "hasil"}`);
  document.querySelector("[data-without]").replaceWith(stage);
  document.body.dataset.quiz = "ready";
  for (const name of ["hashchange", "storage", "online", "offline", "pageshow", "kuis"])
    addEventListener(name, show);
  show();
  const again = chosen && stage.querySelector(`section:not([hidden]) input[value="${CSS.escape(chosen)}"]`);
  if (again) again.checked = true;
  if (token && code) rememberThat(round).catch(() => {});
}

function start() {
  const template = document.querySelector("template[data-place]");
  const step = location.pathname.match(/^\/\w+\/kuis\/[-\w]+\/[-\w]{16}\/([1-9])\/$/);
  if (template) {
    play(template);
    const { ticket, code } = template.dataset;
    (ticket ? renew(location.pathname, code) : rememberThat(location.pathname)).catch(() => {});
  } else if (step) takeOver(step[1]).catch(() => {});
  for (const name of ["online", "visibilitychange", "pageshow"])
    addEventListener(name, () => !document.hidden && sendAll(), true);
  setInterval(() => waiting().length && sendAll(), PAUSE);
  sendAll();
}

// Where the browser keeps nothing, every answer is sent by itself, as without this file.
try {
  localStorage.setItem("kuis", "1");
  start();
} catch {
  /* nothing to do */
}
