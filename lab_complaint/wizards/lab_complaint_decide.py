from odoo import api, fields, models

# What each act asks for, by the names of the parameters of its method.
ASKED = {
    "accept": ("grounds", "responsibility"),
    "not_accept": ("grounds",),
    "propose_outcome": ("findings", "proposal", "grounds"),
    "extend": ("extended_to", "grounds"),
    "approve": ("comment",),
    "reject": ("comment",),
}


class LabComplaintDecide(models.TransientModel):
    """Dialog for what a decision needs: it calls the action of the case or the decision."""

    _name = "lab.complaint.decide"
    _description = "Decide on Complaints"

    act = fields.Selection(
        [
            ("accept", "Accept"),
            ("not_accept", "Not Accepted"),
            ("propose_outcome", "Propose Outcome"),
            ("extend", "Extend"),
            ("approve", "Approve"),
            ("reject", "Reject"),
        ],
        required=True,
        readonly=True,
    )
    complaint_ids = fields.Many2many("lab.complaint", readonly=True)
    decision_ids = fields.Many2many("lab.complaint.decision", readonly=True)
    responsibility = fields.Selection([("ours", "Ours"), ("partly", "Partly ours")], default="ours")
    findings = fields.Text(
        # With the rights of who opens the dialog, on whatever complaint.
        compute="_compute_findings",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    proposal = fields.Text()
    grounds = fields.Text()
    extended_to = fields.Date("Extended until")
    comment = fields.Text()

    @api.depends("act", "complaint_ids")
    def _compute_findings(self):
        for dialog in self:
            single = len(dialog.complaint_ids) == 1 and dialog.act == "propose_outcome"
            dialog.findings = dialog.complaint_ids.validity_grounds if single else False

    @api.model
    def _open(self, act, **records):
        """Action that opens the dialog, on complaint_ids or decision_ids."""
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["act"]._description_selection(self.env))[act],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_act": act,
                **{f"default_{name}": ids for name, ids in records.items()},
            },
        }

    def action_confirm(self):
        """Do what the dialog was opened for."""
        self.ensure_one()
        records = self.decision_ids or self.complaint_ids
        method = getattr(records, f"action_{self.act}")
        method(**{name: self[name] for name in ASKED[self.act]})
        return {"type": "ir.actions.act_window_close"}
