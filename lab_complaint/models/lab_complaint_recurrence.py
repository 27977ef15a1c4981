from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

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
UNCOUNTED_STATES = ("withdrawn", "not_accepted")


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
        counted = opened.filtered(lambda complaint: complaint._counts())
        recurring = counted._origin._find_recurring()
        for complaint in opened:
            complaint.is_recurring = complaint in counted and complaint._origin.id in recurring

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; one received earlier may make a later one the third of its kind."""
        complaints = super().create(vals_list)
        complaints._count_later_again()
        return complaints

    def write(self, vals):
        """Change complaints; others of the old kind and of the new one are counted again."""
        if not self._changes_recurrence(vals):
            return super().write(vals)
        self._count_later_again()
        result = super().write(vals)
        self._count_later_again()
        return result

    def _changes_recurrence(self, vals):
        """Whether values say anew of what kind these are, or whether they count."""
        changed = RECURRENCE_FIELDS & vals.keys()
        if changed != {"stage_id"}:
            return bool(changed)
        state = self.env["lab.complaint.stage"].browse(vals["stage_id"]).state
        return any(
            (each in UNCOUNTED_STATES) != (state in UNCOUNTED_STATES)
            for each in self.mapped("state")
        )

    def _count_later_again(self):
        """Have open cases that were received after these counted anew when next needed."""
        dated = self.filtered("received_on")
        if not dated:
            return
        moments = dated.mapped("received_on")
        window = timedelta(days=max(dated.company_id.mapped("complaint_recurrence_days")))
        later = self.sudo().search(
            Domain("company_id", "in", dated.company_id.ids)
            & Domain("category_id", "in", dated.category_id.ids)
            & Domain("department_ids", "in", dated.sudo().department_ids.ids)
            & Domain("received_on", ">=", min(moments))
            & Domain("received_on", "<=", max(moments) + window)
            & Domain("state", "not in", ENDED_STATES)
        )
        self.env.add_to_compute(self._fields["is_recurring"], later)

    def _counts(self):
        """Whether one case is a complaint that the laboratory answers for."""
        return self.kind != "feedback" and self.state not in UNCOUNTED_STATES

    def _find_recurring(self):
        """Ids of those of these cases that are at least the third, or whatever the company has
        set, of their category and one of their departments.

        Counted in SQL, and for each no further than needed: a busy laboratory has thousands of a
        kind.
        """
        # Of no kind, of which there could be others. Most are new, and not in the database yet.
        classified = self.filtered(lambda case: case.category_id and case.sudo().department_ids)
        if not classified.ids:
            return set()
        self.flush_model(["received_on", "category_id", "department_ids", "kind", "state"])
        self.env["res.company"].flush_model(
            ["complaint_recurrence_count", "complaint_recurrence_days"]
        )
        rows = self.env.execute_query(
            SQL(RECURRING, ids=classified.ids, uncounted=UNCOUNTED_STATES)
        )
        return {number for (number,) in rows}


RECURRING = """
    SELECT complaint.id
      FROM lab_complaint complaint
      JOIN res_company company ON company.id = complaint.company_id
     WHERE complaint.id = ANY(%(ids)s)
       AND EXISTS (
           SELECT FROM hr_department_lab_complaint_rel concerned
            WHERE concerned.lab_complaint_id = complaint.id
              AND company.complaint_recurrence_count <= (
                  SELECT count(*) FROM (
                      SELECT FROM lab_complaint earlier
                        JOIN hr_department_lab_complaint_rel same
                          ON same.lab_complaint_id = earlier.id
                         AND same.hr_department_id = concerned.hr_department_id
                       WHERE earlier.company_id = complaint.company_id
                         AND earlier.category_id = complaint.category_id
                         AND earlier.kind <> 'feedback'
                         AND earlier.state NOT IN %(uncounted)s
                         AND earlier.received_on
                             >= complaint.received_on
                                - make_interval(days => company.complaint_recurrence_days)
                         AND (earlier.received_on, earlier.id)
                             <= (complaint.received_on, complaint.id)
                       ORDER BY earlier.received_on DESC
                       LIMIT company.complaint_recurrence_count
                  ) counted
              )
       )
"""
