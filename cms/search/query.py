"""Finding published texts, forgiving of spelling; the same on every database.

The library is small (hundreds of documents a language), so the words are compared here, not in the database.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from cms.models import SearchDocument

WORD = re.compile(r"\w+")
AROUND = 90  # characters of an excerpt on each side of the word found
MOST = 20
EXACT, BEGINS, CONTAINS, SIMILAR = 8, 5, 3, 2
IN_TITLE = 4  # a word in the title counts as often


@dataclass(frozen=True)
class Result:
    document: SearchDocument
    title: list  # of (text, is it a word looked for)
    excerpt: list


def folded(word):
    """Return `word` in small letters without accents."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text):
    return [folded(word) for word in WORD.findall(text)]


def likeness(wanted, vocabulary):
    """Return `{word: weight}` of the words in `vocabulary` that may be meant by `wanted`."""
    found = {}
    for word in vocabulary:
        if word == wanted:
            found[word] = EXACT
        elif len(wanted) >= 3 and word.startswith(wanted):
            found[word] = BEGINS
        elif len(wanted) >= 4 and wanted in word:
            found[word] = CONTAINS
    if EXACT in found.values() or len(wanted) < 4:
        return found
    near = [word for word in vocabulary if abs(len(word) - len(wanted)) <= 2]
    for word in difflib.get_close_matches(wanted, near, n=6, cutoff=0.8):
        found.setdefault(word, SIMILAR)
    return found


def search(query, language):
    """Return at most `MOST` results for `query`, the best first."""
    wanted = list(dict.fromkeys(word for word in words(query) if len(word) > 1))[:8]
    if not wanted:
        return []
    documents = list(SearchDocument.objects.filter(language=language))
    texts = [(words(document.title), words(document.text)) for document in documents]
    vocabulary = {word for title, text in texts for word in (*title, *text)}
    meant = [likeness(word, vocabulary) for word in wanted]
    scored = []
    for document, (title, text) in zip(documents, texts, strict=True):
        score = [score_of(likely, title, text) for likely in meant]
        scored.append((sum(map(bool, score)), sum(score), document))
    best = max((hits for hits, _score, _document in scored), default=0)
    scored = [row for row in scored if row[0] and row[0] >= best - len(wanted) // 3]
    scored.sort(key=lambda row: (-row[0], -row[1], row[2].title))
    marks = set().union(*meant)
    return [
        Result(document, marked(document.title, marks), excerpt(document.text, marks))
        for _hits, _score, document in scored[:MOST]
    ]


def score_of(likely, title, text):
    """Return how well a document answers one word; a word repeated often counts up to three times."""
    in_title = max((likely[word] for word in title if word in likely), default=0)
    in_text = sorted((likely[word] for word in text if word in likely), reverse=True)
    return IN_TITLE * in_title + sum(in_text[:3])


def excerpt(text, marks):
    first = next((found.start() for found in WORD.finditer(text) if folded(found[0]) in marks), 0)
    start, end = max(0, first - AROUND), min(len(text), first + AROUND)
    start = text.find(" ", start) + 1 if start else 0
    end = max(text.rfind(" ", 0, end), first) if end < len(text) else end
    piece = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(piece, marks)


def marked(text, marks):
    """Return `text` cut into `(piece, is it a word looked for)`."""
    pieces, done = [], 0
    for found in WORD.finditer(text):
        if folded(found[0]) in marks:
            pieces += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]
