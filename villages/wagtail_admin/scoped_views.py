"""Lists and forms of the admin that show only the rows their user may see."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet


class ScopedObject:
    """A row that the user may not see answers 404, as one that does not exist."""

    def get_object(self, queryset=None):
        rows = self.model.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class ScopedIndexView(generic.IndexView):
    related = ()

    def get_base_queryset(self):
        return self.model.objects.visible_to(self.request.user).select_related(*self.related)


class ScopedEditView(ScopedObject, generic.EditView):
    pass


class ScopedDeleteView(ScopedObject, generic.DeleteView):
    pass


class ScopedInspectView(ScopedObject, generic.InspectView):
    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            value = timezone.localtime(value)  # Wagtail's page would show it in UTC
        return "–" if value in (None, "") else value


class ScopedHistoryView(ScopedObject, HistoryView):
    pass


class ScopedViewSet(ModelViewSet):
    index_view_class = ScopedIndexView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    inspect_view_class = ScopedInspectView
    history_view_class = ScopedHistoryView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    unused_views = frozenset({"usage"})

    def get_common_view_kwargs(self, **kwargs):
        unused = {f"{name}_url_name": None for name in self.unused_views}
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.unused_views]
