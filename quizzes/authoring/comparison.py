"""Differences between two versions of a quiz. Wagtail cannot compare rows inside rows."""

from functools import partial

from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.admin.compare import (
    ChildObjectComparison,
    ChildRelationComparison,
    FieldComparison,
    TextDiff,
    register_comparison_class,
)
from wagtail.admin.panels import InlinePanel

ALWAYS_SHOWN = {"code", "text_ind", "is_right"}


class YesOrNo(FieldComparison):
    def htmldiff(self):
        before, now = (_("yes") if value else _("no") for value in (self.val_a, self.val_b))
        changes = [("deletion", before), ("addition", now)] if self.has_changed() else [("equal", now)]
        return TextDiff(changes).to_html()


register_comparison_class(models.BooleanField, comparison_class=YesOrNo)


class RowDifference(ChildObjectComparison):
    """A question or choice: what identifies it and what has changed; all of one that is new or deleted."""

    def get_field_comparisons(self):
        is_whole = self.is_addition() or self.is_deletion()
        return [
            found
            for found in super().get_field_comparisons()
            if found.field.name in ALWAYS_SHOWN
            or found.has_changed()
            or (is_whole and (not found.is_field or found.val_b))
        ]


class RowsDifference(ChildRelationComparison):
    def get_child_comparison(self, obj_a, obj_b):
        return RowDifference(self.field.related_model, self.field_comparisons, obj_a, obj_b)

    def htmldiff(self):
        """The rows of a row."""
        rows = self.get_child_comparisons()
        return render_to_string("quizzes/authoring/rows_comparison.html", {"rows": rows})


class RowsPanel(InlinePanel):
    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self):
            return [
                partial(RowsDifference, *found.args, **found.keywords) for found in super().get_comparison()
            ]
