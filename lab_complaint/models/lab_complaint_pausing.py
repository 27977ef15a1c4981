from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES


class LabComplaint(models.Model):
    """Cases in which the laboratory waits, such as for the customer's sample."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    pause_ids = fields.One2many("lab.complaint.deadline.pause", "complaint_id", groups=HANDLERS)
    is_paused = fields.Boolean(
        "Paused",
        compute="_compute_is_paused",
        store=True,
        tracking=True,
        help="Reports and the answer do not become late while the laboratory waits for others.",
    )

    @api.depends("pause_ids.resumed_on")
    def _compute_is_paused(self):
        for complaint in self:
            complaint.is_paused = any(not pause.resumed_on for pause in complaint.pause_ids)

    def action_pause(self, reason):
        """Let the promised reports and answer of open cases wait from now on.

        :param reason: what the laboratory waits for
        :raise AccessError: when the user does not handle complaints
        :raise UserError: when no reason is given, or a case is paused or has ended
        """
        self._check_handles_promises()
        self._check_reason(reason)
        for complaint in self:
            if complaint.state in ENDED_STATES:
                complaint._refuse_ended()
            if complaint.is_paused:
                raise UserError(
                    self.env._("%s is paused already. Resume it first.", complaint.display_name)
                )
        self._open_promises()._note_missed()
        self.env["lab.complaint.deadline.pause"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "reason": reason,
                    "paused_on": fields.Datetime.now(),
                    "paused_by_id": self.env.uid,
                }
                for complaint in self
            ]
        )
        return True

    def action_resume(self):
        """Go on with paused cases; promised days move by the working days of the pause.

        :raise AccessError: when the user does not handle complaints
        :raise UserError: when a case is not paused
        """
        self._check_handles_promises()
        for complaint in self:
            if not complaint.is_paused:
                raise UserError(self.env._("%s is not paused.", complaint.display_name))
        self._resume()
        return True

    def _resume(self):
        deadlines = self._open_promises()
        deadlines._note_missed()
        pauses = self.sudo().pause_ids.filtered(lambda pause: not pause.resumed_on)
        pauses.write({"resumed_on": fields.Datetime.now(), "resumed_by_id": self.env.uid})
        # The database allows the next pause only after it knows the end of this one.
        pauses.flush_recordset(["resumed_on"])
        deadlines._recount()

    def _check_handles_promises(self):
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("lab_complaint.group_officer")):
            raise AccessError(
                self.env._("A complaint officer decides this. Write to the officer in a note.")
            )
