"""The words of the search in the admin: calls for help, synonyms, and what was searched for in vain."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from cms.accounts.permissions import may_confirm
from cms.editing.panels import snippet_edit_handler
from cms.languages import CODES
from cms.models import CrisisWords, MessageRule, MessageWords, Synonym


class PrefilledCreateView(CreateView):
    """A form in which the report has filled in a language and what was typed."""

    @property
    def language(self):
        asked = self.request.GET.get("language")
        return asked if asked in CODES else CODES[0]

    @property
    def typed(self):
        return self.request.GET.get("typed", "")[:80]


class CreateCrisisWordsView(PrefilledCreateView):
    def get_initial_form_instance(self):
        words = self.model()
        setattr(words, build_localized_fieldname("words", self.language), self.typed)
        return words


class CreateSynonymView(PrefilledCreateView):
    def get_initial_form_instance(self):
        return self.model(language=self.language, written=self.typed)


class CrisisWordsViewSet(SnippetViewSet):
    model = CrisisWords
    icon = "warning"
    menu_label = _("Crisis words")
    copy_view_enabled = False
    add_view_class = CreateCrisisWordsView
    ordering = ["order", "slug"]
    list_display = ["slug", "need", "order", LiveStatusTagColumn()]
    list_filter = ["need"]
    search_fields = ["slug", *(build_localized_fieldname("words", code) for code in CODES)]
    edit_handler = snippet_edit_handler(
        ["words", "message"],
        [
            FieldPanel("slug"),
            MultiFieldPanel(
                [FieldPanel("need"), FieldPanel("helpline"), FieldPanel("page"), FieldPanel("order")],
                heading=_("What comes first"),
            ),
        ],
    )


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "doc-full-inverse"
    menu_label = _("Synonyms")
    copy_view_enabled = False
    add_view_class = CreateSynonymView
    list_display = ["meaning", "written", "language"]
    list_filter = ["language"]
    search_fields = ["meaning", "written"]
    panels = [FieldPanel("language"), FieldPanel("written"), FieldPanel("meaning")]


class MessageRuleViewSet(SnippetViewSet):
    model = MessageRule
    icon = "comment"
    menu_label = _("Message rules")
    copy_view_enabled = False
    ordering = ["order", "slug"]
    list_display = ["name", "slug", "kind", "weight", LiveStatusTagColumn()]
    list_filter = ["kind", "weight"]
    search_fields = ["slug", "patterns", "name_ind", "name_en"]
    edit_handler = snippet_edit_handler(
        ["name", "reason"],
        [
            FieldPanel("slug"),
            FieldPanel("kind"),
            FieldPanel("weight"),
            FieldPanel("patterns"),
            FieldPanel("facts", widget=forms.SelectMultiple(attrs={"size": 8})),
            FieldPanel("order"),
        ],
    )


class MessageWordsViewSet(SnippetViewSet):
    model = MessageWords
    icon = "list-ul"
    menu_label = _("Words in messages")
    copy_view_enabled = False
    list_display = ["name", "words"]
    search_fields = ["name", "words"]
    panels = [FieldPanel("name"), FieldPanel("words")]


class EditorsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_confirm(request.user)


class SearchGroup(SnippetViewSetGroup):
    items = (CrisisWordsViewSet, SynonymViewSet, MessageRuleViewSet, MessageWordsViewSet)
    menu_label = _("Search words")
    menu_icon = "search"
    menu_order = 225

    def get_submenu_items(self):
        address = reverse("missed_searches")
        missed = EditorsMenuItem(_("Searches without a result"), address, icon_name="search", order=90)
        return [*super().get_submenu_items(), missed]
