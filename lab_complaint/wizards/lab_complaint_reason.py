from odoo import api, fields, models


class LabComplaintReason(models.TransientModel):
    """Asks why before something is done that needs a reason."""

    _name = "lab.complaint.reason"
    _description = "Reason"

    complaint_ids = fields.Many2many(
        "lab.complaint", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    # The business method that takes the reason as its first argument.
    method = fields.Selection(
        [
            ("action_appeal", "Log Appeal"),
            ("action_move_back", "Move Back"),
            ("action_pause", "Pause"),
            ("action_reopen", "Reopen"),
            ("action_withdraw", "Withdraw"),
        ],
        required=True,
    )
    explanation = fields.Char(compute="_compute_explanation")
    reason = fields.Text(required=True)

    @api.depends("method")
    def _compute_explanation(self):
        texts = {
            "action_appeal": self.env._(
                "The appeal is a case of its own, with other approvers. Write down what the "
                "complainant says; these words cannot be changed later."
            ),
            "action_move_back": self.env._("The case goes back to the stage before."),
            "action_pause": self.env._(
                "The promised days wait until the case is resumed, for example while the "
                "customer's sample is on its way."
            ),
            "action_reopen": self.env._(
                "The case is handled anew: another person approves the outcome, and the first "
                "closing date stays on record."
            ),
            "action_withdraw": self.env._(
                "The case ends because the complainant takes it back. It stays in the register."
            ),
        }
        for wizard in self:
            wizard.explanation = texts.get(wizard.method)

    def action_confirm(self):
        """Do it, with the reason.

        :return: action that opens what came of it, or closes the dialog
        """
        self.ensure_one()
        done = getattr(self.complaint_ids, self.method)(self.reason)
        return done if isinstance(done, dict) else {"type": "ir.actions.act_window_close"}
