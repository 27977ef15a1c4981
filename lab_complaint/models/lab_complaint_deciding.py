from odoo import models


class LabComplaint(models.Model):
    """Decisions on a case, from screening to outcome."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _outcome_in_force(self):
        """The outcome of this handling of one case that was approved by independent people.

        :return: lab.complaint.decision, empty while there is none
        """
        return self.sudo().decision_ids.filtered(
            lambda decision: (
                decision.kind == "outcome"
                and decision.state == "approved"
                and decision.is_current
                and decision.is_independent
            )
        )[:1]

    def _check_basis_open(self):
        """Refuse to change what an outcome was decided on, once it is submitted or approved.

        :raise UserError: naming the decision that stands in the way
        """
