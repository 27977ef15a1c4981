from odoo.tools import SQL

from .case_columns import CaseColumns


class AnalysisTeller:
    """Says what is in the columns of the analysis: what the cases are counted by, and their
    figures, with nothing where one has no basis."""

    def __init__(self, cases, dimensions, measures):
        """Choose columns.

        :param cases: empty recordset of lab.complaint.analysis
        :param dimensions: names of fields
        :param measures: names of fields, after them
        """
        self._cases = cases
        self._names = [*dimensions, *measures]
        self._dimensions = CaseColumns(cases, dimensions)
        self._measures = measures

    def sql(self, query):
        """What is read with the cases: dictionary of name: SQL."""
        return {
            **self._dimensions.sql(query),
            **{name: self._figure(name, query) for name in self._measures},
        }

    def _figure(self, name, query):
        """A figure of one case, as it is counted of many: what is summed up is a row by itself."""
        aggregate = f"{name}:{self._cases._fields[name].aggregator}"
        return SQL(
            "%s OVER (PARTITION BY %s)",
            self._cases._read_group_select(aggregate, query),
            SQL.identifier(query.table, "id"),
        )

    def columns(self, batch):
        """Values of each column for a batch of cases."""
        said = {**batch, **self._dimensions.say(batch)}
        return [said[name] for name in self._names]
