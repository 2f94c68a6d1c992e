// Finds the signs of a fake offer in a message: the engine of cms/message_check/ (folding.py, engine.py) for the phone.
// Places are counted in code points, as there. Rules and texts come from the page.
const COMMA = 1;
const LINE = 2;
const SENTENCE = 20;
const LEET = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", 9: "g", "@": "a", $: "s" };
const HIDDEN = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x20e3, 0x20e3],
  [0xfeff, 0xfeff],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x300, 0x36f],
  [0xfe00, 0xfe0f],
  [0xe0000, 0xe0fff],
];
const BOXED = [
  [0x1f150, 0x1f169],
  [0x1f170, 0x1f189],
];
const SIGNS = "$€£¥₩";
const PLAIN = `abcdefghijklmnopqrstuvwxyz0123456789${SIGNS}+@*.,-_/!?;:'\n `;
const CLITICS = ["nya", "lah", "kah", "mu", "ku"];
const [MONEY, MILLION, HIGH_WAGE, DOLLARS, OFFICIAL_LINK, SHORT_LINK, FALSE_LINK, NUMBER, ASKED] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];
const ENDINGS =
  "com net org id me ly xyz top vip icu site online info club shop live link click app co cc io work world biz gd gle".split(
    " ",
  );
const MOST_SPANS = 5;
const MANY = 5;
const SOME = 2;

// --- Words ---------------------------------------------------------------------------------------

const within = (code, ranges) => ranges.find(([first, last]) => code >= first && code <= last);
const isFlag = (char) => char.codePointAt(0) >= 0x1f1e6 && char.codePointAt(0) <= 0x1f1ff;
const isLetter = (char) => char >= "a" && char <= "z";
const isDigit = (char) => char >= "0" && char <= "9";
const isAlnum = (char) => isLetter(char) || isDigit(char);
const isNumber = ({ text }) => /^[0-9][0-9.,]*$/.test(text);
const squeeze = (word) => word.replace(/([a-z])\1+/g, "$1");

function plain(char) {
  if (char >= "A" && char <= "Z") return char.toLowerCase();
  if (PLAIN.includes(char)) return char;
  if ("‘’`´".includes(char)) return "'";
  return "\t\r\v\f\u2028\u2029".includes(char) ? " " : ";";
}

function folded(char) {
  const code = char.codePointAt(0);
  if (within(code, HIDDEN)) return "";
  const box = within(code, BOXED);
  if (box) return String.fromCharCode(97 + code - box[0]);
  if (isFlag(char)) return char;
  const isKnown =
    code < 0x10000 || (code >= 0x1d400 && code < 0x1d800) || (code >= 0x1f100 && code < 0x1f150);
  if (!isKnown) return ";";
  const parts = [...char.normalize("NFKD")].filter((part) => !within(part.codePointAt(0), HIDDEN));
  return parts.map(plain).join("");
}

function wordsOf(text, known, { letters, short }) {
  const chars = [];
  const indexes = [];
  const seen = new Map();
  let index = 0;
  for (const char of text) {
    if (!seen.has(char)) seen.set(char, [...(letters[char] || folded(char))]);
    for (const part of seen.get(char)) {
      chars.push(part);
      indexes.push(index);
    }
    index += 1;
  }
  const found = joinSpelled(scan(chars, indexes, known));
  for (const word of found) {
    const squeezed = squeeze(word.text);
    word.text = short[squeezed] || squeezed;
    word.forms = formsOf(word.text);
  }
  return found;
}

function scan(typed, indexes, known) {
  const words = [];
  const chars = [...typed, " ", " "];
  let place = 0;
  let joined = false;
  let at = 0;
  while (at < typed.length) {
    const end = endOfWord(chars, at);
    if (end > at) {
      for (const [text, first, last] of split(chars.slice(at, end).join(""), known)) {
        place += 1;
        words.push({ text, start: indexes[at + first], end: indexes[at + last - 1] + 1, place, joined });
        joined = false;
      }
      at = end;
    } else {
      joined = ".-_".includes(chars[at]) && isAlnum(chars[at + 1]) && at > 0 && isAlnum(chars[at - 1]);
      if (!joined) place += weightOfSign(chars, at, words);
      at += 1;
    }
  }
  return words;
}

