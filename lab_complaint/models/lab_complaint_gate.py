from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .lab_complaint_recorded_mixin import OPEN_AFTER_END
from .lab_complaint_stage import ENDED_STATES, FLOW


class LabComplaint(models.Model):
    """The gate between the stages (ISO/IEC 17025:2017, 7.9.3).

    Every door leads through `create` and `write`: a case stands in a state only when
    all requirements of the states before it hold.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    back_reason = fields.Char(
        "Reason for Moving Back",
        copy=False,
        tracking=True,
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
        help="Given together with the earlier stage.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter complaints; one that is not new has met what its state asks for.

        :raise ValidationError: naming everything that is missing
        """
        complaints = super().create(vals_list)
        complaints.filtered(
            lambda complaint: not complaint._is_taken_over()
        )._check_requirements_before()
        return complaints

    def write(self, vals):
        """Let a case pass to another stage when the requirements hold.

        :raise ValidationError: naming everything that is missing
        :raise UserError: when a case goes back without reason, or has ended
        """
        self._check_not_ended(vals)
        stage = self.env["lab.complaint.stage"].browse(vals.get("stage_id"))
        moved = self.filtered(lambda complaint: stage and complaint.stage_id != stage)
        for complaint in moved if not self._is_reopening() else ():
            complaint._check_direction(stage, vals.get("back_reason"))
        result = super().write(vals)
        moved._check_requirements_before()
        return result

    def _is_taken_over(self):
        """Whether one case is history from an earlier register: it was handled there."""
        return self._is_loading_data() or bool(
            self.former_number
            and self.state in ENDED_STATES
            and (self.env.su or self.env.user.has_group("lab_complaint.group_manager"))
        )

    def _is_being_entered(self):
        """Whether one case was logged by this very transaction."""
        return self._is_loading_data() or (
            self.create_date and self.create_date >= self.env.cr.now()
        )

    def _check_direction(self, stage, reason):
        """Refuse ways that lead round the process, for one case about to be moved."""
        source, target = self.state, stage.state
        if target not in FLOW or source not in FLOW:
            return
        if FLOW.index(target) >= FLOW.index(source):
            return
        if self.is_outcome_told:
            raise UserError(
                self.env._(
                    "%(complaint)s: the complainant has the outcome already. Reopen the case, with "
                    "a reason and another approver.",
                    complaint=self.display_name,
                )
            )
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "%(complaint)s goes back to %(stage)s: say why. Use Move Back on the form, or "
                    "give the reason for moving back together with the stage.",
                    complaint=self.display_name,
                    stage=stage.name,
                )
            )

    def _check_requirements_before(self):
        """Refuse that cases stand in their state while something before it is missing."""
        messages, missing_of = [], {}
        for state, complaints in self.grouped("state").items():
            missing_of.update(complaints._each_missing_for(state))
        for complaint in self:
            missing = missing_of[complaint]
            if missing:
                lines = "\n".join(f"• {requirement._remedy_line()}" for requirement in missing)
                messages.append(
                    self.env._(
                        "%(complaint)s cannot be in “%(stage)s” yet:\n%(missing)s",
                        complaint=complaint.display_name,
                        stage=complaint.stage_id.name,
                        missing=lines,
                    )
                )
        if messages:
            raise ValidationError("\n\n".join(messages))

    def _check_not_ended(self, vals):
        changed = {name for name in vals if not name.startswith(OPEN_AFTER_END)}
        if not changed or self._is_reopening():
            return
        ended = self.filtered(
            lambda complaint: complaint.state in ENDED_STATES and not complaint._is_being_entered()
        )
        if ended:
            ended._refuse_ended()

    def _is_reopening(self):
        return self.env.context.get("lab_complaint_reopening") is REOPENING

    def _refuse_ended(self):
        raise UserError(
            self.env._(
                "%(complaint)s has ended: its record stays as it is. Reopen it first, with a "
                "reason.",
                complaint=self[0].display_name,
            )
        )


# Known inside this process only, like RECORDING; apart from it, because it opens ended cases.
REOPENING = object()
