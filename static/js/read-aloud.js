// Reads an article aloud with a voice that is on the phone: it sends nothing, fetches nothing and needs no signal.
const { aloudLook, aloudWords } = document.body.dataset;
const [title, listen, pause, goOn, stop] = (aloudWords || "").split("|");
const SPOKEN_AS = { id: ["id", "in"], jv: ["jv", "jw"], su: ["su"], en: ["en"] };
const CONTENT = "main > h1, main > .notice, main > .lead, main > div";
const BLOCKS = "h1, h2, h3, p, li, th, td, caption, figcaption, dt, dd, div, label";
// No part of the text, shown or not
const NOT_READ = "template, script, svg, audio, button, form, details, .unloaded, .useful, .share, [hidden]";
const LONGEST = 180; // characters: browsers stop in the middle of longer texts

function voiceFor(language) {
  const codes = SPOKEN_AS[language.split("-")[0]] || [];
  const ours = ({ localService, lang }) =>
    localService && codes.includes(lang.toLowerCase().split(/[-_]/)[0]);
  return speechSynthesis.getVoices().find(ours);
}

// Some texts wait in the page until a style shows them.
const isRead = (element) => !element.closest(NOT_READ) && element.getClientRects().length > 0;

// Returns `[{block, language, text}]` in reading order; words in another language are a passage of their own.
function passages() {
  const found = [];
  for (const root of document.querySelectorAll(CONTENT)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      if (!data.trim() || !isRead(parent)) continue;
      const block = parent.closest(BLOCKS);
      const language = parent.closest("[lang]").lang;
      const last = found[found.length - 1];
      if (last && last.block === block && last.language === language) last.text += data;
      else found.push({ block, language, text: data });
    }
  }
  return found;
}

function splitLong(sentence) {
  const parts = [];
  let rest = sentence.trim();
  while (rest.length > LONGEST) {
    const end = rest.lastIndexOf(" ", LONGEST);
    parts.push(rest.slice(0, end > 0 ? end : LONGEST));
    rest = rest.slice(end > 0 ? end + 1 : LONGEST);
  }
  return rest ? [...parts, rest] : parts;
}

// A full stop ends a sentence only before a space: "Rp350.000" is one number.
function sentences(text) {
  const whole = text.replace(/\s+/g, " ").match(/.+?(?:[.!?…]+(?=\s|$)|$)/g) || [];
  return [].concat(...whole.map(splitLong));
}

// Returns the sentences that the phone can read, or none where it has no voice for most of the text.
function readable() {
  const all = passages();
  const length = (list) => list.reduce((sum, { text }) => sum + text.trim().length, 0);
  const ours = all.filter(({ language }) => voiceFor(language));
  if (length(ours) * 2 <= length(all)) return [];
  const split = ({ text, ...rest }) => sentences(text).map((sentence) => ({ ...rest, text: sentence }));
  return [].concat(...ours.map(split));
}

class Reader {
  constructor(changed) {
    this.changed = changed;
    this.stop();
  }

  read() {
    const sentence = this.list[this.at];
    if (!sentence) return this.stop();
    // Stored in a field: browsers drop an utterance that nobody refers to, and its end is never reported.
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    this.utterance = utterance;
    utterance.voice = voiceFor(sentence.language);
    utterance.lang = utterance.voice ? utterance.voice.lang : sentence.language;
    // One that was cut off by pausing or stopping reports an end as well; it is no longer the current one.
    utterance.addEventListener("end", () => {
      if (this.utterance === utterance) this.next();
    });
    utterance.addEventListener("error", () => {
      if (this.utterance === utterance) this.stop();
    });
    this.mark(sentence.block);
    speechSynthesis.speak(utterance);
    return undefined;
  }

  next() {
    this.at += 1;
    this.read();
  }

  play() {
    if (!this.list.length) this.list = readable();
    this.state = "playing";
    this.changed(this.state);
    this.read();
  }

  // Phones do not pause reliably: the sentence is dropped here and read again from its beginning.
  pause() {
    this.state = "paused";
    this.silence();
    this.changed(this.state);
  }

  stop() {
    this.state = "silent";
    this.list = [];
    this.at = 0;
    this.silence();
    this.mark(null);
    this.changed(this.state);
  }

  silence() {
    this.utterance = null;
    speechSynthesis.cancel();
  }

  mark(block) {
    if (this.block) this.block.classList.remove("is-being-read");
    this.block = block;
    if (block) block.classList.add("is-being-read");
  }
}

function button(text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  return made;
}

function showButtons() {
  const group = document.createElement("div");
  const [play, end] = [button(listen), button(stop)];
  group.className = "read-aloud";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", title);
  end.classList.add("button--quiet");
  group.append(play, end);
  const reader = new Reader((state) => {
    play.textContent = { silent: listen, playing: pause, paused: goOn }[state];
    if (state === "silent" && document.activeElement === end) play.focus();
    end.hidden = state === "silent";
  });
  play.addEventListener("click", () => (reader.state === "playing" ? reader.pause() : reader.play()));
  end.addEventListener("click", () => reader.stop());
  window.addEventListener("pagehide", () => reader.stop());
  document.querySelector("main > h1").after(group);
}

// The list of voices comes late; the buttons have a fixed place and move nothing.
function showButtonsOnce() {
  if (document.querySelector(".read-aloud") || !readable().length) return;
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = aloudLook;
  styles.addEventListener("load", showButtons, { once: true });
  document.head.append(styles);
  speechSynthesis.removeEventListener("voiceschanged", showButtonsOnce);
}

if ("speechSynthesis" in window && aloudWords) {
  speechSynthesis.addEventListener("voiceschanged", showButtonsOnce);
  showButtonsOnce();
}