function weightOfSign(chars, at, words) {
  const char = chars[at];
  if (char === "\n") return LINE;
  if (".!?".includes(char) && " \n;".includes(chars[at + 1])) {
    const isShort = char === "." && words.length && words[words.length - 1].text.length <= 2;
    return isShort ? 0 : SENTENCE;
  }
  return ",;!?".includes(char) ? COMMA : 0;
}

function endOfWord(chars, at) {
  const char = chars[at];
  if (isFlag(char)) return isFlag(chars[at + 1]) ? at + 2 : at;
  if (SIGNS.includes(char)) return at + 1;
  if (!isAlnum(char) && !(char === "+" && isDigit(chars[at + 1]))) return at;
  let end = at + 1;
  while (isAlnum(chars[end]) || isInside(chars, end)) end += 1;
  return end;
}

function isInside(chars, at) {
  const [before, char, after] = [chars[at - 1], chars[at], chars[at + 1]];
  if (".,".includes(char)) return isDigit(before) && isDigit(after);
  return "@$*'".includes(char) && isLetter(before) && isLetter(after);
}

function split(raw, known) {
  const text = raw.replace(/[*']/g, "");
  const whole = [[text, 0, [...raw].length]];
  if (text[0] === "+" || isFlag(text) || known.has(squeeze(text)) || raw.length !== text.length) return whole;
  const runs = [];
  const hasDigits = /[0-9]/.test(text);
  if (hasDigits)
    text.replace(/[a-z]+|[0-9][0-9.,]*/g, (run, first) => runs.push([run, first, first + run.length]));
  if (runs.length === 1) return runs;
  if (runs.length && splits(runs, known)) return runs.filter(([run]) => run !== "2" || !isLetter(text[0]));
  return [[text.replace(/[0134579@$]/g, (char) => LEET[char]), 0, raw.length]];
}

function splits(runs, known) {
  const letters = runs.map(([run]) => run).filter((run) => isLetter(run[0]));
  const digits = runs.map(([run]) => run).filter((run) => !isLetter(run[0]));
  const isDoubled = digits.length === 1 && digits[0] === "2" && isLetter(runs[0][0][0]);
  return isDoubled || digits.some((run) => run.length > 1) || letters.every((run) => known.has(squeeze(run)));
}

function joinSpelled(words) {
  const found = [];
  let run = [];
  const end = () => {
    found.push(...spelled(run));
    run = [];
  };
  for (const word of words) {
    const isSingle = word.text.length === 1 && isLetter(word.text);
    if (!isSingle || (run.length && word.place - run[run.length - 1].place > 1 + COMMA)) end();
    (isSingle ? run : found).push(word);
  }
  end();
  return found;
}

function spelled(run) {
  if (run.length < 4) return run;
  const [{ start, place }, { end }] = [run[0], run[run.length - 1]];
  return [{ text: run.map(({ text }) => text).join(""), start, end, place, joined: false }];
}

function formsOf(text) {
  const clitic = CLITICS.find((end) => text.endsWith(end) && text.length > end.length + 3);
  return clitic ? [text, text.slice(0, -clitic.length)] : [text];
}

// --- Lists ---------------------------------------------------------------------------------------

function vocabularyOf({ lists, units, currencies }) {
  const exact = new Map();
  const prefixes = new Map();
  const known = new Set([...Object.keys(units), ...Object.keys(currencies)]);
  const put = (table, word, value) => table.set(word, [...(table.get(word) || []), value]);
  lists.forEach((entries, number) => {
    for (const entry of entries) {
      const [first, ...rest] = entry.split(" ");
      const table = first.endsWith("*") ? prefixes : exact;
      const befores = first[0] === "@" ? ["", "di", "ke"] : [""];
      for (const before of befores) put(table, before + first.replace(/^@|\*$/g, ""), [rest, number]);
      for (const word of [first, ...rest]) if (/[0-9]/.test(word)) known.add(word);
    }
  });
  const lengths = [...new Set([...prefixes.keys()].map((word) => word.length))].sort((a, b) => a - b);
  return { exact, prefixes, lengths, known };
}

const fits = (form, wanted) =>
  wanted.endsWith("*") ? form.startsWith(wanted.slice(0, -1)) : form === wanted;

function follows(words, at, rest) {
  return rest.every((wanted, step) => {
    const [before, word] = [words[at + step], words[at + step + 1]];
    return word && word.place - before.place <= 1 && word.forms.some((form) => fits(form, wanted));
  });
}

// A set of places that stays in order and without doubles; it is filled word by word.
class Spans {
  constructor() {
    this.byPlace = new Map();
  }
  add(first, last) {
    this.byPlace.set(`${first} ${last}`, [first, last]);
  }
  sorted() {
    return [...this.byPlace.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
  get size() {
    return this.byPlace.size;
  }
}

function occurrencesOf(words, { exact, prefixes, lengths }, count) {
  const found = Array.from({ length: count }, () => new Spans());
  const tryAll = (entries, at) => {
    for (const [rest, number] of entries || [])
      if (follows(words, at, rest)) found[number].add(at, at + rest.length);
  };
  words.forEach((word, at) => {
    for (const form of word.forms) {
      tryAll(exact.get(form), at);
      for (const length of lengths) {
        if (length > form.length) break;
        tryAll(prefixes.get(form.slice(0, length)), at);
      }
    }
  });
  return found;
}

// --- Money and links -----------------------------------------------------------------------------

function numberIn(text) {
  const parts = text
    .replace(/,/g, ".")
    .replace(/^\.+|\.+$/g, "")
    .split(".");
  if (parts.length > 1 && parts.slice(1).every((part) => part.length === 3))
    return Number(parts.join("").slice(0, 15));
  return Number(`${parts[0].slice(0, 15)}.${parts.slice(1).join("").slice(0, 6) || 0}`);
}

const isNext = (words, at) => at + 1 < words.length && words[at + 1].place - words[at].place <= 1;

function amountAt(words, at, { units, currencies }) {
  let [first, last, unit, rate] = [at, at, 0, 0];
  if (isNext(words, last) && units[words[last + 1].text]) {
    last += 1;
    unit = units[words[last].text];
  }
  if (first && isNext(words, first - 1) && currencies[words[first - 1].text]) {
    first -= 1;
    rate = currencies[words[first].text];
    const before = words[first - 1];
    if (words[first].text === "$" && before && before.end === words[first].start) {
      first -= 1;
      rate = currencies[before.text] || rate;
    }
  } else if (isNext(words, last) && currencies[words[last + 1].text]) {
    last += 1;
    rate = currencies[words[last].text];
  }
  if (!rate && (unit || words[at].text.split(".").length > 2)) rate = 1;
  const value = numberIn(words[at].text) * (unit || 1);
  return {
    span: [first, last],
    rupiah: value * rate,
    dollars: rate === currencies.usd ? value : 0,
    isForeign: rate > 1,
  };
}

function addAmounts(words, found, rules) {
  const limits = rules.wages.filter(([number]) => found[number].size).map(([, most]) => most);
  const limit = limits.length ? Math.max(...limits) : rules.usual_wage;
  const wages = new Set(found[rules.wage].sorted().map(([, last]) => last));
  const months = new Set(found[rules.month].sorted().map(([first]) => first));
  let lastWage = null;
  words.forEach((word, at) => {
    if (wages.has(at)) lastWage = word.place;
    if (!isNumber(word)) return;
    found[NUMBER].add(at, at);
    const { span, rupiah, dollars, isForeign } = amountAt(words, at, rules);
    if (dollars >= 300) found[DOLLARS].add(...span);
    if (rupiah >= 1e5) found[MONEY].add(...span);
    if (rupiah >= 1e6) found[MILLION].add(...span);
    const isWage =
      (lastWage !== null && word.place - lastWage <= 5) || months.has(span[1] + 1) || months.has(span[1] + 2);
    if (rupiah > limit && isWage) found[HIGH_WAGE].add(...span);
    if (rupiah >= 1e6 && !isWage && !isForeign) found[ASKED].add(...span);
  });
}

function addLinks(words, found, rules) {
  let at = 0;
  while (at < words.length) {
    let last = at;
    while (last + 1 < words.length && words[last + 1].joined) last += 1;
    const parts = words.slice(at, last + 1).map(({ text }) => text);
    const ending = parts[parts.length - 1];
    if (parts.length > 1 && ENDINGS.includes(ending)) {
      if (ending === "id" && parts[parts.length - 2] === "go") found[OFFICIAL_LINK].add(at, last);
      else if (parts.some((part) => rules.offices.some((office) => part.includes(office))))
        found[FALSE_LINK].add(at, last);
      else if (rules.short_links.includes(parts.join("."))) found[SHORT_LINK].add(at, last);
    }
    at = last + 1;
  }
}

// --- Rules ---------------------------------------------------------------------------------------

const overlap = (a, b) => a[0] <= b[1] && b[0] <= a[1];

function withoutOverlaps(spans) {
  const found = [];
  for (const span of spans) if (!found.length || !overlap(found[found.length - 1], span)) found.push(span);
  return found;
}

// The index of the first of the sorted `numbers` that is not below `number`.
function firstFrom(numbers, number) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Message {
  constructor(words, found, rules) {
    this.words = words;
    this.found = found;
    this.rules = rules;
    this.turned = [
      [this.ends(rules.not), 2],
      [this.ends(rules.warn), 5],
    ];
  }

  ends(number) {
    return this.found[number].map(([, last]) => this.words[last].place).sort((a, b) => a - b);
  }

  isTurned(first) {
    const { place } = this.words[first];
    return this.turned.some(([ends, most]) => {
      const at = firstFrom(ends, place);
      return at > 0 && place - ends[at - 1] <= most;
    });
  }

  sequence(steps) {
    let reached = this.found[steps[0]];
    for (let step = 1; step < steps.length; step += 2)
      reached = this.continued(reached, steps[step], this.found[steps[step + 1]]);
    return reached;
  }

  continued(reached, gap, following) {
    const spans = [];
    let at = 0;
    let latest = null;
    for (const [first, last] of following) {
      while (at < reached.length && reached[at][1] < first) {
        if (!latest || reached[at][1] >= latest[1]) latest = reached[at];
        at += 1;
      }
      if (latest && this.words[first].place - this.words[latest[1]].place <= gap)
        spans.push([latest[0], last]);
    }
    return spans;
  }

  allowed(kind, steps, excluded) {
    return this.sequence(steps).filter(
      (span) =>
        !excluded.some((other) => overlap(span, other)) && (kind !== "sign" || !this.isTurned(span[0])),
    );
  }

  spansOf(kind, patterns, harmless) {
    const excluded = [].concat(...harmless.map((steps) => this.sequence(steps)));
    const matched = new Spans();
    for (const [parts, absent] of patterns) {
      if (absent.some((steps) => this.sequence(steps).length)) continue;
      const each = parts.map((steps) => this.allowed(kind, steps, excluded));
      if (!each.every((spans) => spans.length)) continue;
      for (const spans of each) for (const span of spans.slice(0, MOST_SPANS)) matched.add(...span);
    }
    const longestFirst = [...matched.byPlace.values()].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return withoutOverlaps(longestFirst).slice(0, MOST_SPANS);
  }

  result() {
    const matched = { sign: [], named: [], advice: [] };
    for (const [code, kind, weight, patterns, harmless] of this.rules.rules) {
      const spans = this.spansOf(kind, patterns, harmless);
      if (spans.length) matched[kind].push({ code, weight, spans });
    }
    const sum = (rules) => rules.reduce((total, { weight }) => total + weight, 0);
    let signs = matched.advice.length ? [] : matched.sign;
    const named = sum(matched.named);
    const isOutweighed = signs.filter(({ weight }) => weight === 1).length <= named;
    if (isOutweighed) signs = signs.filter(({ weight }) => weight > 1);
    const total = sum(signs) - (isOutweighed ? 0 : named);
    const names = matched.named.map(({ code }) => code);
    if (total < SOME) return { level: "none", signs: [], named: names };
    return { level: total >= MANY ? "many" : "some", signs: this.marked(signs), named: names };
  }

  marked(signs) {
    const found = [];
    for (const { code, spans } of signs)
      for (const [first, last] of spans)
        found.push({ rule: code, start: this.words[first].start, end: this.words[last].end });
    const byRule = (a, b) => (a.rule < b.rule ? -1 : 1);
    return found.sort((a, b) => a.start - b.start || a.end - b.end || byRule(a, b));
  }
}

// Returns `{level: "none|some|many", signs: [{rule, start, end}], named: [code]}` for a text.
export function engineOf(rules) {
  const vocabulary = vocabularyOf(rules);
  return (text) => {
    const words = wordsOf(text, vocabulary.known, rules);
    const found = occurrencesOf(words, vocabulary, rules.lists.length);
    addAmounts(words, found, rules);
    addLinks(words, found, rules);
    return new Message(
      words,
      found.map((spans) => spans.sorted()),
      rules,
    ).result();
  };
}
