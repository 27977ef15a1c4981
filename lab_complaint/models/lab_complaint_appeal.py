from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .lab_complaint_gate import REOPENING
from .lab_complaint_stage import ENDED_STATES, FLOW


class LabComplaint(models.Model):
    """A case that goes on: reopened, or appealed against."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    reopen_count = fields.Integer("Reopened", readonly=True, copy=False)
    origin_id = fields.Many2one(
        "lab.complaint",
        "Appeal Against",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    appeal_ids = fields.One2many("lab.complaint", "origin_id", "Appeals")
    withdrawal_reason = fields.Text(copy=False, tracking=True)

    @api.constrains("origin_id")
    def _check_origin_id(self):
        if self._has_cycle("origin_id"):
            raise ValidationError(
                self.env._(
                    "A complaint cannot be an appeal against itself: choose the earlier one."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints, none of them reopened yet.

        :raise UserError: when it is given how often one was reopened
        :raise AccessError: when the user may not read the case appealed against
        """
        if any(vals.get("reopen_count") for vals in vals_list):
            self._refuse_reopen_count()
        complaints = super().create([{**vals, "reopen_count": 0} for vals in vals_list])
        complaints.origin_id.check_access("read")
        return complaints

    def write(self, vals):
        """Refuse to set how often a case was reopened.

        :raise UserError: when it is written other than by reopening
        """
        if "reopen_count" in vals and not self._is_reopening():
            self._refuse_reopen_count()
        if vals.get("origin_id"):
            self.browse(vals["origin_id"]).check_access("read")
        return super().write(vals)

    def _refuse_reopen_count(self):
        raise UserError(
            self.env._("Reopenings are counted by themselves. Use Reopen, with a reason.")
        )

    def action_withdraw(self, withdrawal_reason):
        """End cases that the complainant takes back.

        :param withdrawal_reason: what the complainant said, and when
        :raise UserError: when no reason is given or a requirement is not met
        """
        self._check_reason(withdrawal_reason)
        stage = self._first_stage("withdrawn")
        return self.write({"withdrawal_reason": withdrawal_reason, "stage_id": stage.id})

    def action_move_back(self, back_reason, stage_id=None):
        """Move cases to an earlier stage.

        :param back_reason: why
        :param stage_id: id of the stage; the one before when left out
        :raise UserError: when no reason is given, or the outcome was sent
        """
        self._check_reason(back_reason)
        for complaint in self:
            stage = stage_id or complaint._stage_before().id
            complaint.write({"back_reason": back_reason, "stage_id": stage})
        return True

    def action_reopen(self, reason):
        """Take up cases again after the outcome was told or the case had ended.

        Everything is decided anew, by an approver other than all earlier ones; the first
        closing date stays on record.

        :param reason: why, such as what the complainant does not accept
        :raise UserError: when no reason is given or the case is still being handled
        """
        self._check_reason(reason)
        for complaint in self:
            if complaint.state not in ENDED_STATES and not complaint.is_outcome_told:
                raise UserError(
                    self.env._(
                        "%(complaint)s is being handled already. It can only be reopened after "
                        "the complainant has the outcome.",
                        complaint=complaint.display_name,
                    )
                )
            complaint._reopen(reason)
        return True

    def _reopen(self, reason):
        was_refused = self.state == "not_accepted"
        stage = self._first_stage("screening" if was_refused else "investigation")
        reopened = self.with_context(lab_complaint_reopening=REOPENING)
        reopened.write(
            {
                "stage_id": stage.id,
                "reopen_count": self.reopen_count + 1,
                "acceptance": False,
                "back_reason": reason,
            }
        )
        self.decision_ids._supersede()
        self.env["lab.complaint.decision"].create(
            {"complaint_id": self.id, "kind": "reopen", "grounds": reason}
        ).action_submit()

    def _earlier_approvers(self):
        """Users who approved an outcome of one case before it was reopened or appealed against.

        :return: res.users
        """
        complaint = self.sudo()
        decisions = complaint.decision_ids.filtered(lambda decision: not decision.is_current)
        earlier = complaint.origin_id
        while earlier:
            decisions |= earlier.decision_ids
            earlier = earlier.origin_id
        return decisions.filtered(lambda decision: decision.kind == "outcome").approver_ids

    def _first_stage(self, state):
        """First stage with a state.

        :raise UserError: when the laboratory has none
        """
        stage = self.env["lab.complaint.stage"].search([("state", "=", state)], limit=1)
        if not stage:
            raise UserError(
                self.env._(
                    "There is no stage that means “%(state)s”. Ask the administrator to add one "
                    "under Configuration.",
                    state=dict(self._fields["state"]._description_selection(self.env))[state],
                )
            )
        return stage

    def _stage_before(self):
        """Stage before that of one case."""
        position = FLOW.index(self.state) if self.state in FLOW else 0
        if not position:
            raise UserError(self.env._("%s: there is no stage before this one.", self.display_name))
        return self._first_stage(FLOW[position - 1])

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason is kept with the case."))
