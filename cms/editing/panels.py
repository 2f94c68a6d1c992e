"""The editing form: one tab per language, what is common to all languages last."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtailmedia.edit_handlers import MediaChooserPanel

from cms.accounts.permissions import editable_languages, is_only_translator
from cms.languages import NAMES, SOURCE, TARGETS


class OfLanguage:
    """Mixin: a panel about `fields` in one language."""

    def __init__(self, *args, language="", fields=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields = tuple(fields)

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "language": self.language, "fields": self.fields}

    def counted(self, name, instance):
        """Return `name` with how many of the fields are filled: "Basa Jawa 2/3"."""
        filled = sum(bool(instance.text_in(field, self.language)) for field in self.fields)
        return f"{name} {filled}/{len(self.fields)}"


class LanguageTab(OfLanguage, ObjectList):
    """A tab of one language whose heading counts the filled fields."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self):
            return super().is_shown() and self.panel.language in editable_languages(self.request.user)

        @property
        def heading(self):
            return self.panel.counted(self.panel.heading, self.instance)

        @heading.setter
        def heading(self, value):
            pass  # Wagtail's constructor copies the panel's heading; ours is computed.


class SideBySidePanel(OfLanguage, Panel):
    """A link to translating side by side, where translators also reach the rows of a quiz."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/editing/side_by_side_panel.html"

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        @property
        def address(self):
            obj = self.instance
            return reverse("edit-translation", args=[obj._meta.label_lower, obj.pk, self.panel.language])


class LanguageRow(OfLanguage, MultiFieldPanel):
    """One language inside an inline row, closed until somebody opens it.

    Wagtail's own `collapsed` works on the panels of a form, not on those inside a row.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "cms/editing/language_row.html"

        @property
        def summary(self):
            return self.panel.counted(NAMES[self.panel.language], self.instance)

        @property
        def has_errors(self):
            columns = {build_localized_fieldname(field, self.panel.language) for field in self.panel.fields}
            return bool(columns & self.form.errors.keys())


class SharedTab(ObjectList):
    """What is the same in all languages; translators do not see it."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self):
            return super().is_shown() and not is_only_translator(self.request.user)


class TextPanel(FieldPanel):
    """A text in one language. Wagtail's box that grows with the text is for Django's own fields only."""

    def get_form_options(self):
        options = super().get_form_options()
        if isinstance(self.db_field, models.TextField):
            options["widgets"] = {self.field_name: AdminAutoHeightTextInput}
        return options


def audio_panel(name):
    return MediaChooserPanel(name, media_type="audio")


def localized_panels(fields, code, panel_of):
    return [panel_of.get(field, TextPanel)(build_localized_fieldname(field, code)) for field in fields]


def language_tabs(fields, **panel_of):
    """Return a tab per language with a panel for each of `fields`.

    `panel_of` maps a field that needs more than a `TextPanel` to its panel class.
    """
    tabs = []
    for code, name in NAMES.items():
        panels = localized_panels(fields, code, panel_of)
        if code != SOURCE:
            panels.append(SideBySidePanel(language=code))
        tabs.append(LanguageTab(panels, heading=name, language=code, fields=fields))
    return tabs


def language_panels(fields, **panel_of):
    """Return panels for an inline row: Indonesian open, the other languages collapsed."""
    panels = localized_panels(fields, SOURCE, panel_of)
    for code in TARGETS:
        panels.append(LanguageRow(localized_panels(fields, code, panel_of), language=code, fields=fields))
    return panels


def page_edit_handler(body=("body",), common=(), facts=False):
    """Return the editing form of a page type."""
    fields = ["heading", "intro", *body, "meta_title", "meta_description"]
    settings_panels = [*map(FieldPanel, common), FieldPanel("slug"), PublishingPanel()]
    if facts:
        settings_panels.insert(
            len(common), InlinePanel("article_facts", heading=_("Facts and sources"), label=_("Fact"))
        )
    return TabbedInterface(
        [
            *language_tabs(fields, audio=audio_panel),
            SharedTab(settings_panels, heading=_("For all languages")),
        ]
    )


def snippet_edit_handler(fields, common):
    """Return the editing form of a translated snippet."""
    return TabbedInterface(
        [*language_tabs(fields), SharedTab([*common, PublishingPanel()], heading=_("For all languages"))]
    )
