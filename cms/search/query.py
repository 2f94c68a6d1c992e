"""Finding published texts despite spelling mistakes, with the same results on every database.

The library is small (hundreds of documents per language), so words are compared here, not in the database.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from cms.models import SearchDocument

WORD = re.compile(r"\w+")
EXCERPT_RADIUS = 90  # characters on each side of the first match
MAX_RESULTS = 20
EXACT, BEGINS, CONTAINS, SIMILAR = 8, 5, 3, 2
TITLE_WEIGHT = 4  # a match in the title counts as much as so many in the text


@dataclass(frozen=True)
class Result:
    document: SearchDocument
    title: list  # of (segment, is_match)
    excerpt: list


def folded(word):
    """Return `word` in lower case without accents."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text):
    return [folded(word) for word in WORD.findall(text)]


def similar_words(wanted, vocabulary):
    """Return `{word: weight}` of the words in `vocabulary` that `wanted` may stand for."""
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
    """Return at most `MAX_RESULTS` results for `query`, the best first."""
    wanted = list(dict.fromkeys(word for word in words(query) if len(word) > 1))[:8]
    if not wanted:
        return []
    texts = {
        document: (words(document.title), words(document.text))
        for document in SearchDocument.objects.filter(language=language)
    }
    vocabulary = {word for title, text in texts.values() for word in (*title, *text)}
    matches = [similar_words(word, vocabulary) for word in wanted]
    marks = set().union(*matches)
    return [
        Result(document, marked(document.title, marks), excerpt(document.text, marks))
        for document in ranked(texts, matches)[:MAX_RESULTS]
    ]


def ranked(texts, matches):
    """Return the keys of `texts`, the best first, that match as many words as the best or nearly as many."""
    scored = []
    for document, (title, text) in texts.items():
        scores = [score_of(weights, title, text) for weights in matches]
        scored.append((sum(map(bool, scores)), sum(scores), document))
    best = max((hits for hits, _score, _document in scored), default=0)
    enough = max(1, best - len(matches) // 3)
    scored = [row for row in scored if row[0] >= enough]
    scored.sort(key=lambda row: (-row[0], -row[1], row[2].title))
    return [document for _hits, _score, document in scored]


def score_of(weights, title, text):
    """Return how well a document matches one word; a repeated word counts up to three times."""
    in_title = max((weights[word] for word in title if word in weights), default=0)
    in_text = sorted((weights[word] for word in text if word in weights), reverse=True)
    return TITLE_WEIGHT * in_title + sum(in_text[:3])


def excerpt(text, marks):
    first = next((found.start() for found in WORD.finditer(text) if folded(found[0]) in marks), 0)
    start, end = max(0, first - EXCERPT_RADIUS), min(len(text), first + EXCERPT_RADIUS)
    start = text.find(" ", start) + 1 if start else 0
    end = max(text.rfind(" ", 0, end), first) if end < len(text) else end
    text = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(text, marks)


def marked(text, marks):
    """Return `text` cut into `(segment, is_match)`."""
    segments, done = [], 0
    for found in WORD.finditer(text):
        if folded(found[0]) in marks:
            segments += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
    return [segment for segment in [*segments, (text[done:], False)] if segment[0]]
