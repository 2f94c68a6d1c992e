"""The editor of rich text; it sends JSON, in which control characters are written as escapes."""

from wagtail.admin.rich_text import DraftailRichTextArea

from cms.editing.control_characters import without_control_characters


class CleanRichTextArea(DraftailRichTextArea):
    def value_from_datadict(self, *args, **kwargs):
        value = super().value_from_datadict(*args, **kwargs)
        return value and without_control_characters(value)
