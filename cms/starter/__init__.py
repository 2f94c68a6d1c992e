"""The starter content: TOML files beside this module, loaded once and never over an editor's work.

Every loader skips what is already there and calls `report` with a sentence about its progress.
"""

import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.core.files import File
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page, Site

from cms.languages import CODES
from cms.models import (
    ArticleFact,
    ArticlePage,
    Fact,
    FactSource,
    GlossaryPage,
    GlossaryTerm,
    Helpline,
    HelplineNumber,
    HelpPage,
    HomePage,
    Picture,
    StandardPage,
    TopicPage,
)
from cms.models.translatable import FIRST_VERSION, TranslationState

FOLDER = Path(__file__).resolve().parent
DRAFT_LANGUAGES = ("jv", "su", "mad", "sas")


def read(path):
    with path.open("rb") as file:
        return tomllib.load(file)


def read_all(folder):
    return [read(path) for path in sorted(folder.glob("*.toml"))]


def texts(data, fields):
    """Return `{"heading_ind": ..., "heading_en": ...}` for the languages in `data`."""
    return {
        build_localized_fieldname(field, code): data[code][field]
        for code in CODES
        if code in data
        for field in fields
        if field in data[code]
    }


def mark_states(obj):
    """Mark English as reviewed, and regional languages as drafts until a native speaker reads them."""
    for code in obj.translated_languages:
        if code != "id":
            state = TranslationState.DRAFT if code in DRAFT_LANGUAGES else TranslationState.REVIEWED
            obj.mark_translation(code, state)


def load_facts(report):
    known = set(Fact.objects.values_list("code", flat=True))
    new = {code: data for code, data in read(FOLDER / "facts.toml").items() if code not in known}
    for code, data in new.items():
        fact = Fact(
            code=code,
            confidence=data["confidence"],
            checked_on=data["checked_on"],
            valid_until=data["valid_until"],
            **{build_localized_fieldname("statement", lang): data[lang] for lang in CODES if lang in data},
        )
        fact.sources = [new_source(source) for source in data["sources"]]
        mark_states(fact)
        fact.full_clean(exclude=["statement"])
        fact.save()
    report(f"facts: {len(new)} added")


def new_source(data):
    name, copy, _rest = data["name"].partition(" (copy)")
    published = "" if data["published"] == "date not shown" else data["published"]
    return FactSource(name=name, url=data["url"], published=published, is_copy=bool(copy))


def load_glossary(report):
    known = set(GlossaryTerm.objects.values_list("slug", flat=True))
    new = {slug: data for slug, data in read(FOLDER / "glossary.toml").items() if slug not in known}
    for slug, data in new.items():
        term = GlossaryTerm(slug=slug, **texts(data, ["term", "definition"]))
        mark_states(term)
        term.save()
    report(f"glossary terms: {len(new)} added")


def load_helplines(report):
    known = set(Helpline.objects.values_list("slug", flat=True))
    new = {slug: data for slug, data in read(FOLDER / "helplines.toml").items() if slug not in known}
    for slug, data in new.items():
        helpline = new_helpline(slug, data)
        mark_states(helpline)
        helpline.save()
    report(f"helplines: {len(new)} added")


def new_helpline(slug, data):
    plain = ["order", "need", "place", "email", "website", "checked_on", "valid_until", "source_published"]
    hours = {build_localized_fieldname("hours", code): data.get(f"hours_{code}", "") for code in ("id", "en")}
    helpline = Helpline(
        slug=slug,
        speaks=data.get("languages", []),
        **{name: data[name] for name in plain if name in data},
        **texts(data, ["name", "what"]),
        **hours,
    )
    helpline.facts = list(Fact.objects.filter(code__in=data.get("facts", [])))
    helpline.numbers = [new_number(number) for number in data.get("phones", [])]
    return helpline


def new_number(data):
    labels = {
        build_localized_fieldname("label", code): data[f"label_{code}"]
        for code in CODES
        if f"label_{code}" in data
    }
    return HelplineNumber(kind=data["kind"], number=data["number"], dial=data["dial"], **labels)


# --- pages ---------------------------------------------------------------------------------------

PAGE_FIELDS = ["heading", "intro", "meta_title", "meta_description"]
LINK = re.compile(r'<a href="(hal|istilah):([a-z0-9-]+)"')


