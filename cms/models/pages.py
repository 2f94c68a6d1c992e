from itertools import takewhile

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.api import APIField
from wagtail.models import Orderable

from cms.blocks import ArticleBody
from cms.editing.panels import page_edit_handler
from cms.fields import StreamField
from cms.models.editorial import TranslatedPage
from cms.models.facts import Fact
from cms.models.glossary import GlossaryTerm
from cms.models.helplines import Helpline
from cms.models.places import Place
from cms.rendering import icons, page_links
from cms.routing import DirectRoute

OPENING = 4  # blocks
MOST_ASKED = 7  # countries on the first screen of the help page; a link leads to the others
# What blocks need beside `static/css/site.css`, so that a page carries only the styles it shows.
BLOCK_STYLES = {
    "table": "table",
    "steps": "steps",
    "checklist": "ticks",
    "audio": "recording",
    "helpline": "helplines",
}


class BodyPage(TranslatedPage):
    """A page with a body of blocks."""

    translated_fields = (*TranslatedPage.translated_fields, "body")
    api_fields = [*TranslatedPage.api_fields, APIField("body")]
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    class Meta:
        abstract = True

    @property
    def styles(self):
        """The names of the style sheets that the blocks of the text need."""
        return [style for kind, style in BLOCK_STYLES.items() if kind in self.block_types]

    @property
    def block_types(self):
        return {block.block_type for block in self.body}

    @property
    def has_pictures(self):
        return "picture" in self.block_types

    def serve(self, request, *args, **kwargs):
        if self.body:
            page_links.prefetch(self.body)
        response = super().serve(request, *args, **kwargs)
        response.add_post_render_callback(page_links.clear)
        return response


class HomePage(DirectRoute, BodyPage):
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.TopicPage", "cms.HelpPage", "cms.GlossaryPage", "cms.StandardPage"]
    max_count = 1
    template = "cms/home_page.html"
    edit_handler = page_edit_handler()

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, topics=TopicPage.objects.child_of(self).live(), **kwargs)


class TopicPage(TranslatedPage):
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    template = "cms/topic_page.html"

    icon = models.CharField(_("picture"), max_length=20, choices=icons.CHOICES)

    edit_handler = page_edit_handler(body=(), common=["icon"])

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(
            request, *args, articles=ArticlePage.objects.child_of(self).live(), **kwargs
        )


class ArticlePage(BodyPage):
    parent_page_types = ["cms.TopicPage"]
    subpage_types = []
    translated_fields = (*BodyPage.translated_fields, "audio")
    needed_fields = ("heading", "body")
    template = "cms/article_page.html"
    api_fields = [*BodyPage.api_fields, APIField("picture")]

    icon = models.CharField(_("small picture"), max_length=20, choices=icons.CHOICES)
    picture = models.ForeignKey(
        "cms.Picture", models.SET_NULL, verbose_name=_("picture"), null=True, blank=True, related_name="+"
    )

    audio = models.ForeignKey(
        "cms.Recording",
        models.SET_NULL,
        verbose_name=_("read aloud"),
        null=True,
        blank=True,
        help_text=_("A recording of this text in this language."),
    )

    speaks_to_danger = models.BooleanField(
        _("speaks to somebody in danger"),
        default=False,
        help_text=_("Readers can leave the page quickly, and it is discarded from their phone when they do."),
    )

    edit_handler = page_edit_handler(
        body=("body", "audio"), common=["icon", "picture", "speaks_to_danger"], facts=True
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, checked=self.facts.checked(), **kwargs)
        if self.first_numbers:
            context["countries"] = list(Place.objects.published().destinations())[:MOST_ASKED]
        return context

    @property
    def first_numbers(self):
        """How many blocks end with the helplines that the text opens with; 0 where it opens otherwise.

        Readers need these numbers before any picture, and those of other countries beside them.
        """
        kinds = [block.block_type for block in self.body]
        first = next((at for at, kind in enumerate(kinds[:OPENING]) if kind == "helpline"), None)
        if first is None:
            return 0
        return first + len(list(takewhile("helpline".__eq__, kinds[first:])))

    @property
    def has_pictures(self):
        return bool(self.shown_picture) or super().has_pictures

    @property
    def shown_picture(self):
        """The picture, unless it is private."""
        return self.picture if self.picture and not self.picture.is_private else None

    @property
    def facts(self):
        """The published facts the text rests on, in the editor's order."""
        if not self.pk:  # the preview of a page that is not saved yet
            return Fact.objects.none()
        return Fact.objects.published().filter(used_in__page=self).order_by("used_in__sort_order")

    @property
    def topic_slug(self):
        return self.url_path.split("/")[-3]


class ArticleFact(Orderable):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_facts")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, verbose_name=_("fact"), related_name="used_in")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "fact"], name="article_names_a_fact_once")]


class HelpPage(BodyPage):
    """Who helps: every published helpline, by need and place."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1
    template = "cms/help_page.html"
    edit_handler = page_edit_handler()

    class Meta:
        verbose_name = _("help page")

    def get_context(self, request, *args, **kwargs):
        groups = Helpline.objects.published().by_place()
        places = [group.place for group in groups]
        countries = [place for place in places if place.parent_id]
        return super().get_context(
            request,
            *args,
            help=groups,
            top_places=[place for place in places if not place.parent_id],
            countries=countries,
            most_asked=countries[:MOST_ASKED],
            **kwargs,
        )


class GlossaryPage(BodyPage):
    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    max_count = 1
    template = "cms/glossary_page.html"
    edit_handler = page_edit_handler()

    class Meta:
        verbose_name = _("glossary page")

    def get_context(self, request, *args, **kwargs):
        terms = sorted(GlossaryTerm.objects.filter(live=True), key=lambda term: term.term.casefold())
        return super().get_context(request, *args, terms=terms, **kwargs)


class StandardPage(BodyPage):
    """A page without a topic: about the programme, privacy."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    template = "cms/standard_page.html"
    edit_handler = page_edit_handler()

    class Meta:
        verbose_name = _("simple page")
