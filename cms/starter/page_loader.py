"""The starter pages: home, help, glossary and standard pages, topics and articles."""

import re

from django.core.files import File
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page, Site
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.languages import CODES
from cms.models import (
    ArticleFact,
    ArticlePage,
    Fact,
    GlossaryPage,
    HelpPage,
    HomePage,
    Picture,
    StandardPage,
    TopicPage,
)
from cms.models.editorial import FIRST_VERSION
from cms.starter import FOLDER, mark_states, read, read_all, texts

PAGE_FIELDS = ["heading", "intro", "meta_title", "meta_description"]
FOLDERS = ("pages", "topics", "articles")
LINK = re.compile(r'<a href="(hal|istilah):([a-z0-9-]+)"')


class PageLoader:
    """Creates the pages in two passes: first all pages, then the texts that link to them."""

    def __init__(self, report):
        self.report = report
        self.slugs = {}
        self.without_texts = []

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
        self.write_texts()

    def home(self):
        home = HomePage.objects.first()
        if home:
            return home
        home = self.page(Page.objects.get(depth=1), HomePage, home_data())
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Migrasi Aman"},
        )
        Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
        return home

    def article(self, data):
        topic = TopicPage.objects.get(slug=data["topic"])
        fields = {"icon": data["icon"], "speaks_to_danger": data.get("speaks_to_danger", False)}
        self.page(topic, ArticlePage, data, picture=self.picture(data), **fields)

    def page(self, parent, model, data, **fields):
        """Return the page `data["slug"]` below `parent`; create it if it is not there yet."""
        existing = model.objects.child_of(parent).filter(slug=data["slug"]).first()
        if existing:
            return existing
        page = model(slug=data["slug"], live=False, **texts(data, PAGE_FIELDS), **fields)
        page.title = page.text_in("heading", "id")
        parent.add_child(instance=page)
        self.without_texts.append((page, data))
        return page

    def write_texts(self):
        self.find_slugs()
        for page, data in self.without_texts:
            page.refresh_from_db()  # children were added since
            self.write_text(page, data)
            mark_states(page)
            page.save_revision(clean=False, log_action=FIRST_VERSION).publish()
        self.report(f"pages: {len(self.without_texts)} added")

    def find_slugs(self):
        self.slugs = dict(Page.objects.values_list("slug", "pk"))

    def write_text(self, page, data):
        for code in CODES:
            if "body" in data.get(code, {}):
                field = page._meta.get_field("body")
                body = [self.block(field.stream_block, block) for block in data[code]["body"]]
                setattr(page, build_localized_fieldname("body", code), field.to_python(body))
        if "facts" in data:
            facts = {fact.code: fact for fact in Fact.objects.filter(code__in=data["facts"])}
            page.article_facts = [
                ArticleFact(fact=facts[code], sort_order=number) for number, code in enumerate(data["facts"])
            ]

    def block(self, stream, data):
        """Return the block `data` as a StreamField stores it: a snippet, named by its slug, as its key."""
        block = stream.child_blocks[data["type"]]
        if isinstance(block, SnippetChooserBlock):
            return {"type": data["type"], "value": block.target_model.objects.get(slug=data["value"]).pk}
        value = self.with_links(data["value"])
        return {"type": data["type"], "value": block.from_lists(value) if data["type"] == "table" else value}

    def with_links(self, value):
        if isinstance(value, str):
            return LINK.sub(self.link, value)
        if isinstance(value, list):
            return [self.with_links(item) for item in value]
        if isinstance(value, dict):
            return {key: self.with_links(item) for key, item in value.items()}
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


def home_data():
    data = {"slug": "beranda", **read(FOLDER / "home.toml")}
    for code in CODES:
        if code in data:
            data[code]["body"] = [{"type": "paragraph", "value": data[code]["about"]}]
    return data


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