class PageLoader:
    """Creates the pages in two passes: first all pages, then the texts that link to them."""

    def __init__(self, report):
        self.report = report
        self.slugs = {}
        self.without_body = []

    def load(self):
        home = self.home()
        for data in read_all(FOLDER / "pages"):
            kinds = {"help": HelpPage, "glossary": GlossaryPage, "standard": StandardPage}
            self.page(home, kinds[data["kind"]], data)
        for data in read_all(FOLDER / "topics"):
            self.page(home, TopicPage, data, icon=data["icon"])
        known = set(ArticlePage.objects.values_list("slug", flat=True))
        articles = [data for data in read_all(FOLDER / "articles") if data["slug"] not in known]
        for number, data in enumerate(articles, 1):
            self.article(data)
            self.report(f"articles: {number} of {len(articles)}")
        self.write_bodies()

    def home(self):
        home = HomePage.objects.first()
        if home:
            return home
        data = {"slug": "beranda", **read(FOLDER / "home.toml")}
        for code in CODES:
            if code in data:
                data[code]["body"] = [{"type": "paragraph", "value": data[code]["about"]}]
        home = self.page(Page.objects.get(depth=1), HomePage, data)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Migrasi Aman"},
        )
        Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
        return home

    def article(self, data):
        topic = TopicPage.objects.get(slug=data["topic"])
        self.page(topic, ArticlePage, data, icon=data["icon"], picture=self.picture(data))

    def page(self, parent, model, data, **fields):
        """Return the page `data["slug"]` below `parent`; create it if it is not there yet."""
        existing = model.objects.child_of(parent).filter(slug=data["slug"]).first()
        if existing:
            return existing
        page = model(slug=data["slug"], live=False, **texts(data, PAGE_FIELDS), **fields)
        page.title = page.text_in("heading", "id")
        parent.add_child(instance=page)
        self.without_body.append((page, data))
        return page

    def write_bodies(self):
        self.slugs = dict(Page.objects.values_list("slug", "pk"))
        for page, data in self.without_body:
            page.refresh_from_db()  # children were added since
            self.write_body(page, data)
            mark_states(page)
            page.save_revision(clean=False, log_action=FIRST_VERSION).publish()
        self.report(f"pages: {len(self.without_body)} added")

    def write_body(self, page, data):
        for code in CODES:
            if "body" in data.get(code, {}):
                body = [self.block(block) for block in data[code]["body"]]
                field = page._meta.get_field("body")
                setattr(page, build_localized_fieldname("body", code), field.to_python(body))
        if "facts" in data:
            facts = {fact.code: fact for fact in Fact.objects.filter(code__in=data["facts"])}
            page.article_facts = [
                ArticleFact(fact=facts[code], sort_order=number) for number, code in enumerate(data["facts"])
            ]

    def block(self, data):
        return {"type": data["type"], "value": self.value(data["type"], data["value"])}

    def value(self, kind, value):
        if kind == "helpline":
            return Helpline.objects.get(slug=value).pk
        if kind == "quiz":
            return apps.get_model("quizzes", "Quiz").objects.get(slug=value).pk
        if isinstance(value, str):
            return LINK.sub(self.link, value)
        if isinstance(value, list):
            return [self.value("", item) for item in value]
        if isinstance(value, dict):
            return {key: self.value("", item) for key, item in value.items()}
        return value

    def link(self, match):
        kind, slug = match.groups()
        if kind == "istilah":
            return f'<a href="/id/istilah/#{slug}"'
        if slug in self.slugs:
            return f'<a linktype="page" id="{self.slugs[slug]}"'
        return f'<a href="/id/{slug}/"'

    @staticmethod
    def picture(data):
        name = data.get("picture")
        path = FOLDER / "pictures" / f"{name}.png"
        if not name or not path.exists():
            return None
        existing = Picture.objects.filter(title=name).first()
        return existing or new_picture(path, data)


def new_picture(path, data):
    descriptions = {
        build_localized_fieldname("description", code): data[code]["picture_alt"]
        for code in CODES
        if data.get(code, {}).get("picture_alt")
    }
    picture = Picture(title=path.stem, source_note="Migrasi Aman", **descriptions)
    mark_states(picture)
    with path.open("rb") as file:
        picture.file = File(file, name=path.name)
        picture.save()
    return picture
