from odoo import api, fields, models


class LabComplaintReviewStep(models.TransientModel):
    """Asks for the words with which a review is acknowledged, or made anew."""

    _name = "lab.complaint.review.step"
    _description = "Step of a Review"
    _inherit = ["lab.complaint.dialog.mixin"]

    review_id = fields.Many2one(
        "lab.complaint.review",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    # The business method that takes the words as its first argument.
    method = fields.Selection(
        [("action_acknowledge", "Acknowledge"), ("action_new_version", "New Version")],
        required=True,
    )
    explanation = fields.Char(compute="_compute_explanation")
    words = fields.Text()

    @api.depends("method")
    def _compute_explanation(self):
        texts = {
            "action_acknowledge": self.env._(
                "What you decide is kept with the review and printed on it."
            ),
            "action_new_version": self.env._(
                "The version that is issued stays as it is and holds until the new one is issued. "
                "The figures are taken anew."
            ),
        }
        for wizard in self:
            wizard.explanation = texts.get(wizard.method)

    def action_confirm(self):
        """Do it, with the words.

        :return: action that opens what came of it, or closes the dialog
        """
        self.ensure_one()
        done = getattr(self.review_id, self.method)(self.words or "")
        return done if isinstance(done, dict) else {"type": "ir.actions.act_window_close"}
