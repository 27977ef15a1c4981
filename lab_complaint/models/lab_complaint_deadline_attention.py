from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .lab_complaint_deadline import PAUSED_KINDS
from .working_days import WorkingDays

NOTE_COUNTED = """
    UPDATE lab_complaint_deadline SET counted_by = %(entered)s
     WHERE id IN %(ids)s AND done_on IS NULL AND missed IS NOT TRUE
       AND counted_by IS DISTINCT FROM %(entered)s
"""


class LabComplaintDeadline(models.Model):
    """Which open promises a scheduled run has to look at, found without reading the others."""

    _inherit = "lab.complaint.deadline"  # pylint: disable=consider-merging-classes-inherited

    # Stands for the working days as they were entered when the day was counted. Empty for a promise
    # that no run has looked at yet, and for those of older releases.
    counted_by = fields.Char(
        readonly=True, copy=False, prefetch=False, export_string_translation=False
    )

    # The old name, so that an update replaces that index.
    _open = models.Index(
        "(company_id, due_on)"
        " WHERE done_on IS NULL AND (reminded_on IS NULL OR escalated_on IS NULL)"
    )
    _counted_by = models.Index(
        "(company_id, counted_by) WHERE done_on IS NULL AND missed IS NOT TRUE"
    )
    _unescalated = models.Index(
        "(company_id) WHERE done_on IS NULL AND missed IS TRUE AND escalated_on IS NULL"
    )

    @api.model
    def _needing_attention(self):
        """Open promises that a run at this moment notes, moves, reminds of or escalates.

        :return: lab.complaint.deadline, earliest first
        """
        companies = self.env["res.company"].with_context(active_test=False)
        found = self.browse()
        for company in companies.search([]):  # pylint: disable=no-search-all
            opened = Domain("company_id", "=", company.id) & Domain("done_on", "=", False)
            # One after the other, each by its index; by one condition PostgreSQL reads them all.
            for needing in self._needing_attention_in(company):
                found |= self.search(opened & needing, order="id")
        return self.search([("id", "in", found.ids)], order="due_on, id")

    def _needing_attention_in(self, company):
        """Conditions for open promises of a company, each of another index."""
        to_remind = Domain("due_on", "<=", self._last_day_to_remind(company))
        is_over = Domain("due_on", "<", company._complaint_today())
        unreminded = Domain("reminded_on", "=", False)
        unescalated = Domain("escalated_on", "=", False)
        is_missed = Domain("missed", "=", True)
        return (
            ~is_missed & self._counted_otherwise(company),
            is_missed & unescalated,
            to_remind
            & (unreminded | (is_over & ~is_missed & unescalated))
            & ~self._waiting_domain(),
        )

    def _last_day_to_remind(self, company):
        """Promises up to this day are to be thought of now."""
        return WorkingDays(company).after(
            company._complaint_today(), company.complaint_reminder_days
        )

    def _waiting_domain(self):
        """Promises that a pause keeps from becoming late, as `_is_waiting` says of open ones."""
        pauses = self.env["lab.complaint.deadline.pause"]._search([("resumed_on", "=", False)])
        return (
            Domain("missed", "=", False)
            & Domain("kind", "in", PAUSED_KINDS)
            & Domain("complaint_id", "in", pauses.subselect("complaint_id"))
        )

    def _counted_otherwise(self, company):
        """Not counted yet by the working days of a company as they are entered now."""
        entered = self._entered_working_days(company)
        # Not "other than", which no index finds; nothing is less than any text.
        return Domain("counted_by", "<", entered) | Domain("counted_by", ">", entered)

    def _entered_working_days(self, company):
        return self.env["lab.working.day"]._entered(company.sudo())

    def _note_counted(self):
        """Note by which working days these promises are counted, in each company.

        No change of the promise, hence without `write`: whoever follows cases is told of what
        changed.
        """
        self.flush_recordset(["done_on", "missed"])
        for company, deadlines in self.grouped("company_id").items():
            entered = self._entered_working_days(company)
            self.env.cr.execute(SQL(NOTE_COUNTED, entered=entered, ids=tuple(deadlines.ids)))
        self.invalidate_recordset(["counted_by"], flush=False)
