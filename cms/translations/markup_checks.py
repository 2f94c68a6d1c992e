"""What may not differ between a text and its translation: links, placeholders, kinds of markup."""

import re
from collections import Counter
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.translations.segments import unmarked

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]\b")
TAG = re.compile(r"<[/!?]?[a-zA-Z!?-]")
SIMPLE = {"p", "b", "strong", "i", "em", "ol", "ul", "li", "br"}
NEVER_CLOSED = {"br", "hr", "embed"}


class Markup(HTMLParser):
    """The tags of a rich text, and whether each is closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.is_sound = [], Counter(), True
        self.feed(text)
        # `close()` takes a tag without its `>` for plain words; a browser closes it with what comes next.
        self.is_sound = self.is_sound and "<" not in self.rawdata
        self.close()
        self.is_sound = self.is_sound and not self.open

    def count(self, tag, attrs):
        self.tags[tag, tuple(sorted(attrs, key=str))] += 1  # a value may be None

    def handle_starttag(self, tag, attrs):
        self.count(tag, attrs)
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.count(tag, attrs)
        self.is_sound = self.is_sound and tag in NEVER_CLOSED

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.is_sound = False

    def unexpected(self, *_args):
        self.is_sound = False

    handle_comment = handle_decl = handle_pi = unknown_decl = unexpected

    def targets(self):
        """Return what has attributes: links and embedded files, each as often as it stands there."""
        return Counter({key: number for key, number in self.tags.items() if key[0] == "a" or key[1]})


def faults(piece, text):
    """Return sentences that say what is wrong with `text` as translation of `piece`."""
    found = []
    try:
        piece.formfield.clean(text)
    except ValidationError as error:
        found += error.messages
    if Counter(PLACEHOLDER.findall(piece.source)) != Counter(PLACEHOLDER.findall(text)):
        found.append(
            _("Placeholders in curly brackets or after a per cent sign must be those of the Indonesian.")
        )
    if piece.is_rich:
        found += faults_of_markup(piece.source, unmarked(text))
    elif TAG.search(text) and not TAG.search(piece.source):
        found.append(_("This text takes no markup such as <b>."))
    return found


def faults_of_markup(source, text):
    expected, said = Markup(source), Markup(text)
    if not said.is_sound:
        return [_("The markup is broken: a <tag> is not closed, or closed in the wrong place.")]
    if said.targets() != expected.targets():
        return [_("The links must lead to the same places as in the Indonesian.")]
    unknown = {tag for tag, _attrs in said.tags} - SIMPLE - {tag for tag, _attrs in expected.tags}
    if unknown:
        return [_("This markup is not used here: %(tags)s.") % {"tags": ", ".join(sorted(unknown))}]
    return []
