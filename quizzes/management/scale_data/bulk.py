"""Inserts millions of rows: with `COPY` on PostgreSQL, with prepared statements on SQLite."""

import json
from datetime import UTC

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

POSTGRESQL_ADAPTERS = {"JSONField": json.dumps}
SQLITE_ADAPTERS = {
    "JSONField": json.dumps,
    "UUIDField": lambda value: value.hex,
    "DateTimeField": lambda value: value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    "DateField": lambda value: value.isoformat(),
    "DecimalField": str,
}


def internal_type(field):
    return (field.target_field if field.is_relation else field).get_internal_type()


class BulkTable:
    """Collects rows of `model`: `add()` takes the values of `names`, other columns get their default."""

    def __init__(self, model, *names):
        stored = [field for field in model._meta.concrete_fields if not field.generated]
        fields = [field for field in stored if field.attname in names or not field.primary_key]
        fields.sort(key=lambda field: names.index(field.attname) if field.attname in names else len(names))
        adapters = POSTGRESQL_ADAPTERS if connection.vendor == "postgresql" else SQLITE_ADAPTERS
        self.model, self.fields, self.rows = model, fields, []
        kinds = [internal_type(field) for field in fields[: len(names)]]
        self.adapters = [(place, adapters[kind]) for place, kind in enumerate(kinds) if kind in adapters]
        empty = model()
        self.defaults = [
            field.get_db_prep_save(field.pre_save(empty, add=True), connection)
            for field in fields[len(names) :]
        ]
        self.next_key = self.first_free_key()

    def first_free_key(self):
        """Return the first unused primary key; None if the key is not an integer."""
        if internal_type(self.model._meta.pk) not in ("BigAutoField", "AutoField"):
            return None
        return (self.model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1

    def add(self, *values):
        values = list(values)
        for place, adapt in self.adapters:
            if values[place] is not None:
                values[place] = adapt(values[place])
        self.rows.append(values + self.defaults)

    def new_key(self):
        """Reserve and return the next primary key."""
        self.next_key += 1
        return self.next_key - 1

    def write(self, cursor):
        quote = connection.ops.quote_name
        table, columns = quote(self.model._meta.db_table), ", ".join(quote(f.column) for f in self.fields)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in self.rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(self.fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self.rows)  # noqa: S608
        self.rows = []


class Bulk:
    """Tables that are written together in the order they were added, so parents come first."""

    def __init__(self, size=20_000):
        self.tables, self.size = [], size

    def table(self, model, *names):
        self.tables.append(BulkTable(model, *names))
        return self.tables[-1]

    def flush(self, at_least=0):
        """Write all collected rows if some table holds `at_least` of them."""
        if max(len(table.rows) for table in self.tables) < at_least:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                if table.rows:
                    table.write(cursor)

    def flush_when_full(self):
        self.flush(self.size)

    def close(self):
        """Write the rest and reset the sequences, so that the database continues after these keys."""
        self.flush(1)
        models = [table.model for table in self.tables]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
