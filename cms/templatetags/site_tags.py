"""Tags that every template of the project may use."""

import json
import math
import re
from datetime import date

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from cms.fields import EDITORS_MARK
from cms.languages import current, path_in
from cms.middleware.save_data import file_size
from cms.public import navigation
from cms.rendering import icons, inline_assets
from cms.rendering.faq import questions

register = template.Library()
INTERNAL_LINK = re.compile(r'(<a href=")(/[^"]*)')
DATE = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")


def record_inlined(context, kind, name):
    if request := context.get("request"):
        inline_assets.record(request, kind, name)


register.simple_tag(navigation.main_links)
register.simple_tag(navigation.footer_links)


@register.simple_tag
def favicon():
    return icons.favicon()


@register.simple_tag
def icon(name):
    return icons.svg(name)


@register.simple_tag
def drawing(name):
    return icons.drawing(name)


@register.simple_tag(takes_context=True)
def inline_style(context, name):
    record_inlined(context, "css", name)
    return mark_safe(f"<style>{inline_assets.style(name)}</style>")  # noqa: S308 our own file


@register.simple_tag(takes_context=True)
def inline_script(context, *names):
    """Inline scripts that run where they stand, before the rest of the page is there."""
    record_inlined(context, "js", names)
    return mark_safe(f"<script>{inline_assets.scripts(names)}</script>")  # noqa: S308 our own files


@register.simple_tag(takes_context=True)
def inline_module(context, name):
    """Inline a script that runs when the whole page is there."""
    record_inlined(context, "js", (name,))
    return mark_safe(f'<script type="module">{inline_assets.script(name)}</script>')  # noqa: S308 our own file


@register.simple_tag
def structured_data(page):
    """Describe an article and the questions it answers to search engines (schema.org, JSON-LD)."""
    graph = [article_data(page)]
    if asked := questions(page.body):
        graph.append(faq_data(asked, page.language_of("body")))
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 escaped above


def article_data(page):
    data = {"@type": "Article", "headline": page.heading, "inLanguage": page.content_language}
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.date().isoformat()
    return data


def faq_data(asked, language):
    entries = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in asked
    ]
    return {"@type": "FAQPage", "inLanguage": language, "mainEntity": entries}


@register.inclusion_tag("components/picture.html", takes_context=True)
def picture_or_link(context, image):
    """Draw `image`, or a link to it for readers who turned images off; mark the page as having images."""
    request = context.get("request")
    if request:
        request.has_pictures = True
    without_images = getattr(request, "without_images", False)
    return {"image": image, "alt": image.description, "without_images": without_images}


@register.filter
def kilobytes(rendition):
    """Return the size of the file, or "?" if it is gone, so that a lost picture does not break the page."""
    try:
        return math.ceil(file_size(rendition) / 1024)
    except FileNotFoundError:
        return "?"


@register.filter
def rich(value):
    """Return rich text for readers: without the editor's own attributes, with links in their language."""
    html = value.__html__() if hasattr(value, "__html__") else expand_db_html(value or "")
    html = INTERNAL_LINK.sub(lambda link: link[1] + path_in(link[2], current()), EDITORS_MARK.sub("", html))
    return mark_safe(html)  # noqa: S308 cleaned when it was edited


@register.filter
def absolute(url):
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


@register.filter
def spell_out_dates(text):
    """Write the dates in `text` ("2025-05-19", "2025-05") as the reader's language does ("19 Mei 2025")."""
    return DATE.sub(spelled_out, text)


def spelled_out(found):
    year, month, day = found.groups()
    try:
        return date_format(date(int(year), int(month), int(day or 1)), "j F Y" if day else "F Y")
    except ValueError:  # no such day: leave it as typed
        return found[0]


@register.filter
def lang_of(obj, field):
    """Return ` lang="id"` if `field` of `obj` falls back to another language, else nothing."""
    language = obj.language_of(field)
    return "" if language == current() else format_html(' lang="{}"', language)
