from django.urls import path

from cms.accounts.permissions import text_worker_required
from cms.helplines import views

urlpatterns = [
    path(
        "numbers/missing/", text_worker_required(views.MissingNumbersReport.as_view()), name="missing-numbers"
    ),
    path("numbers/calls/", text_worker_required(views.CallsReport.as_view()), name="calls"),
]
