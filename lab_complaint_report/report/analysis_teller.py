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
        self._fields = CaseColumns(cases, dimensions)
        self._measures = measures

    def sql(self, query):
        """What is read of each case.

        :param query: CaseQuery of lab.complaint.analysis
        :return: dictionary of name: SQL
        """
        figures = {name: self._figure(query, name) for name in self._measures}
        return {**self._fields.sql(query), **figures}

    def _figure(self, query, name):
        # An amount is given in one currency, as amounts are that are counted together.
        if query.cases._fields[name].aggregator == "sum_currency":
            return query.alone(f"{name}:sum_currency")
        return query.column(name)

    def columns(self, batch):
        """Values of each column.

        :param batch: dictionary of what `sql` reads: values of some cases
        :return: list of lists in the order of the columns
        """
        return [*self._fields.say(batch).values(), *(batch[name] for name in self._measures)]
