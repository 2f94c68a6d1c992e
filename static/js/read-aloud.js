// Reads an article aloud with a voice that is on the phone: nothing is sent, nothing is fetched, no signal is needed.
const { aloudLook, aloudWords } = document.body.dataset;
const [title, listen, pause, goOn, stop] = (aloudWords || "").split("|");
const SPOKEN_AS = { id: ["id", "in"], jv: ["jv", "jw"], su: ["su"], en: ["en"] };
const TEXT = "main > h1, main > .notice, main > .lead, main > div";
const BLOCKS = "h1, h2, h3, p, li, th, td, caption, figcaption, dt, dd, div, label";
const UNSAID = "template, script, svg, audio, button, form, details, .unloaded, [hidden]";
const LONGEST = 180; // characters: browsers fall silent in the middle of long texts

function voiceFor(language) {
  const codes = SPOKEN_AS[language.split("-")[0]] || [];
  const ours = ({ localService, lang }) =>
    localService && codes.includes(lang.toLowerCase().split(/[-_]/)[0]);
  return speechSynthesis.getVoices().find(ours);
}

// Returns `[{block, language, text}]` in reading order; a word in another language is a passage of its own.
function passages() {
  const found = [];
  for (const root of document.querySelectorAll(TEXT)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode;
      if (!data.trim() || parent.closest(UNSAID)) continue;
      const block = parent.closest(BLOCKS);
      const language = parent.closest("[lang]").lang;
      const last = found[found.length - 1];
      if (last && last.block === block && last.language === language) last.text += data;
      else found.push({ block, language, text: data });
    }
  }
  return found;
}

function cut(sentence) {
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
  return (text.replace(/\s+/g, " ").match(/.+?(?:[.!?…]+(?=\s|$)|$)/g) || []).flatMap(cut);
}

// Returns what the phone can say, or nothing where it has no voice for most of the text.
function sayable() {
  const all = passages();
  const length = (list) => list.reduce((sum, { text }) => sum + text.trim().length, 0);
  const ours = all.filter(({ language }) => voiceFor(language));
  if (length(ours) * 2 <= length(all)) return [];
  return ours.flatMap(({ text, ...rest }) => sentences(text).map((words) => ({ ...rest, text: words })));
}

class Reader {
  constructor(changed) {
    this.changed = changed;
    this.stop();
  }

  say() {
    const sentence = this.list[this.at];
    if (!sentence) return this.stop();
    // Kept in a field: browsers forget an utterance nobody holds and never tell its end.
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    this.utterance = utterance;
    utterance.voice = voiceFor(sentence.language);
    utterance.lang = utterance.voice ? utterance.voice.lang : sentence.language;
    // What was cut off by pausing or stopping reports an end as well; it is no longer the present one.
    utterance.addEventListener("end", () => {
      if (this.utterance === utterance) this.next();
    });
    utterance.addEventListener("error", () => {
      if (this.utterance === utterance) this.stop();
    });
    this.show(sentence.block);
    speechSynthesis.speak(utterance);
    return undefined;
  }

  next() {
    this.at += 1;
    this.say();
  }

  play() {
    if (!this.list.length) this.list = sayable();
    this.state = "playing";
    this.changed(this.state);
    this.say();
  }

  // Phones cannot be trusted to pause: the sentence is dropped here and said again from its beginning.
  pause() {
    this.state = "paused";
    this.hush();
    this.changed(this.state);
  }

  stop() {
    this.state = "silent";
    this.list = [];
    this.at = 0;
    this.hush();
    this.show(null);
    this.changed(this.state);
  }

  hush() {
    this.utterance = null;
    speechSynthesis.cancel();
  }

  show(block) {
    if (this.block) this.block.classList.remove("is-being-read");
    this.block = block;
    if (block) block.classList.add("is-being-read");
  }
}

function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  return made;
}

function offer() {
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

// The list of voices comes late; what is offered stays in one place and moves nothing.
function offerOnce() {
  if (document.querySelector(".read-aloud") || !sayable().length) return;
  const look = document.createElement("link");
  look.rel = "stylesheet";
  look.href = aloudLook;
  look.addEventListener("load", offer, { once: true });
  document.head.append(look);
  speechSynthesis.removeEventListener("voiceschanged", offerOnce);
}

if ("speechSynthesis" in window && aloudWords) {
  speechSynthesis.addEventListener("voiceschanged", offerOnce);
  offerOnce();
}
