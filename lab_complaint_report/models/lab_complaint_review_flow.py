from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, is_html_empty

DEPUTY = "lab_complaint_report.group_deputy_head"
TO_DO = "mail.mail_activity_data_todo"


class LabComplaintReview(models.Model):
    """From draft to acknowledged: the quality head issues, the deputy head acknowledges
    (ISO/IEC 17025:2017, 8.9)."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    may_issue = fields.Boolean(compute="_compute_may")
    may_acknowledge = fields.Boolean(compute="_compute_may")

    @api.depends("state", "issued_by_id", "company_id")
    @api.depends_context("uid")
    def _compute_may(self):
        is_head = self.env.user.has_group("lab_complaint.group_quality_head")
        for review in self:
            review.may_issue = is_head and review.state == "draft"
            review.may_acknowledge = review.state == "issued" and review._is_deputy_head()

    def _is_deputy_head(self):
        """Whether the user acknowledges this single review: as the deputy head of its company,
        or by the group for it; nobody does so who issued it."""
        user = self.env.user
        entitled = user == self.company_id.sudo().complaint_deputy_head_id or user.has_group(DEPUTY)
        return entitled and user != self.issued_by_id

    # --- draft ---

    def action_refresh(self):
        """Take the figures of these drafts anew.

        :raise UserError: when one of them was issued
        """
        self.check_access("write")
        self._check_draft()
        self._take_figures()

    def _check_draft(self):
        for review in self:
            if review.state != "draft":
                raise UserError(
                    self.env._("“%(review)s” was issued already.", review=review.display_name)
                )

    # --- issue ---

    def action_issue(self):
        """Issue this single review: its figures are taken anew and stay.

        :raise AccessError: for others than quality heads
        :raise UserError: saying all that is missing
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("lab_complaint.group_quality_head"):
            raise AccessError(self.env._("A review is issued by a quality head."))
        self.lock_for_update()
        self._check_draft()
        obstacles = self._obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles))
        self._take_figures()
        self._record(
            {
                "state": "issued",
                "issued_by_id": self.env.uid,
                "issued_on": fields.Datetime.now(),
            }
        )
        self.previous_version_id._record({"state": "superseded"})
        self._note_changes()
        self._ask_for_acknowledgement()
        self._mail_issued()

    def _obstacles(self):
        """Why this single draft cannot be issued: list of sentences."""
        obstacles = []
        if self._is_running():
            obstacles.append(
                self.env._(
                    "The period ends on %(last)s. A review is issued when its period has ended.",
                    last=format_date(self.env, self.last_day),
                )
            )
        if is_html_empty(self.conclusions):
            obstacles.append(self.env._("Write the conclusions first."))
        return obstacles

    def _note_changes(self):
        if self.previous_version_id:
            self.message_post(body="\n".join([self._changes_in_words(), *self._change_lines()]))

    def _ask_for_acknowledgement(self):
        """What had to be done for the draft is done; the deputy head is asked."""
        review = self.sudo()
        review.activity_feedback([TO_DO])
        deputy = review.company_id.complaint_deputy_head_id
        if deputy and deputy != self.issued_by_id:
            review._give_to_do(deputy, lambda env: env._("Read and acknowledge the review"))

    def _give_to_do(self, user, summary):
        """Give somebody an activity for the next ten working days.

        :param summary: function of an environment, which has the language of the user
        """
        company = self.company_id
        self.activity_schedule(
            TO_DO,
            company._complaint_working_day_after(company._complaint_today(), 10),
            summary=summary(self.with_context(lang=user.lang).env),
            user_id=user.id,
        )

    # --- acknowledge ---

    def action_acknowledge(self, comment=""):
        """Acknowledge this single issued review as the deputy head.

        :param comment: text; what the deputy head decides and says
        :raise AccessError: for others, and for whoever issued it
        :raise UserError: when it is not issued, or was acknowledged or superseded
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_be_acknowledged()
        review = self.sudo()
        review.lock_for_update()
        review._record(
            {
                "state": "acknowledged",
                "acknowledged_by_id": self.env.uid,
                "acknowledged_on": fields.Datetime.now(),
                "acknowledgement": comment,
            }
        )
        review.activity_feedback([TO_DO])
        review.message_post(body=comment or self.env._("Acknowledged."))

    def _check_may_be_acknowledged(self):
        if self.state != "issued":
            raise UserError(
                self.env._("Only a review that is issued, and not yet acknowledged, can be.")
            )
        if not self._is_deputy_head():
            raise AccessError(
                self.env._(
                    "A review is acknowledged by the deputy head of the laboratory, and not by "
                    "the one who issued it."
                )
            )

    # --- the next version ---

    def action_new_version(self, reason):
        """Draft the next version of this single issued review; this one holds until the next is
        issued.

        :param reason: text; why
        :return: action that opens the draft
        :raise UserError: without a reason, for a draft, or when there is another version already
        """
        self.ensure_one()
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why a new version is needed."))
        if self.state not in ("issued", "acknowledged"):
            raise UserError(
                self.env._("A new version is made of the review that is issued and in force.")
            )
        if self.search_count([("previous_version_id", "=", self.id)], limit=1):
            raise UserError(self.env._("The next version is being drafted already. Open it."))
        draft = self._recording().create(self._next_version_values(reason)).with_env(self.env)
        return draft._action_open()

    def _next_version_values(self, reason):
        return {
            "company_id": self.company_id.id,
            "period": self.period,
            "anchor": self.anchor,
            "first_day": self.first_day,
            "last_day": self.last_day,
            "version": self.version + 1,
            "previous_version_id": self.id,
            "version_reason": reason,
            "conclusions": self.conclusions,
            "recipient_ids": [Command.set(self.recipient_ids.ids)],
        }

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
