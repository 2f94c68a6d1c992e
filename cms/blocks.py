"""The blocks an article is made of; each has a template of the same name in `templates/blocks/`."""

from django.db.models import prefetch_related_objects
from django.forms import CharField
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class ShortRichTextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading inside the text")
        template = "blocks/heading.html"
        preview_value = "Apa yang harus Anda bawa"


class ParagraphBlock(ShortRichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Ordinary text with lists and links")
        template = "blocks/paragraph.html"
        preview_value = "<p>Bawa KTP dan kartu keluarga Anda.</p>"


class KeyMessageBlock(ShortRichTextBlock):
    class Meta:
        icon = "warning"
        label = _("Key message")
        description = _("The one thing to remember")
        template = "blocks/key_message.html"
        preview_value = "<p>Jangan berangkat sebelum ada kontrak kerja.</p>"


class DoDontBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(), label=_("Do"))
    dont = blocks.ListBlock(blocks.CharBlock(), label=_("Don't"))

    class Meta:
        icon = "tasks"
        label = _("Do and don't")
        description = _("Two short lists beside each other")
        template = "blocks/do_dont.html"
        preview_value = {"do": ["Baca kontrak"], "dont": ["Serahkan paspor"]}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = ShortRichTextBlock(label=_("Text"), required=False)


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Numbered steps")
        description = _("What to do, in order")
        template = "blocks/steps.html"
        preview_value = {"heading": "Langkah", "steps": [{"title": "Cek perusahaan", "text": ""}]}


class ChecklistBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False)
    items = blocks.ListBlock(blocks.CharBlock(), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        description = _("A list that can be ticked and printed")
        template = "blocks/checklist.html"
        preview_value = {"heading": "Sudah siap?", "items": ["Paspor", "Visa kerja"]}


class StoryBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"))
    text = ShortRichTextBlock(label=_("Story"))

    class Meta:
        icon = "openquote"
        label = _("Story")
        description = _("An example readers recognise themselves in; never use a real person's name")
        template = "blocks/story.html"
        preview_value = {"heading": "Tawaran dari teman", "text": "<p>Cerita ini contoh.</p>"}


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its text alternative")
        template = "blocks/picture.html"


class AudioBlock(AudioChooserBlock):
    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Audio")
        description = _("A recording in the language of this text; it loads only when readers ask for it")
        template = "blocks/audio.html"


class TableBlock(TypedTableBlock):
    """A table with headings; `as_lists` is its plain form in the starter, the API and translations."""

    COLUMNS = (2, 3)

    text = blocks.CharBlock(label=_("Text"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Two or three columns; more do not fit a phone")
        template = "blocks/table.html"
        preview_value = {
            "caption": "Tarif paspor",
            "columns": [{"type": "text", "heading": "Jenis"}, {"type": "text", "heading": "Tarif"}],
            "rows": [{"values": ["Biasa, 5 tahun", "Rp350.000"]}],
        }

    @staticmethod
    def as_lists(raw):
        """Return `{"caption", "columns": [heading, ...], "rows": [[cell, ...], ...]}` of the raw table."""
        raw = raw or {}
        return {
            "caption": raw.get("caption", ""),
            "columns": [column["heading"] for column in raw.get("columns", [])],
            "rows": [row["values"] for row in raw.get("rows", [])],
        }

    @staticmethod
    def from_lists(lists):
        """Return the raw table of `as_lists`; every row gets as many cells as the longest."""
        width = max(map(len, [lists["columns"], *lists["rows"]]))
        columns, *rows = (texts + [""] * (width - len(texts)) for texts in [lists["columns"], *lists["rows"]])
        return {
            "columns": [{"type": "text", "heading": heading} for heading in columns],
            "rows": [{"values": cells} for cells in rows],
            "caption": lists["caption"],
        }

    def get_api_representation(self, value, context=None):
        return self.as_lists(super().get_api_representation(value, context))

    def clean(self, value):
        fewest, most = self.COLUMNS
        table = super().clean(value)
        errors = [] if len(table.columns) <= most else [self.meta.description]
        if not self.is_deferred_validation:
            errors += self.missing(table)
            errors += [self.meta.description] if len(table.columns) < fewest else []
        if errors:
            raise TypedTableBlockValidationError(non_block_errors=errors)
        return table

    def missing(self, table):
        required = CharField.default_error_messages["required"]
        texts = [(_("Caption"), table.caption)]
        texts += [(_("Column headings"), column["heading"]) for column in table.columns]
        return list(dict.fromkeys(f"{name}: {required}" for name, text in texts if not text.strip()))


class DownloadBlock(DocumentChooserBlock):
    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to save or print, with its size")
        template = "blocks/download.html"


class TermBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("cms.GlossaryTerm", **kwargs)

    class Meta:
        icon = "openquote"
        label = _("Word explained")
        description = _("A word from the glossary with its meaning, where readers need it")
        template = "blocks/term.html"


class HelplineBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("cms.Helpline", **kwargs)

    def bulk_to_python(self, values):
        helplines = super().bulk_to_python(values)
        prefetch_related_objects([helpline for helpline in helplines if helpline], "numbers")
        return helplines

    class Meta:
        icon = "mobile-alt"
        label = _("Helpline")
        description = _("Telephone numbers, with the days they were read in a source and called")
        template = "blocks/helpline.html"


class QuizBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("quizzes.Quiz", **kwargs)

    class Meta:
        icon = "help"
        label = _("Quiz")
        description = _("A link to a short quiz")
        template = "blocks/quiz.html"


class ArticleBody(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    key_message = KeyMessageBlock()
    do_dont = DoDontBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    story = StoryBlock()
    picture = PictureBlock()
    audio = AudioBlock()
    table = TableBlock()
    download = DownloadBlock()
    term = TermBlock()
    helpline = HelplineBlock()
    quiz = QuizBlock()

    class Meta:
        required = False
