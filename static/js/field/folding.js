// Folds what people and phones type: every kind of digit becomes 0-9, every kind of space or hyphen one kind.
// villages/forms/folding.py does the same on the server.

// The zeros of digits on keyboards of our region; NFKC folds full-width and other styled digits.
const ZEROS = "٠۰०০௦๐໐၀០᭐᮰꧐";
// Invisible, or drawn over the character before: soft hyphens, zero-width characters, the frame of a keycap.
const MARKS = /[\u0300-\u036f\u180b-\u180d\u20d0-\u20ff\ufe00-\ufe0f]/g;
const INVISIBLE = /[\r\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const FOLDS = [
  ["\n", /[\v\f\u0085\u2028\u2029]/g],
  [" ", /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g],
  ["-", /[~\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u2053\u2212\u223c\u2e3a\u2e3b\u301c\u3030]/g],
  ["/", /[\\|\u2044\u2215\u29f8]/g],
  [".", /[\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb]/g],
];
const FULL_WIDTH_ZERO = "０";
const FOREIGN = new RegExp(
  `[${[...ZEROS, FULL_WIDTH_ZERO].map((zero) => `${zero}-${String.fromCharCode(zero.charCodeAt(0) + 9)}`).join("")}]`,
  "g",
);

function plainDigit(digit) {
  const value = (zero) => digit.charCodeAt(0) - zero.charCodeAt(0);
  return String(value([...ZEROS, FULL_WIDTH_ZERO].find((zero) => value(zero) >= 0 && value(zero) <= 9)));
}

// The digits of every script as 0-9, and all else as it is: 5² is no 52.
export function plainDigits(text) {
  return text.replace(FOREIGN, plainDigit);
}

export function fold(text) {
  const plain = text.normalize("NFKC").replace(MARKS, "").replace(INVISIBLE, "");
  return plainDigits(FOLDS.reduce((left, [stands, kinds]) => left.replace(kinds, stands), plain));
}
