from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES

# Changes of these make a case, or others of its kind, recurring or not.
RECURRENCE_FIELDS = {
    "category_id",
    "certificate_ids",
    "department_ids",
    "kind",
    "received_on",
    "stage_id",
}


class LabComplaint(models.Model):
    """The third of its kind within 90 days calls for corrective action (ISO/IEC 17025:2017,
    8.7.1). Number and days are the company's."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    is_recurring = fields.Boolean(
        "Recurring",
        compute="_compute_is_recurring",
        store=True,
        copy=False,
        groups=HANDLERS,
        help="So many complaints with the same category and department in so many days, as set for "
        "the company: three in 90 by default.",
    )

    @api.depends(
        "received_on",
        "category_id",
        "department_ids",
        "kind",
        "state",
        "company_id.complaint_recurrence_count",
        "company_id.complaint_recurrence_days",
    )
    def _compute_is_recurring(self):
        # What was found when a case ended stays with it.
        opened = self.filtered(
            lambda complaint: complaint.state not in ENDED_STATES or complaint._is_being_entered()
        )
        for complaint in self - opened:
            complaint.is_recurring = complaint.is_recurring
        received = opened._received_of_kind()
        for complaint in opened:
            complaint.is_recurring = complaint._counts() and any(
                complaint._is_nth(received[complaint.company_id, complaint.category_id, department])
                for department in complaint.department_ids._origin
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; one received earlier may make a later one the third of its kind."""
        complaints = super().create(vals_list)
        complaints._count_later_again()
        return complaints

    def write(self, vals):
        """Change complaints; others of the old kind and of the new one are counted again."""
        if not RECURRENCE_FIELDS & vals.keys():
            return super().write(vals)
        self._count_later_again()
        result = super().write(vals)
        self._count_later_again()
        return result

    def _count_later_again(self):
        """Have open cases that were received after these counted anew when next needed."""
        dated = self.filtered("received_on")
        if not dated:
            return
        later = self.sudo().search(
            Domain("company_id", "in", dated.company_id.ids)
            & Domain("category_id", "in", dated.category_id.ids)
            & Domain("received_on", ">=", min(dated.mapped("received_on")))
            & Domain("state", "not in", ENDED_STATES)
        )
        self.env.add_to_compute(self._fields["is_recurring"], later)

    def _counts(self):
        """Whether one case is a complaint that the laboratory answers for."""
        return self.kind != "feedback" and self.state not in ("withdrawn", "not_accepted")

    def _received_of_kind(self):
        """When complaints of the kinds of these were received.

        :return: dictionary of (company, category, department): sorted list of (moment, id)
        """
        received = defaultdict(list)
        dated = self.filtered(lambda complaint: complaint.received_on and complaint.category_id)
        if not dated:
            return received
        moments = dated.mapped("received_on")
        window = timedelta(days=max(dated.company_id.mapped("complaint_recurrence_days")))
        found = self.sudo().search(
            Domain("company_id", "in", dated.company_id.ids)
            & Domain("category_id", "in", dated.category_id._origin.ids)
            & Domain("received_on", ">=", min(moments) - window)
            & Domain("received_on", "<=", max(moments))
            & Domain("kind", "!=", "feedback")
            & Domain("state", "not in", ("withdrawn", "not_accepted"))
        )
        for complaint in found:
            for department in complaint.department_ids:
                key = (complaint.company_id, complaint.category_id, department)
                received[key].append((complaint.received_on, complaint.id))
        for moments in received.values():
            moments.sort()
        return received

    def _is_nth(self, received):
        """Whether one case is at least the third, or whatever the company has set, of those in
        its window.

        :param received: sorted list of (moment, id) of complaints of its kind
        """
        if not self._origin.id:
            return False
        start = self.received_on - timedelta(days=self.company_id.complaint_recurrence_days)
        last = bisect_right(received, (self.received_on, self._origin.id))
        first = bisect_left(received, (start, 0))
        return last - first >= self.company_id.complaint_recurrence_count
