"""Finding published texts despite spelling mistakes, with the same results on every database.

The library is small (hundreds of documents per language), so words are compared here, not in the database.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType

from cms.models import SearchDocument
from cms.search.words import WORD, begins, folded, is_derived, is_slip, stems, stored_words

EXCERPT_RADIUS = 90  # characters on each side of the first match
MAX_RESULTS = 20
MAX_WORDS = 12
EXACT, MEANT, BEGINS, DERIVED, SIMILAR = 8, 6, 5, 3, 2
TITLE_WEIGHT = 4  # a match in the title counts as much as so many in the text
ENOUGH = 0.6  # of what the best document matches
LEAST = 0.25  # of what was asked; less is chance


@dataclass(frozen=True)
class Result:
    document: SearchDocument
    title: list  # of (segment, is_match)
    excerpt: list

    def has_all(self, typed):
        return set(typed) <= {*stored_words(self.document.title), *stored_words(self.document.text)}


def similar_words(wanted, vocabulary):
    """Return `{word: weight}` of the words in `vocabulary` that `wanted` may stand for."""
    found = {}
    for word in vocabulary:
        if word == wanted:
            found[word] = EXACT
        elif len(wanted) >= 3 and begins(wanted, word):
            found[word] = BEGINS
        elif len(wanted) >= 4 and is_derived(word, wanted):
            found[word] = DERIVED
    if EXACT in found.values():
        return found
    found |= {stem: BEGINS for stem in stems(wanted) if stem in vocabulary}
    found |= {word: SIMILAR for word in vocabulary if word not in found and is_slip(wanted, word)}
    return found


def slots_of(typed, dictionary, vocabulary):
    """Return for each word that counts `{word in the texts: weight}`."""
    slots = []
    for written, meaning in dictionary.parts(typed):
        own = [similar_words(word, vocabulary) for word in written]
        if written == meaning:
            slots += own
            continue
        meant = [similar_words(word, vocabulary) for word in meaning]
        if not all(own):  # what was typed is in no text
            slots += meant
        elif len(own) == len(meant):  # word for word, either will do
            slots += [either(*pair) for pair in zip(own, meant, strict=True)]
        else:
            slots.append({word: weight for pair in (*meant, *own) for word, weight in pair.items()})
    return slots[:MAX_WORDS]


def either(own, meant):
    return {**dict.fromkeys(meant, MEANT), **own}


def search(typed, language, dictionary, more=(), headings=MappingProxyType({})):
    """Return at most `MAX_RESULTS` results for the words `typed`, the best first.

    `more` are documents that are in no table; `headings` name the kinds of documents ("kuis paspor").
    """
    if not any(len(word) > 1 for word in typed):
        return []
    documents = [*SearchDocument.objects.filter(language=language), *more]
    kinds = {kind: stored_words(str(heading)) for kind, heading in headings.items()}
    texts = [
        (stored_words(document.title), kinds.get(document.kind, ()) + stored_words(document.text))
        for document in documents
    ]
    vocabulary = set().union(*(words for text in texts for words in text))
    slots = slots_of(tuple(word for word in typed if len(word) > 1), dictionary, vocabulary)
    marks = {word for weights in slots for word in weights}
    return [
        Result(document, marked(document.title, marks), excerpt(document.text, marks))
        for document in ranked(documents, texts, slots)[:MAX_RESULTS]
    ]


def ranked(documents, texts, slots):
    """Return the documents, the best first, that match about as much as the best.

    A word that few documents have counts more: "paspor" more than "cara".
    """
    scores = [[score_of(weights, *text) for weights in slots] for text in texts]
    values = [value_of(column, len(documents)) for column in zip(*scores, strict=True)]
    rated = [
        (
            sum(value for value, score in zip(values, row, strict=True) if score),
            sum(value * score for value, score in zip(values, row, strict=True)),
            document,
        )
        for row, document in zip(scores, documents, strict=True)
    ]
    best = max((matched for matched, _score, _document in rated), default=0)
    least = max(best * ENOUGH, sum(values) * LEAST)
    rated = [row for row in rated if row[0] and row[0] >= least]
    rated.sort(key=lambda row: (-(row[0] ** 2) * row[1], row[2].title))
    return [document for _matched, _score, document in rated]


def value_of(scores, number):
    """Return how much a word tells, by how many of `number` documents have it."""
    return math.log(1 + number / (1 + sum(map(bool, scores))))


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
