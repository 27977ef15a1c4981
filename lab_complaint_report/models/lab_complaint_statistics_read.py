from collections import defaultdict
from itertools import product

from odoo import models
from odoo.tools import SQL

from .lab_complaint_statistics_clusters import CLUSTERED


class LabComplaintStatistics(models.AbstractModel):
    """Cases that were read once, divided: by all dimensions in one statement.

    A case with two departments stands there with a list of them, and is counted for each here.
    """

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _divide_read(self, company, cases, dimensions):
        """The cases of a domain that were read, divided in several ways.

        :return: dictionary of dimension: rows as of _classification
        """
        groups = {dimension: defaultdict(lambda: [0] * 5) for dimension in dimensions}
        values_of = {dimension: self._reader_of(company, dimension) for dimension in dimensions}
        # PostgreSQL says by bits, the last dimension first, which ones a row is not divided by.
        bits = {1 << place: name for place, name in enumerate(reversed(dimensions))}
        every = (1 << len(dimensions)) - 1
        for mask, *row in self._read_divided(company, cases, dimensions):
            dimension = bits[every - mask]
            sums = row[len(dimensions) :]
            for value in values_of[dimension](row[dimensions.index(dimension)]):
                group = groups[dimension][value]
                group[:] = map(sum, zip(group, sums, strict=True))
        return {
            dimension: self._rows_of_groups(dimension, self._averaged(company, dimension, found))
            for dimension, found in groups.items()
        }

    def _averaged(self, company, dimension, groups):
        """Groups with the share valid and the share in time of each.

        :param groups: dictionary of value: sums as _read_divided gives them
        """
        named = self._named(company, dimension, groups)
        return [
            (
                named[value],
                count,
                valid / judged if judged else None,
                kept / settled if settled else None,
            )
            for value, (count, valid, judged, kept, settled) in groups.items()
        ]

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
