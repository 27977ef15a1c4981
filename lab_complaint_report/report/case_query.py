from itertools import count

from odoo.tools import SQL

# Of the cursors that such statements are read with.
NUMBERS = count()


class CaseQuery:
    """One statement that reads chosen cases with what is summed up of their parts, by the rules
    for the reading user; its rows are fetched some at a time."""

    def __init__(self, cases, ids, order):
        """Choose cases.

        :param cases: empty recordset of a model with one record for each case
        :param ids: their ids
        :param order: as for `search`
        """
        self.cases = cases
        self._ids = f"{{{','.join(map(str, ids))}}}"
        self.query = cases._search([], order=order)
        self._id = SQL.identifier(cases._table, "id")
        self._choose(self.query, self._id)

    def column(self, name):
        """A stored field of the cases.

        :raise AccessError: when the user may not read it
        """
        return self.cases._field_to_sql(self.cases._table, name, self.query)

    def alone(self, aggregate):
        """What an aggregate of many cases, such as `amount:sum_currency`, is for each by itself."""
        return SQL(
            "%s OVER (PARTITION BY %s)",
            self.cases._read_group_select(aggregate, self.query),
            self._id,
        )

    def join(self, alias, parts, case, sums):
        """Sum up parts for each case.

        :param alias: name of the parts in the statement
        :param parts: query of the parts
        :param case: column with the id of their case
        :param sums: dictionary of name: SQL of an aggregate
        :return: dictionary of name: SQL of the sum, which is null for a case without parts
        """
        self._choose(parts, case)
        parts.groupby = case
        summed = parts.select(
            SQL("%s AS id", case),
            *(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in sums.items()),
        )
        condition = SQL("%s = %s", SQL.identifier(alias, "id"), self._id)
        self.query.add_join("LEFT JOIN", alias, SQL("(%s)", summed), condition)
        return {name: SQL.identifier(alias, name) for name in sums}

    def _choose(self, query, case):
        # Known before, so that parts of other cases are not summed up.
        query.add_where(SQL("%s = ANY (%s::integer[])", case, self._ids))

    def batches(self, columns, size):
        """Read the cases.

        :param columns: dictionary of name: SQL
        :param size: how many at a time
        :return: iterator of dictionaries of `id` and the names: values in the order of the cases
        """
        columns = {"id": self._id, **columns}
        run, cursor = self.cases.env.execute_query, SQL.identifier(f"cases_{next(NUMBERS)}")
        # All rows will be fetched, not only the first.
        run(SQL("SET LOCAL cursor_tuple_fraction = 1"))
        run(
            SQL(
                "DECLARE %s NO SCROLL CURSOR FOR %s",
                cursor,
                self.query.select(*columns.values()),
            )
        )
        while rows := run(SQL("FETCH %s FROM %s", size, cursor)):
            yield dict(zip(columns, zip(*rows, strict=True), strict=True))
        run(SQL("CLOSE %s", cursor))
