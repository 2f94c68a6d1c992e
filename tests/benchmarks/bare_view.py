"""The least that Django can store: one view, no middleware, one row in a transaction.

What `tests.benchmarks.answers` holds an answer against. The database is that of the project's settings. Run
as a program, this module makes the table.
"""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from cms.settings import DATABASES

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES=DATABASES,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for measuring",
    USE_TZ=True,
)
django.setup()


class Row(models.Model):
    """As many columns as an answer has."""

    attempt = models.BigIntegerField(db_index=True)
    version = models.BigIntegerField(db_index=True)
    choice = models.CharField(max_length=2)
    outcome = models.CharField(max_length=8)

    class Meta:
        app_label = "bare_view"


def store(request):
    with transaction.atomic():
        Row.objects.create(attempt=1, version=1, choice=request.POST["choice"], outcome="dk")
    return HttpResponseRedirect("/next/")


urlpatterns = [path("", store), path("readyz", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()

if __name__ == "__main__" and Row._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Row)
