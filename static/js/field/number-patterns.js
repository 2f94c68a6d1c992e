// The shapes of private numbers and of what looks like them, in folded text.
// villages/forms/number_patterns.py has the same patterns under the same names.

// No pattern looks behind: Safari 12 cannot. What stands before a number is the first group.
const BEFORE = "(^|[^0-9./-])";
const AFTER = "(?![./-]?[0-9])";
const END = "(?![\\s\\S])";
const DAY = "(?:0?[1-9]|[12][0-9]|3[01])";
const MONTH = "(?:0?[1-9]|1[0-2])";
const YEAR = "(?:19|20)[0-9]{2}";
const DATE =
  `(?:${DAY}[.]${MONTH}[.]${YEAR}|${DAY}-${MONTH}-${YEAR}|${DAY}[/]${MONTH}[/]${YEAR}` +
  `|${YEAR}-${MONTH}-${DAY}|${YEAR}[/]${MONTH}[/]${DAY}|${YEAR}[.]${MONTH}[.]${DAY})`;
const CLOCK = "(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]";
const SHORT_DATE = `(?:tanggal|tgl)[.:]? ?${DAY}[/.-]${MONTH}[/.-][0-9]{2}`;
const NAMED_CLOCK = `(?:jam|pukul|pkl)[.:]? ?${CLOCK}|${CLOCK} ?wi(?:b|ta|t)\\b`;
const TO = " ?[/-] ?";
const DOCUMENT =
  "(?:sertifikat|certificate|surat|sk|ijazah|perda|perdes|perbup|perpres|permen[a-z]*|kepmen[a-z]*|resi)";
const KIND = "(?:bnsp|kompetensi|pelatihan|keterangan|keputusan|tugas|jalan|tanah)";
const NOT_PRIVATE = "(?!nik\\b|ktp\\b|kk\\b|hp\\b|wa\\b|no\\b|nomor\\b|nomer\\b|tel|tlp|hubungi|kontak)";
export const SOURCES = {
  prices: `${BEFORE}((?:rp|idr)[.:]? ?[1-9](?:[0-9]{0,2}(?:[.][0-9]{3})+|[0-9]{0,14}))${AFTER}`,
  digests: "(^|[^0-9a-z])([0-9a-f]{64})(?![0-9a-z])",
  dates: `${BEFORE}(${DATE}(?:${TO}${DATE})*|${SHORT_DATE})${AFTER}`,
  spaced_dates: `${BEFORE}(${DAY} ${MONTH} ${YEAR})${AFTER}`,
  clocks: `${BEFORE}(${CLOCK}(?:${TO}${CLOCK})+|${NAMED_CLOCK})${AFTER}`,
  codes: `${BEFORE}([0-9]{2}[.][0-9]{2}[.][0-9]{2}[.][0-9]{4})${AFTER}`,
  thousands: `${BEFORE}([1-9][0-9]{0,2}(?:[.][0-9]{3}){1,4})${AFTER}`,
  ages: `${BEFORE}([0-9]{1,2}-[0-9]{1,2})${AFTER}`,
  documents:
    `(\\b${DOCUMENT}(?: ${KIND})?(?: (?:no|nomor|nomer|nr)\\b)?[.:# ]*` +
    `|\\b${DOCUMENT}(?: ${NOT_PRIVATE}[a-z]+){1,3}(?: (?:no|nomor|nomer|nr)\\b[.:# ]*| ?[:#] ?))` +
    "([0-9]+(?:[ ./-]{1,3}[0-9]+)*)",
  gap: `^ *(?:[\\n./()\\[\\]+_-] *){0,3}${END}`,
  phone: `^(?:0|(?:00)?620?)8[1-9][0-9]{6,10}${END}`,
  attached: `(?:[0-9][./-]|[a-z])${END}`,
  named: `(?:wa|hp|tlp|telp|no|nomor)${END}`,
  bare_phone: `^8[1-35-9][0-9]{7,10}${END}`,
};

// A pattern that finds all (flag g) remembers where it was: `all` makes a new one each time.
export const all = (name) => new RegExp(SOURCES[name], "gi");
export const one = (name) => new RegExp(SOURCES[name], "i");
