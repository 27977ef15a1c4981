from datetime import timedelta

from odoo import fields, models

from . import review_period


class ResCompany(models.Model):
    """Which reviews a laboratory has made by schedule, and who gets them."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    complaint_review_month = fields.Boolean("Monthly Review")
    complaint_review_quarter = fields.Boolean("Quarterly Review", default=True)
    complaint_review_half_year = fields.Boolean("Half-Yearly Review")
    complaint_review_year = fields.Boolean("Yearly Review", default=True)
    complaint_deputy_head_id = fields.Many2one(
        "res.users",
        "Deputy Head",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the periodic reviews of complaints and acknowledges them.",
    )
    complaint_review_recipient_ids = fields.Many2many(
        "res.partner",
        "res_company_complaint_review_recipient_rel",
        string="Further Recipients of Reviews",
        help="Get the periodic reviews by email. Reviews name customers.",
    )

    def _complaint_reviews_due(self):
        """The periods of this single company that have ended and have no review yet: all since
        the newest review of the kind, or the last one where there is none.

        :return: list of (period, first day, last day), oldest first
        """
        self.ensure_one()
        if not self._has_complaints():
            return []
        today = self._complaint_today()
        due = []
        for period in review_period.MONTHS:
            if self[f"complaint_review_{period}"]:
                due += [(period, *days) for days in self._ended_without_review(period, today)]
        return due

    def _has_complaints(self):
        """Whether this is a laboratory that uses the register: another company of the same
        database gets no reviews."""
        return bool(
            self.complaint_deputy_head_id
            or self.env["lab.complaint"]
            .sudo()
            .search_count([("company_id", "=", self.id)], limit=1)
        )

    def _ended_without_review(self, period, today):
        newest = (
            self.env["lab.complaint.review"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.id),
                    ("period", "=", period),
                    ("last_day", "<", today),
                ],
                order="last_day desc",
                limit=1,
            )
        )
        this_first, _this_last = review_period.bounds(period, today)
        days = review_period.bounds(period, this_first - timedelta(days=1))
        if newest:
            days = review_period.bounds(period, newest.last_day + timedelta(days=1))
        while days[1] < today:
            yield days
            days = review_period.bounds(period, days[1] + timedelta(days=1))
