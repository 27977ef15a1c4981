from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .folded_cases import Places, UnfoldedCases
from .lab_complaint_analysis_reading import READING
from .lab_complaint_statistics import DIMENSIONS, MEASURES

FACTS = ("number", "received_day", "closed_day")
COLUMNS = (*FACTS, *DIMENSIONS, *MEASURES)
COMPENSATION = COLUMNS.index("compensation")
BATCH = 5000


class LabComplaintStatistics(models.AbstractModel):
    """The cases behind the figures of a period, one by one.

    Rows come straight from the database; names are read once for each value, by the models that
    know them.
    """

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _cases(self, company, first, last):
        """One dictionary for each case of a period, oldest first: `number`, `received_day`,
        `closed_day`, the dimensions by language, and the measures."""
        return list(UnfoldedCases(self._folded_cases(company, first, last)))

    def _folded_cases(self, company, first, last):
        """The same, with each name once.

        :return: dictionary as UnfoldedCases takes it
        """
        if not self.env.context.get(READING):
            with self._reading(company, [(first, last)]) as read:
                return read._folded_cases(company, first, last)
        cases = self._cases_domain(company, first, last)
        paid = self._compensations(company, cases)
        places = {dimension: Places() for dimension in DIMENSIONS}
        divided = list(enumerate(places.values(), len(FACTS)))
        rows = []
        for batch in self._read_rows(company, cases):
            rows += self._folded(batch, divided, paid)
        return {
            "columns": list(COLUMNS),
            "names": {
                dimension: self._names_by_place(company, dimension, list(found))
                for dimension, found in places.items()
            },
            "rows": rows,
        }

    def _folded(self, rows, places, paid):
        """Rows as they are kept, with places of names instead of values.

        :param rows: lists of id, the facts, dimensions and measures
        :param places: list of (position in the row, Places)
        :param paid: dictionary of id: compensation; 0 for others
        :return: iterator of tuples
        """
        cases, *columns = zip(*rows, strict=True)
        for position, place in places:
            columns[position] = map(place.__getitem__, columns[position])
        columns[COMPENSATION] = [paid.get(case, 0.0) for case in cases]
        return zip(*columns, strict=True)

    def _read_rows(self, company, cases):
        """Rows of the cases of a domain, oldest first, in batches."""
        analysis = self._analysis(company)
        query = analysis._search(cases, order="received_day, id")
        columns = [self._column(analysis, name) for name in ("id", *COLUMNS)]
        self.env.cr.execute(query.select(*columns))
        while batch := self.env.cr.fetchmany(BATCH):
            yield batch

    def _column(self, analysis, name):
        """What is read of a field: days as texts; a share is no integer, though that of one case
        is 0 or 1."""
        column = SQL.identifier(analysis._table, name)
        if name == "number":
            return column
        field = analysis._fields[name]
        if field.type == "date":
            return SQL("%s::text", column)
        return SQL("%s::float", column) if field.aggregator == "avg" else column

    def _compensations(self, company, cases):
        """What was paid in those cases in which something was: dictionary of id: amount."""
        groups = self._analysis(company)._read_group(
            cases & Domain("compensation", "!=", 0),
            ["complaint_id"],
            ["compensation:sum_currency"],
        )
        return {complaint.id: amount for complaint, amount in groups}

    def _names_by_place(self, company, dimension, values):
        """Names of values of a dimension, in their order."""
        field = self.env["lab.complaint.analysis"]._fields[dimension]
        if field.type == "many2many":
            return self._names_of_lists(self._analysis(company).env[field.comodel_name], values)
        words = self.with_company(company)
        named = words._names_of_values("lab.complaint.analysis", dimension, values)
        return [named[value] for value in values]

    def _names_of_lists(self, model, values):
        """Names of several records together, in the order of their model; archived ones are left
        out, as they are where the records of a case are listed.

        :param values: ids as text, None for nothing
        """
        lists = [[int(part) for part in (value or "").split(",") if part] for value in values]
        every = {record_id for ids in lists for record_id in ids}
        records = model.search([("id", "in", list(every))])
        named = self._names_of_each(records)
        places = {record_id: place for place, record_id in enumerate(named)}
        joined = []
        for ids in lists:
            ordered = sorted(filter(places.__contains__, ids), key=places.get)
            names = [named[record_id] for record_id in ordered]
            joined.append(self._joined(names) if names else self._none_names())
        return joined

    def _joined(self, names):
        return {code: ", ".join(name[code] for name in names) for code in self._languages()}
