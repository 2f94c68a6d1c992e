"""The texts that are not pages, in the admin: helplines, places, glossary, facts with their sources."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.editing.panels import language_panels, snippet_edit_handler
from cms.editing.table_columns import DayColumn, ValidColumn
from cms.models import Fact, GlossaryTerm, Helpline, Place


def checked_columns(field, label):
    return [
        DayColumn(field, label=label, sort_key=field),
        DayColumn("valid_until", label=_("check again by"), sort_key="valid_until"),
        ValidColumn("is_expired", label=_("still valid")),
    ]


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    menu_label = _("Helplines")
    copy_view_enabled = False
    ordering = ["order", "slug"]
    list_display = [
        "name",
        "need",
        "place",
        *checked_columns("read_on", _("read in a source on")),
        LiveStatusTagColumn(),
    ]
    list_filter = ["place", "need", "is_mission"]
    search_fields = ["name_ind", "name_en", "slug"]
    edit_handler = snippet_edit_handler(
        ["name", "what", "hours"],
        [
            FieldPanel("slug"),
            InlinePanel(
                "numbers",
                heading=_("Numbers"),
                label=_("Number"),
                panels=[
                    FieldPanel("kind"),
                    FieldPanel("number"),
                    FieldPanel("dial"),
                    FieldPanel("for_emergencies"),
                    FieldPanel("called_on"),
                    *language_panels(["label"]),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("place"),
                    FieldPanel("is_mission"),
                    FieldPanel("need"),
                    FieldPanel("order"),
                ],
                heading=_("Where it is shown"),
            ),
            FieldPanel("address"),
            FieldPanel("email"),
            FieldPanel("website"),
            FieldPanel("speaks"),
            MultiFieldPanel(
                [FieldPanel("read_on"), FieldPanel("source_published"), FieldPanel("valid_until")],
                heading=_("Read in a source"),
            ),
            FieldPanel("facts", widget=forms.SelectMultiple(attrs={"size": 8})),
        ],
    )

    def get_queryset(self, request):
        return Helpline.objects.select_related("place")


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    menu_label = _("Places")
    copy_view_enabled = False
    ordering = ["order", "slug"]
    list_display = ["name", "kind", "parent", "order", LiveStatusTagColumn()]
    list_filter = ["kind", "parent"]
    search_fields = ["name_ind", "name_en", "slug"]
    edit_handler = snippet_edit_handler(
        ["name", "choice", "note"],
        [
            FieldPanel("slug"),
            MultiFieldPanel(
                [FieldPanel("kind"), FieldPanel("parent"), FieldPanel("order")],
                heading=_("Where it is shown"),
            ),
        ],
    )

    def get_queryset(self, request):
        return Place.objects.select_related("parent")


class GlossaryViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    copy_view_enabled = False
    list_display = ["term", "slug", LiveStatusTagColumn()]
    search_fields = ["term_ind", "term_en", "slug", "definition_ind"]
    edit_handler = snippet_edit_handler(["term", "definition"], [FieldPanel("slug")])


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "check"
    menu_label = _("Facts")
    copy_view_enabled = False
    ordering = ["code"]
    list_display = [
        "code",
        "statement",
        *checked_columns("checked_on", _("checked on")),
        LiveStatusTagColumn(),
    ]
    list_filter = ["confidence"]
    search_fields = ["code", "statement_ind", "statement_en"]
    edit_handler = snippet_edit_handler(
        ["statement"],
        [
            FieldPanel("code"),
            FieldPanel("confidence"),
            MultiFieldPanel([FieldPanel("checked_on"), FieldPanel("valid_until")], heading=_("Checked")),
            InlinePanel("sources", heading=_("Sources"), label=_("Source"), min_num=1),
        ],
    )


class TextsGroup(SnippetViewSetGroup):
    items = (HelplineViewSet, PlaceViewSet, GlossaryViewSet, FactViewSet)
    menu_label = _("Help and facts")
    menu_icon = "help"
    menu_order = 220
