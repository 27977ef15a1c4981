from odoo.addons.lab_complaint.models.lab_complaint_identity import IDENTITY

from .case_columns import CaseColumns
from .register_facts import RegisterFacts


class RegisterTeller:
    """Says what is in the columns of the register: fields of the cases, masked for whoever may
    not know who complained, and facts of their parts."""

    def __init__(self, env, names):
        """Choose columns.

        :param env: environment of the reading user
        :param names: fields of complaints and facts of RegisterFacts
        """
        fields = env["lab.complaint"]._fields
        self._names = names
        self._fields = CaseColumns(env["lab.complaint"], [name for name in names if name in fields])
        self._facts = RegisterFacts(env)

    def sql(self, query):
        """What is read of each case.

        :param query: CaseQuery of lab.complaint
        :return: dictionary of name: SQL
        """
        masked = [name for name in self._names if name in IDENTITY]
        return {
            **self._fields.sql(query),
            **self._facts.sql(query),
            **query.cases._identity_sql(query.query, masked),
        }

    def columns(self, batch):
        """Values of each column.

        :param batch: dictionary of what `sql` reads: values of some cases
        :return: list of lists in the order of the columns
        """
        said = {**self._fields.say(batch), **self._facts.say(batch)}
        return [said[name] for name in self._names]
