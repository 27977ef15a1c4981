from odoo import api, fields, models
from odoo.tools import format_datetime, is_html_empty


class LabComplaintReview(models.Model):
    """What stands around the figures of a review: who and when, and the page on the screen, which
    is that of the paper."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    page = fields.Html("Review as Printed", compute="_compute_page", sanitize=False)

    @api.depends("state", "figures", "conclusions", "acknowledgement")
    @api.depends_context("lang")
    def _compute_page(self):
        for review in self:
            review.page = review._frozen() and self.env["ir.qweb"]._render(
                "lab_complaint_report.review_body", {"doc": review}
            )

    def _moment(self, moment):
        """A moment in the laboratory's time, empty for none."""
        zone = self.company_id.sudo()._complaint_timezone().key
        return format_datetime(self.env, moment, tz=zone, dt_format="short") if moment else ""

    def _signed(self, user, moment):
        """Who did something, and when."""
        return ", ".join(filter(None, [user.sudo().name, self._moment(moment)])) or "–"

    def _has_conclusions(self):
        return not is_html_empty(self.conclusions)

    def _paper_mark(self):
        """What each page says of this single review beside its name."""
        version = self.env._("version %(version)s", version=self.version)
        if self.state == "issued":
            return version
        states = dict(self._fields["state"]._description_selection(self.env))
        return f"{version} · {states[self.state]}"

    def _paper_foot(self):
        """What each page says at its foot: nothing that differs between two prints of a review
        that is issued."""
        if self.state == "draft":
            return self.env._("Draft, figures of %(moment)s", moment=self._moment(self.figures_on))
        return self.env._(
            "Issued by %(person)s on %(moment)s",
            person=self.issued_by_id.sudo().name,
            moment=self._moment(self.issued_on),
        )
