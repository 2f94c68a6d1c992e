"""`manage.py flush` empties a database for development, and refuses where the audit log counts."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from cms.audit.protection import protect, triggers_in
from cms.models import AuditEntry


def test_in_production_it_refuses_and_removes_nothing(db, settings):
    settings.PRODUCTION = True
    AuditEntry.objects.record(AuditEntry.Subject.EXPORTS, "a.csv")
    with pytest.raises(CommandError, match=r"^Nothing was removed\. .* make a new database"):
        call_command("flush", interactive=False, verbosity=0)
    assert AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_elsewhere_it_empties_the_audit_log_too_and_protects_it_again(monkeypatch):
    plain = (
        BaseDatabaseOperations.execute_sql_flush
    )  # as outside the tests, which lift the triggers themselves
    monkeypatch.setattr(type(connection.ops), "execute_sql_flush", plain)
    protect(connection)
    AuditEntry.objects.record(AuditEntry.Subject.EXPORTS, "a.csv")
    before = triggers_in(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.filter(action="a.csv").exists()
    assert triggers_in(connection) == before
    AuditEntry.objects.record(AuditEntry.Subject.EXPORTS, "b.csv")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(action="b.csv").delete()
