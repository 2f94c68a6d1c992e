"""`name__prefix="suk"`: what begins with a text, answered by the column's ordinary index everywhere."""

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Prefix(Lookup):
    lookup_name = "prefix"

    def as_sql(self, compiler, connection):
        """A range of the index: for LIKE, which takes no heed of case there, SQLite would read all of it."""
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs)
        return f"{column} >= %s AND {column} < %s", [*params, text, *params, f"{text}\U0010ffff"]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{column} LIKE %s", [*params, f"{text}%"]
