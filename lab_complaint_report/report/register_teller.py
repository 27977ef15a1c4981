from odoo.addons.lab_complaint.models.lab_complaint_identity import IDENTITY

from .case_columns import CaseColumns
from .register_facts import RegisterFacts


class RegisterTeller:
    """Says what is in the columns of the register: fields of the cases, as masked for whoever
    reads, and facts of their parts."""

    def __init__(self, env, names):
        """Choose columns.

        :param env: environment of the reading user
        :param names: fields of complaints and facts of RegisterFacts
        """
        self._names = names
        self._cases = env["lab.complaint"]
        self._fields = CaseColumns(
            self._cases, [name for name in names if name in self._cases._fields]
        )
        self._facts = RegisterFacts(env)

    def sql(self, query):
        """What is read with the cases: dictionary of name: SQL."""
        facts = CaseColumns(self._cases, RegisterFacts.case_fields)
        return {
            **self._fields.sql(query),
            **facts.sql(query),
            **self._cases._identity_sql(query),
        }

    def columns(self, batch):
        """Values of each column for a batch of cases."""
        said = {**self._fields.say(batch), **self._facts.of(batch)}
        return [said[name] for name in self._names]
