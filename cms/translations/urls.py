from django.urls import path

from cms.accounts.permissions import text_worker_required
from cms.fact_checks import FactCheckReport
from cms.feedback import UsefulnessReport
from cms.translations import po_views, views, workflow

urlpatterns = [
    path("translations/", views.translations, name="translations"),
    path("translations/send/", workflow.send_on, name="send-translations"),
    path("reviews/<int:pk>/not-approved/", workflow.not_approved, name="not-approved"),
    path("translations/export/<str:language>/", po_views.export, name="export-translations"),
    path("translations/import/", po_views.upload_po_file, name="import-translations"),
    path("translations/import/confirm/", po_views.confirm, name="import-translations-confirm"),
    path("translations/import/refused/", po_views.download_refused, name="import-translations-refused"),
    path(
        "translations/<str:label>/<int:pk>/<str:language>/",
        views.translation,
        name="translation",
    ),
    path(
        "translations/<str:label>/<int:pk>/<str:language>/edit/",
        views.edit,
        name="edit-translation",
    ),
    path(
        "translations/<str:label>/<int:pk>/<str:language>/reviewed/",
        views.mark_reviewed,
        name="mark-reviewed",
    ),
    path("usefulness/", text_worker_required(UsefulnessReport.as_view()), name="usefulness"),
    path("freshness/", text_worker_required(FactCheckReport.as_view()), name="freshness"),
]
