from datetime import timedelta

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from . import review_period
from .review_period import PERIODS

STATES = [
    ("draft", "Draft"),
    ("issued", "Issued"),
    ("acknowledged", "Acknowledged"),
    ("superseded", "Superseded"),
]
# What decides which cases are counted.
COUNTED_BY = {"company_id", "period", "anchor", "first_day", "last_day"}


class LabComplaintReview(models.Model):
    """What the complaints of a period say, for the deputy head and the management review
    (ISO/IEC 17025:2017, 8.6, 8.9).

    A draft shows the figures of its day. When it is issued they are taken anew, and from then on
    nothing of it changes; what has to change is said by a new version.
    """

    _name = "lab.complaint.review"
    _description = "Periodic Review of Complaints"
    _inherit = ["lab.complaint.recorded.mixin", "mail.thread", "mail.activity.mixin"]
    _records_readonly = True
    _mail_post_access = "read"
    _order = "last_day desc, first_day desc, version desc, id desc"
    _rec_names_search = ["code"]

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    period = fields.Selection(PERIODS, required=True, default="quarter")
    anchor = fields.Date(
        "Day in the Period",
        default=lambda self: self._default_anchor(),
        help="Any day of the month, quarter, half-year or year that is reviewed.",
    )
    first_day = fields.Date(
        compute="_compute_days", store=True, readonly=False, precompute=True, required=True
    )
    last_day = fields.Date(
        compute="_compute_days", store=True, readonly=False, precompute=True, required=True
    )
    code = fields.Char("Period Code", compute="_compute_code", store=True)
    name = fields.Char(compute="_compute_name")
    notice = fields.Char(compute="_compute_notice", help="What to know before it is issued.")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_version_id = fields.Many2one(
        "lab.complaint.review", readonly=True, copy=False, ondelete="restrict"
    )
    version_reason = fields.Text("Reason for the Version", readonly=True, copy=False)
    conclusions = fields.Html(
        copy=False, help="What the quality head concludes from the figures and proposes."
    )
    author_id = fields.Many2one(
        "res.users", "Drafted by", default=lambda self: self.env.user, readonly=True, copy=False
    )
    issued_by_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False)
    issued_on = fields.Datetime(readonly=True, copy=False)
    acknowledged_by_id = fields.Many2one("res.users", "Acknowledged by", readonly=True, copy=False)
    acknowledged_on = fields.Datetime(readonly=True, copy=False)
    acknowledgement = fields.Text(
        readonly=True, copy=False, help="What the deputy head decides and says about the review."
    )

    _version_unique = models.Constraint(
        "UNIQUE (company_id, first_day, last_day, version)",
        "There is a review of this period already. Open it; when it is issued, make a new version "
        "of it.",
    )
    _days_in_order = models.Constraint(
        "CHECK (first_day <= last_day)", "The first day of a period comes before its last day."
    )

    def _default_anchor(self):
        """The last day of the quarter before."""
        first, _last = review_period.bounds("quarter", self.env.company._complaint_today())
        return first - timedelta(days=1)

    # --- the period ---

    @api.depends("period", "anchor")
    def _compute_days(self):
        for review in self:
            if review.period in review_period.MONTHS and review.anchor:
                days = review_period.bounds(review.period, review.anchor)
                review.first_day, review.last_day = days
            else:
                review.first_day, review.last_day = review.first_day, review.last_day

    @api.constrains("period", "first_day", "last_day")
    def _check_days(self):
        for review in self:
            if review.period not in review_period.MONTHS:
                continue
            days = review_period.bounds(review.period, review.first_day)
            if days != (review.first_day, review.last_day):
                raise ValidationError(
                    self.env._(
                        "From %(first)s to %(last)s is not the chosen period. Choose a free "
                        "period for other days.",
                        first=format_date(self.env, review.first_day),
                        last=format_date(self.env, review.last_day),
                    )
                )

    @api.depends("period", "first_day", "last_day")
    def _compute_code(self):
        for review in self:
            days = review.first_day, review.last_day
            review.code = all(days) and review_period.code(review.period, *days)

    @api.depends("period", "first_day", "last_day")
    @api.depends_context("lang")
    def _compute_name(self):
        for review in self:
            review.name = self.env._(
                "Complaint review, %(period)s", period=review._period_in_words()
            )

    def _period_in_words(self):
        """The period in the language of the reader, such as 2026 Q3."""
        if not (self.first_day and self.last_day):
            return self.env._("new")
        if self.period == "free":
            return self._days_in_words((self.first_day, self.last_day))
        if self.period == "month":
            locale = babel_locale_parse(self.env.lang)
            return format_skeleton("yMMMM", self.first_day, locale=locale)
        return self._part_of_year_in_words(self.first_day.year)

    def _part_of_year_in_words(self, year):
        number = review_period.number(self.period, self.first_day)
        if self.period == "quarter":
            return self.env._("%(year)s Q%(quarter)s", year=year, quarter=number)
        if self.period == "year":
            return self.env._("the year %(year)s", year=year)
        if number == 1:
            return self.env._("first half of %(year)s", year=year)
        return self.env._("second half of %(year)s", year=year)

    def _days_in_words(self, days):
        """A pair of days, dates or in ISO format, in the language of the reader."""
        first, last = (format_date(self.env, day) for day in days)
        return self.env._("%(first)s to %(last)s", first=first, last=last)

    @api.depends("name", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = review.name
            if review.version > 1:
                review.display_name = self.env._(
                    "%(review)s, version %(version)s", review=review.name, version=review.version
                )

    def _is_running(self):
        """Whether the period of this single review has not ended in its laboratory."""
        return self.last_day >= self.company_id.sudo()._complaint_today()

    @api.depends("state", "first_day", "last_day", "company_id")
    @api.depends_context("lang")
    def _compute_notice(self):
        for review in self:
            review.notice = False
            if review.state != "draft" or not review.last_day or not review._is_running():
                continue
            today = review.company_id.sudo()._complaint_today()
            last = format_date(self.env, review.last_day)
            if review.first_day > today:
                review.notice = self.env._(
                    "This period lies in the future. It can be issued after %(last)s.", last=last
                )
            else:
                review.notice = self.env._(
                    "This period is still running: the figures are those up to now. The review "
                    "can be issued after %(last)s.",
                    last=last,
                )

    # --- what is issued stays ---

    @api.model_create_multi
    def create(self, vals_list):
        """Draft reviews, with the figures of this moment."""
        reviews = super().create(vals_list)
        reviews._take_figures()
        return reviews

    def write(self, vals):
        """Change drafts. Another period or company is counted at once.

        :raise UserError: when something would change of a review that was issued
        """
        if not self._is_recording():
            self.filtered(lambda review: review.state != "draft")._refuse_change(vals)
        result = super().write(vals)
        if COUNTED_BY & vals.keys():
            self._take_figures()
        return result

    def unlink(self):
        """Delete drafts.

        :raise UserError: for reviews that were issued (ISO/IEC 17025:2017, 8.4)
        """
        # Methods with api.ondelete are left out when a request has _force_unlink in its context.
        self._check_never_issued()
        return super().unlink()

    def _check_never_issued(self):
        for review in self:
            if review.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(review)s” was issued and stays on record.", review=review.display_name
                    )
                )

    def _refuse_change(self, vals):
        for review in self:
            if review._changed_by(vals):
                raise UserError(
                    self.env._(
                        "“%(review)s” was issued and stays as it is. Make a new version to change "
                        "something.",
                        review=review.display_name,
                    )
                )
