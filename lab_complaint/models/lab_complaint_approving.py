from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class LabComplaint(models.Model):
    """Approval from the case itself: the card, the form, the list."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    decision_to_approve_id = fields.Many2one(
        "lab.complaint.decision", "To Approve", compute="_compute_decision_to_approve_id"
    )
    proposal_to_approve = fields.Text(
        "Proposed Handling", compute="_compute_decision_to_approve_id"
    )
    can_approve = fields.Boolean(
        "To Approve by Me",
        compute="_compute_decision_to_approve_id",
        search="_search_can_approve",
    )

    @api.depends_context("uid")
    @api.depends("decision_ids.state", "decision_ids.approver_ids")
    def _compute_decision_to_approve_id(self):
        """The decision that waits for the user; nobody else sees it here."""
        waiting = {}
        for decision in self._submitted_decisions().filtered("can_approve"):
            waiting.setdefault(decision.complaint_id.id, decision)
        for complaint in self:
            decision = waiting.get(complaint._origin.id)
            complaint.decision_to_approve_id = decision
            complaint.proposal_to_approve = decision and decision.sudo().proposal
            complaint.can_approve = bool(decision)

    def _search_can_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        decisions = self.env["lab.complaint.decision"].sudo()
        submitted = decisions.search([("state", "=", "submitted")]).sudo(False)
        mine = Domain("id", "in", submitted.filtered("can_approve").sudo().complaint_id.ids)
        wanted = {bool(item) for item in value}
        if len(wanted) != 1:
            return Domain(bool(wanted))
        return mine if True in wanted else ~mine

    def _submitted_decisions(self):
        """Decisions on cases that wait for approval, the outcome first."""
        decisions = self.env["lab.complaint.decision"].sudo()
        submitted = decisions.search(
            [("complaint_id", "in", self._origin.ids), ("state", "=", "submitted")]
        )
        return submitted.sorted(lambda d: d.kind != "outcome").with_env(self.env)

    def action_approve(self, comment=None):
        """Approve what waits for it on each case.

        :param comment: what is to be noted with the approval, if anything
        :raise UserError: when nothing waits, or as the decision's action_approve
        """
        return self._waiting_decisions().action_approve(comment=comment)

    def action_reject(self, comment):
        """Reject what waits for approval on each case.

        :param comment: why
        :raise UserError: when nothing waits, or as the decision's action_reject
        """
        return self._waiting_decisions().action_reject(comment=comment)

    def _waiting_decisions(self):
        """One submitted decision of each case: one the user may decide on, if there is any."""
        found = self.env["lab.complaint.decision"]
        submitted = self._submitted_decisions()
        for complaint in self:
            own = submitted.filtered(lambda d, c=complaint: d.sudo().complaint_id == c)
            decision = own.filtered("can_approve")[:1] or own[:1]
            if not decision:
                raise UserError(
                    self.env._(
                        "%s: nothing waits for approval. Propose the outcome first.",
                        complaint.display_name,
                    )
                )
            found |= decision
        return found
