from zoneinfo import ZoneInfo

from odoo import api, fields, models

from .working_days import WorkingDays, day_in

WEB_FORM_PATH = "/complaints/new"
# What makes its days, its language and the address for replies.
ASKED_FOR_CASE = (
    "alias_domain_id",
    "catchall_formatted",
    "complaint_prefix",
    "complaint_recurrence_count",
    "complaint_recurrence_days",
    "email",
    "name",
    "parent_path",
    "partner_id",
    "resource_calendar_id",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_prefix = fields.Char(
        default="CP",
        required=True,
        help="First part of the complaint number, such as CP in CP/2026/00042. "
        "A change applies to new complaints; given numbers stay.",
    )
    complaint_recurrence_count = fields.Integer(
        default=3,
        required=True,
        help="So many complaints of the same category and department make a recurring one.",
    )
    complaint_recurrence_days = fields.Integer(
        default=90, required=True, help="Days within which complaints count as recurring."
    )

    complaint_compensation_limit = fields.Monetary(
        "Compensation Limit",
        currency_field="currency_id",
        help="An outcome with more compensation needs a second approval. 0 switches it off.",
    )
    complaint_reminder_days = fields.Integer(
        "Reminder before a Promise",
        default=1,
        required=True,
        help="Working days before the promised day on which the complaint officer is reminded.",
    )
    complaint_web_form = fields.Boolean(
        "Complaints on the Web",
        help="Anybody can make a complaint at /complaints/new, without a login.",
    )
    complaint_web_form_url = fields.Char(
        "Address of the Web Form", compute="_compute_complaint_web_form_url"
    )

    _complaint_recurrence_positive = models.Constraint(
        "CHECK (complaint_recurrence_count >= 2 AND complaint_recurrence_days >= 1)",
        "A complaint recurs from the second on, within at least one day.",
    )

    _complaint_reminder_days_positive = models.Constraint(
        "CHECK (complaint_reminder_days >= 0)",
        "A reminder comes at least 0 working days before the promised day.",
    )

    @api.depends("complaint_web_form")
    def _compute_complaint_web_form_url(self):
        for company in self:
            address = f"{company.get_base_url()}{WEB_FORM_PATH}"
            company.complaint_web_form_url = company.complaint_web_form and address

    def write(self, vals):
        """Count the promises of open complaints anew when a company gets other working hours."""
        result = super().write(vals)
        if "resource_calendar_id" in vals:
            self._recount_promises()
        return result

    def _fetch_for_case(self):
        """Keep in mind what is asked of these companies when a case is entered or changed: they
        have more than a hundred fields."""
        self.sudo().fetch(ASKED_FOR_CASE)

    def _complaint_timezone(self):
        """Time zone of the laboratory: a complaint's year and working days are counted in it.

        :return: a ZoneInfo, UTC when the working calendar names none
        """
        self.ensure_one()
        # Companies have many fields, and this is asked of every case that is opened.
        self.fetch(["resource_calendar_id"])
        calendar = self.resource_calendar_id
        calendar.fetch(["tz"])
        return ZoneInfo(calendar.tz or "UTC")

    def _complaint_day(self, moment):
        """Day of the laboratory in which a moment falls.

        :param moment: naive datetime in UTC
        :return: date
        """
        return day_in(self._complaint_timezone(), fields.Datetime.to_datetime(moment))

    def _complaint_today(self):
        """Present day of the laboratory."""
        return self._complaint_day(fields.Datetime.now())

    def _complaint_working_day_after(self, day, days):
        """Day that is so many working days after another, by the calendar, the public
        holidays and the make-up working days of this company.

        :param day: date in the company's time zone, not counted
        :param days: number of working days; 0 is the day itself, or the next one worked
        :return: date that is worked
        """
        self.ensure_one()
        return WorkingDays(self).after(day, days)

    def _complaint_quality_heads(self):
        """Who decides on complaints of this company: those who were made quality head, and
        administrators only where there is none.

        :return: active res.users
        """
        self.ensure_one()
        group = self.env.ref("lab_complaint.group_quality_head")
        entitled = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", self.ids),
                    ("share", "=", False),
                ]
            )
        )
        return entitled.filtered(lambda user: group in user.group_ids) or entitled

    def _complaint_ways_in(self):
        """How people outside reach this single company with a complaint.

        :return: list of (what it is, text or address), in the language of the environment
        """
        self.ensure_one()
        ways = [
            (self.env._("Phone"), self.phone),
            (self.env._("Email"), self.complaint_email or self.email),
            (self.env._("Web form"), self.complaint_web_form_url),
        ]
        return [(label, text) for label, text in ways if text]

    def _recount_promises(self):
        """Count the open promises of these companies anew, after their working days changed."""
        self.env["lab.complaint.deadline"].sudo().search(
            [("company_id", "in", self.ids), ("is_open", "=", True)]
        )._count_anew()
