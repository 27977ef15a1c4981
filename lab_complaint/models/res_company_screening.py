import re

from odoo import SUPERUSER_ID, fields, models

BEST_RATING = 5
# Beginnings of words: "complain" is in "complaints", and "late" not in "calculated".
ALARM_WORDS = """\
complain
wrong
mistake
incorrect
error
late
delay
refund
disappoint
dissatisf
unsatisf
unacceptable
投诉
不满
错误
有误
不准
延误
延迟
超期
拖延
太慢
退款
失望
差评
赔偿"""


class ResCompany(models.Model):
    """Which feedback may be a complaint, and who is reminded of it."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    complaint_rating_threshold = fields.Integer(
        default=2,
        required=True,
        help="A rating of so many of 5, or less, is screened by an officer. 0 switches it off.",
    )
    complaint_alarm_words = fields.Text(
        default=ALARM_WORDS,
        help="Beginnings of words, one a line, that make a comment one to be screened, whatever "
        "its rating. Capital letters do not matter. Empty switches it off.",
    )
    complaint_screener_id = fields.Many2one(
        "res.users",
        "Screens What Arrives",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("lab_complaint.group_officer").ids)
        ],
        help="Officer who is reminded of what waits to be screened; the quality heads when empty.",
    )

    _complaint_rating_threshold_range = models.Constraint(
        f"CHECK (complaint_rating_threshold BETWEEN 0 AND {BEST_RATING})",
        "Choose a rating from 0 to 5.",
    )

    def _complaint_alarms(self, text):
        """Words of this company's list with which words of a text begin.

        :param text: what a customer wrote
        :return: list of str as they are in the list
        """
        self.ensure_one()
        text = (text or "").casefold()
        words = [word.strip() for word in (self.complaint_alarm_words or "").splitlines()]
        # Chinese has no blanks between words: there, anywhere is a beginning.
        return [
            word
            for word in words
            if word and re.search(rf"(?<![a-z]){re.escape(word.casefold())}", text)
        ]

    def _complaint_screeners(self):
        """Who is reminded of what waits to be screened in this company.

        :return: active res.users who may read it
        """
        self.ensure_one()
        chosen = self.complaint_screener_id.sudo()
        usable = chosen.filtered("active").filtered(
            lambda user: user.has_group("lab_complaint.group_officer") and self in user.company_ids
        )
        return usable or self._complaint_quality_heads()

    def _remind_screeners(self):
        """Give everybody who screens for these companies one thing to do while anything waits."""
        arrivals = self.env["lab.complaint.arrival"].with_user(SUPERUSER_ID)
        for company in self:
            waiting = [("company_id", "=", company.id), ("state", "=", "open")]
            reminders = [
                ("res_model", "=", arrivals._name),
                ("res_id", "in", arrivals._search(waiting)),
                ("automated", "=", True),
            ]
            reminded = arrivals.env["mail.activity"].search(reminders).user_id
            oldest = arrivals.search(waiting, order="received_on, id", limit=1)
            for user in oldest and company._complaint_screeners() - reminded:
                oldest._remind(user)
