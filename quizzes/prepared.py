"""Questions to the database that every answer asks: making their SQL costs more than having it answered."""

from django.db import connection


class PreparedQuery:
    """A `values_list` queryset whose SQL is made once in a process.

    `build(*names)` returns the queryset; each name, a string, stands for a value that is given later.
    """

    def __init__(self, build, *names):
        self.build, self.names = build, names
        self.made = {}  # by kind of database

    def rows(self, *values):
        """Return the rows as lists, for the values in the order of the names."""
        sql, order, compiler, converters = self.made.get(connection.vendor) or self.make()
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[place] for place in order])
            return list(compiler.apply_converters(cursor.fetchall(), converters))

    def make(self):
        compiler = self.build(*self.names).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        order = [self.names.index(parameter) for parameter in parameters]
        self.made[connection.vendor] = sql, order, compiler, converters
        return self.made[connection.vendor]
