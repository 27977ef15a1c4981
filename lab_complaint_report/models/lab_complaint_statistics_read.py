from collections import defaultdict
from heapq import nsmallest
from itertools import product
from operator import add

from odoo import models
from odoo.tools import SQL

from .lab_complaint_statistics_clusters import CLUSTERED

# So many rows of a table are read by somebody; a large laboratory has more customers than that.
MOST_NAMED = 1000
# The row of all others, instead of an id: no key that a selection could have.
OTHERS = "__others"


class LabComplaintStatistics(models.AbstractModel):
    """Cases that were read once, divided: by all dimensions in one statement.

    A case with two departments stands there with a list of them, and is counted for each here.
    """

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _divide_read(self, company, cases, dimensions):
        """The cases of a domain that were read, divided in several ways.

        :return: dictionary of dimension: rows as of _classification
        """
        groups = self._sums_read(company, cases, dimensions)
        return self._rows_of_sums(company, groups)

    def _divide_alike(self, company, spans, dimensions):
        """The cases of several spans of days that were read, divided in several ways, to be
        compared. Up to MOST_NAMED values are named: those most cases of the first span have, then
        those of the next. All others are one row at the end, with OTHERS as its `id`.

        :param spans: list of (first, last): dates
        :return: list of dictionaries of dimension: rows as of _classification
        """
        groups = [
            self._sums_read(company, self._cases_domain(company, *span), dimensions)
            for span in spans
        ]
        for dimension in dimensions:
            self._fold_others([found[dimension] for found in groups])
        return [self._rows_of_sums(company, found) for found in groups]

    def _fold_others(self, tables):
        """Put together in each table what is not among the foremost of all.

        :param tables: list of dictionaries of value: sums, the first one first
        """
        named = set()
        for table in tables:
            named.update(
                nsmallest(
                    MOST_NAMED - len(named),
                    table.keys() - named,
                    key=lambda value, table=table: self._place(table[value][0], value),
                )
            )
        for table in tables:
            others = [table.pop(value) for value in table.keys() - named]
            if others:
                table[OTHERS] = [sum(sums) for sums in zip(*others, strict=True)]

    def _sums_read(self, company, cases, dimensions):
        """What was read of the cases of a domain, by dimension.

        :return: dictionary of dimension: {value: sums as _read_divided gives them}
        """
        groups = {dimension: {} for dimension in dimensions}
        values_of = {dimension: self._reader_of(company, dimension) for dimension in dimensions}
        # PostgreSQL says by bits, the last dimension first, which ones a row is not divided by.
        bits = {1 << place: name for place, name in enumerate(reversed(dimensions))}
        every = (1 << len(dimensions)) - 1
        for mask, *row in self._read_divided(company, cases, dimensions):
            dimension = bits[every - mask]
            found, sums = groups[dimension], row[len(dimensions) :]
            for value in values_of[dimension](row[dimensions.index(dimension)]):
                found[value] = [*map(add, found[value], sums)] if value in found else sums
        return groups

    def _rows_of_sums(self, company, groups):
        """Rows of tables.

        :param groups: dictionary of dimension: {value: sums}
        :return: dictionary of dimension: rows as of _classification
        """
        rows = {}
        for dimension, found in groups.items():
            named = self._named(company, dimension, found.keys() - {OTHERS})
            averaged = [(named[value], *self._averaged(found[value])) for value in named]
            rows[dimension] = self._rows_of_groups(dimension, averaged)
            if OTHERS in found:
                names = self._worded(lambda words: words.env._("Others"))
                rows[dimension].append(self._row(OTHERS, names, *self._averaged(found[OTHERS])))
        return rows

    def _averaged(self, sums):
        """Number of cases, share valid and share in time."""
        count, valid, judged, kept, settled = sums
        return count, valid / judged if judged else None, kept / settled if settled else None

    def _read_divided(self, company, cases, dimensions):
        """Rows of a mask, values and sums."""
        analysis = self._analysis(company)
        query = analysis._search(cases)
        columns = [SQL.identifier(analysis._table, dimension) for dimension in dimensions]
        every = SQL(", ").join(columns)
        query.groupby = SQL(
            "GROUPING SETS (%s)", SQL(", ").join(SQL("(%s)", column) for column in columns)
        )
        sums = SQL(
            "sum(complaint_count), coalesce(sum(valid_share), 0), count(valid_share),"
            " coalesce(sum(in_time), 0), count(in_time)"
        )
        return self.env.execute_query(query.select(SQL("GROUPING(%s)", every), *columns, sums))

    def _reader_of(self, company, dimension):
        """Function that gives the values for which a case counts, of what was read."""
        analysis = self._analysis(company)
        field = analysis._fields[dimension]
        if field.type != "many2many":
            return lambda value: (value or False,)
        # As Odoo groups by a list of records: archived ones are none.
        model = analysis.env[field.comodel_name]
        seen = set(model.search([]).ids)  # pylint: disable=no-search-all
        return lambda ids: [each for each in self._ids_of(ids) if each in seen] or (False,)

    def _ids_of(self, ids):
        return [int(each) for each in ids.split(",")] if ids else []

    def _named(self, company, dimension, values):
        """Dictionary of value: record, or the value of a selection."""
        analysis = self._analysis(company)
        field = analysis._fields[dimension]
        if not field.relational:
            return {value: value for value in values}
        model = analysis.env[field.comodel_name]
        # Together, so that their names are read together.
        records = {record.id: record for record in model.browse(filter(None, values))}
        return {value: records.get(value, model) for value in values}

    def _cluster_read(self, company, cases):
        """Clusters among the cases of a domain that were read.

        :return: list of (cause, department, service, numbers of cases), most first
        """
        analysis = self._analysis(company)
        query = analysis._search(cases, order="received_day, id")
        columns = [SQL.identifier(analysis._table, name) for name in (*CLUSTERED, "number")]
        readers = [self._reader_of(company, dimension) for dimension in CLUSTERED]
        clusters, known = defaultdict(list), {}
        for *lists, number in self.env.execute_query(query.select(*columns)):
            kinds = tuple(lists)
            if kinds not in known:
                values = (read(ids) for read, ids in zip(readers, kinds, strict=True))
                known[kinds] = [each for each in product(*values) if each[0]]
            for each in known[kinds]:
                clusters[each].append(number)
        enough = company.sudo().complaint_recurrence_count
        found = {kinds: numbers for kinds, numbers in clusters.items() if len(numbers) >= enough}
        named = [
            self._named(company, dimension, {kinds[place] for kinds in found})
            for place, dimension in enumerate(CLUSTERED)
        ]
        return self._most_first(
            [
                (*(names[kind] for names, kind in zip(named, kinds, strict=True)), numbers)
                for kinds, numbers in found.items()
            ]
        )
