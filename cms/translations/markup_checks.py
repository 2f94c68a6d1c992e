"""What may not differ between a text and its translation: links, placeholders, kinds of markup."""

import re
from collections import Counter
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.translations.segments import exchange_form

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]\b")
TAG = re.compile(r"<[/!?]?[a-zA-Z!?-]")
SIMPLE = {"p", "b", "strong", "i", "em", "ol", "ul", "li", "br"}
NEVER_CLOSED = {"br", "hr", "embed"}


class Markup(HTMLParser):
    """The tags of a rich text, and whether each is closed in the right place."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.is_well_formed = [], Counter(), True
        self.feed(text)
        # `close()` reads a tag without its `>` as plain text; a browser closes it at the next `>`.
        self.is_well_formed = self.is_well_formed and "<" not in self.rawdata
        self.close()
        self.is_well_formed = self.is_well_formed and not self.open

    def count(self, tag, attrs):
        self.tags[tag, tuple(sorted(attrs, key=str))] += 1  # a value may be None

    def handle_starttag(self, tag, attrs):
        self.count(tag, attrs)
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.count(tag, attrs)
        self.is_well_formed = self.is_well_formed and tag in NEVER_CLOSED

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.is_well_formed = False

    def unexpected(self, *_args):
        self.is_well_formed = False

    handle_comment = handle_decl = handle_pi = unknown_decl = unexpected

    def targets(self):
        """Count the links and embedded files: the tags that have attributes."""
        return Counter({key: number for key, number in self.tags.items() if key[0] == "a" or key[1]})


def translation_errors(segment, text):
    """Return the error messages for `text` as translation of `segment`."""
    errors = []
    try:
        segment.formfield.clean(text)
    except ValidationError as error:
        errors += error.messages
    if Counter(PLACEHOLDER.findall(segment.source)) != Counter(PLACEHOLDER.findall(text)):
        errors.append(_("Placeholders in curly brackets or after a per cent sign must match the Indonesian."))
    if segment.is_rich:
        errors += markup_errors(segment.source, exchange_form(text))
    elif TAG.search(text) and not TAG.search(segment.source):
        errors.append(_("This text cannot contain markup such as <b>."))
    return errors


def markup_errors(source, text):
    expected, found = Markup(source), Markup(text)
    if not found.is_well_formed:
        return [_("The markup is broken: a <tag> is not closed, or closed in the wrong place.")]
    if found.targets() != expected.targets():
        return [_("The links must lead to the same places as in the Indonesian.")]
    unknown = {tag for tag, _attrs in found.tags} - SIMPLE - {tag for tag, _attrs in expected.tags}
    if unknown:
        return [_("This markup is not used here: %(tags)s.") % {"tags": ", ".join(sorted(unknown))}]
    return []
