"""Rows as both engines understand them: one JSON list a row, made column by column without the models.

A model's own fields would translate, build streams or run code; here a column is text, a number or a moment.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.expressions import Col

from cms.audit.protection import lifted

ROWS_AT_ONCE = 1000
# Made again after a restore: its tables differ between the engines.
SEARCH_INDEX = "wagtailsearch"
# Phones may hold ids that were given out after the backup; none of them is ever given to another row.
GAP_AFTER_RESTORE = 1_000_000

# JSON stays the text it is: the same for both engines, and null inside it is not an empty column.
STORED_AS = {
    "AutoField": "BigIntegerField",
    "BigAutoField": "BigIntegerField",
    "SmallAutoField": "BigIntegerField",
    "IntegerField": "BigIntegerField",
    "BigIntegerField": "BigIntegerField",
    "SmallIntegerField": "BigIntegerField",
    "PositiveIntegerField": "BigIntegerField",
    "PositiveBigIntegerField": "BigIntegerField",
    "PositiveSmallIntegerField": "BigIntegerField",
    "CharField": "TextField",
    "TextField": "TextField",
    "SlugField": "TextField",
    "FileField": "TextField",
    "JSONField": "TextField",
    "GenericIPAddressField": "TextField",
    "BooleanField": "BooleanField",
    "FloatField": "FloatField",
    "DateField": "DateField",
    "TimeField": "TimeField",
    "DateTimeField": "DateTimeField",
    "DecimalField": "DecimalField",
    "UUIDField": "UUIDField",
    "BinaryField": "BinaryField",
}
TO_JSON = {
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "DateTimeField": lambda value: value.astimezone(UTC).isoformat(),
    "DecimalField": str,
    "UUIDField": lambda value: value.hex,
    "BinaryField": lambda value: base64.b64encode(value).decode(),
    "TextField": str,
}
FROM_JSON = {
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "BinaryField": base64.b64decode,
}


def plain_kind(field):
    """Return the name of Django's field that stores the same; KeyError for one we do not know."""
    while field.remote_field:
        field = field.target_field
    return STORED_AS[field.get_internal_type()]


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    is_json: bool
    decimal_places: int | None

    @classmethod
    def of(cls, field):
        is_json = field.get_internal_type() == "JSONField"
        return cls(field.column, plain_kind(field), is_json, getattr(field, "decimal_places", None))

    @cached_property
    def field(self):
        options = {"max_digits": 30, "decimal_places": self.decimal_places} if self.decimal_places else {}
        return getattr(models, self.kind)(**options)

    @cached_property
    def converters(self):
        """What Django does to a value that comes from this engine."""
        expression = Col("", self.field)
        return connection.ops.get_db_converters(expression), expression

    def to_json(self, value):
        converters, expression = self.converters
        for convert in converters:
            value = convert(value, expression, connection)
        return value if value is None or self.kind not in TO_JSON else TO_JSON[self.kind](value)

    def from_json(self, value):
        if value is not None and self.kind in FROM_JSON:
            value = FROM_JSON[self.kind](value)
        return self.field.get_db_prep_save(value, connection)

    def canonical(self, value):
        """The same for both engines: PostgreSQL sorts the keys of JSON."""
        return json.dumps(json.loads(value), sort_keys=True) if self.is_json and value is not None else value


class Table:
    def __init__(self, model):
        self.model = model
        self.name = model._meta.db_table
        stored = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.columns = [Column.of(field) for field in stored]

    @cached_property
    def quoted_columns(self):
        return ", ".join(connection.ops.quote_name(column.name) for column in self.columns)

    @cached_property
    def quoted_name(self):
        return connection.ops.quote_name(self.name)

    def count(self):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.quoted_name}")  # noqa: S608
            return cursor.fetchone()[0]

    def read(self):
        """Yield lists of rows ready for JSON; inside a transaction, so that all belong to one moment."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {self.quoted_columns} FROM {self.quoted_name}")  # noqa: S608
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield [
                    [column.to_json(value) for column, value in zip(self.columns, row, strict=True)]
                    for row in rows
                ]

    def write(self, rows):
        places = ", ".join(["%s"] * len(self.columns))
        statement = f"INSERT INTO {self.quoted_name} ({self.quoted_columns}) VALUES ({places})"  # noqa: S608
        values = [
            [column.from_json(value) for column, value in zip(self.columns, row, strict=True)] for row in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)

    def digest_of(self, rows):
        """Return a number that is the same in any order and on either engine; those of parts add up."""
        total = 0
        for row in rows:
            plain = [column.canonical(value) for column, value in zip(self.columns, row, strict=True)]
            total += int.from_bytes(hashlib.sha256(json.dumps(plain).encode()).digest())
        return total % 2**256


def all_tables():
    """Return every table of the site but the search index, by name."""
    found = [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label != SEARCH_INDEX
    ]
    return {table.name: table for table in sorted(found, key=lambda table: table.name)}


def empty_tables():
    """Delete every row, those of the search index too."""
    names = [*all_tables(), apps.get_model(SEARCH_INDEX, "IndexEntry")._meta.db_table]
    with lifted(connection):
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))


def leave_gap_in_ids():
    """Let new rows begin `GAP_AFTER_RESTORE` above the highest id."""
    advance = advance_sqlite if connection.vendor == "sqlite" else advance_postgresql
    with connection.cursor() as cursor:
        for table in all_tables().values():
            key = table.model._meta.pk
            if key.get_internal_type() in ("AutoField", "BigAutoField") and table.count():
                advance(cursor, table.name, key.column)


def advance_sqlite(cursor, table, _column):
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [GAP_AFTER_RESTORE, table])


def advance_postgresql(cursor, table, column):
    highest = f"(SELECT max({connection.ops.quote_name(column)}) FROM {connection.ops.quote_name(table)})"  # noqa: S608
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), {highest} + %s)",
        [connection.ops.quote_name(table), column, GAP_AFTER_RESTORE],
    )
