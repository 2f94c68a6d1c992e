"""The lookup `name__prefix="suk"`: texts that begin with "suk", found by an ordinary index."""

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Prefix(Lookup):
    lookup_name = "prefix"

    def as_sql(self, compiler, connection):
        """Compare with a range: SQLite's LIKE ignores case, so it cannot use the index."""
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs)
        return f"{column} >= %s AND {column} < %s", [*params, text, *params, f"{text}\U0010ffff"]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE %s", [*params, f"{text}%"]
