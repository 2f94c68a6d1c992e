"""The shapes of private numbers and of what looks like them, in folded text.

`static/js/field/number-patterns.js` has the same patterns under the same names.
"""

import re

# No pattern looks behind: Safari 12 cannot. What stands before a number is the first group.
BEFORE, AFTER = r"(^|[^0-9./-])", r"(?![./-]?[0-9])"
# `$` would match before a line break too, in Python only.
END = r"(?![\s\S])"
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)[0-9]{2}"
DATE = (
    rf"(?:{DAY}[.]{MONTH}[.]{YEAR}|{DAY}-{MONTH}-{YEAR}|{DAY}[/]{MONTH}[/]{YEAR}"
    rf"|{YEAR}-{MONTH}-{DAY}|{YEAR}[/]{MONTH}[/]{DAY}|{YEAR}[.]{MONTH}[.]{DAY})"
)
CLOCK = r"(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9]"
SHORT_DATE = rf"(?:tanggal|tgl)[.:]? ?{DAY}[/.-]{MONTH}[/.-][0-9]{{2}}"
NAMED_CLOCK = rf"(?:jam|pukul|pkl)[.:]? ?{CLOCK}|{CLOCK} ?wi(?:b|ta|t)\b"
TO = r" ?[/-] ?"
DOCUMENT = (
    r"(?:sertifikat|certificate|surat|sk|ijazah|perda|perdes|perbup|perpres|permen[a-z]*|kepmen[a-z]*|resi)"
)
KIND = r"(?:bnsp|kompetensi|pelatihan|keterangan|keputusan|tugas|jalan|tanah)"
NOT_PRIVATE = r"(?!nik\b|ktp\b|kk\b|hp\b|wa\b|no\b|nomor\b|nomer\b|tel|tlp|hubungi|kontak)"
SOURCES = {
    # What no number of a person runs through.
    "prices": rf"{BEFORE}((?:rp|idr)[.:]? ?[1-9](?:[0-9]{{0,2}}(?:[.][0-9]{{3}})+|[0-9]{{0,14}})){AFTER}",
    "digests": r"(^|[^0-9a-z])([0-9a-f]{64})(?![0-9a-z])",
    # Numbers that are harmless as a whole; no telephone number has clock times in it.
    "dates": rf"{BEFORE}({DATE}(?:{TO}{DATE})*|{SHORT_DATE}){AFTER}",
    "spaced_dates": rf"{BEFORE}({DAY} {MONTH} {YEAR}){AFTER}",
    "clocks": rf"{BEFORE}({CLOCK}(?:{TO}{CLOCK})+|{NAMED_CLOCK}){AFTER}",
    "codes": rf"{BEFORE}([0-9]{{2}}[.][0-9]{{2}}[.][0-9]{{2}}[.][0-9]{{4}}){AFTER}",
    "thousands": rf"{BEFORE}([1-9][0-9]{{0,2}}(?:[.][0-9]{{3}}){{1,4}}){AFTER}",
    "ages": rf"{BEFORE}([0-9]{{1,2}}-[0-9]{{1,2}}){AFTER}",
    "documents": (
        rf"(\b{DOCUMENT}(?: {KIND})?(?: (?:no|nomor|nomer|nr)\b)?[.:# ]*"
        rf"|\b{DOCUMENT}(?: {NOT_PRIVATE}[a-z]+){{1,3}}(?: (?:no|nomor|nomer|nr)\b[.:# ]*| ?[:#] ?))"
        r"([0-9]+(?:[ ./-]{1,3}[0-9]+)*)"
    ),
    # Between two groups of digits of one number.
    "gap": rf"^ *(?:[\n./()\[\]+_-] *){{0,3}}{END}",
    # 08..., 62 8..., +62 (0) 8..., 0062 8...; and 8... alone.
    "phone": rf"^(?:0|(?:00)?620?)8[1-9][0-9]{{6,10}}{END}",
    # Directly before a number: what makes it part of something else, and what names it nevertheless.
    "attached": rf"(?:[0-9][./-]|[a-z]){END}",
    "named": rf"(?:wa|hp|tlp|telp|no|nomor){END}",
    "bare_phone": rf"^8[1-35-9][0-9]{{7,10}}{END}",
}
PATTERNS = {name: re.compile(source, re.ASCII | re.IGNORECASE) for name, source in SOURCES.items()}
