from odoo import api, models
from odoo.exceptions import UserError


class LabComplaint(models.Model):
    """Whether the complainant accepts the answer: known from a call-back and nothing else."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; only history from an earlier register comes with a call-back.

        :raise UserError: when another complaint says that its answer was accepted
        """
        complaints = super().create(vals_list)
        for complaint in complaints.sudo():
            if complaint.acceptance and not complaint.with_env(self.env)._is_taken_over():
                complaint._refuse_acceptance()
        return complaints

    def write(self, vals):
        """Change complaints; whether the answer is accepted is what a call-back says.

        :raise UserError: when acceptance is written without a call-back
        """
        if "acceptance" in vals and not self._is_acceptance_known(vals["acceptance"]):
            changed = self.filtered(
                lambda complaint: (complaint.acceptance or False) != (vals["acceptance"] or False)
            )
            if changed:
                changed[0]._refuse_acceptance()
        return super().write(vals)

    def _is_acceptance_known(self, acceptance):
        return self._is_recording() if acceptance else self._is_reopening()

    def _refuse_acceptance(self):
        raise UserError(
            self.env._(
                "%s: whether the answer is accepted is what the complainant says. Use Record "
                "Call-back.",
                self.display_name,
            )
        )

    def _take_acceptance(self, said):
        """Take over what a call-back says; what is not accepted goes on."""
        self._record({"acceptance": said.acceptance})
        if said.acceptance == "not_accepted":
            said._ask_officer(
                self.env._("Answer not accepted: reopen the case or log the appeal"),
                self.env._("The case is not closed before one of them is done."),
            )
