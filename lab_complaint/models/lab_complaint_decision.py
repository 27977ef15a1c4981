from odoo import fields, models


class LabComplaintDecision(models.Model):
    """A decision at any level of a case; the laboratory answers for each (7.9.2)."""

    _name = "lab.complaint.decision"
    _description = "Complaint Decision"
    _inherit = [
        "lab.complaint.part",
        "lab.complaint.round.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _acting_fields = ("drafted_by_id", "approved_by_id")

    kind = fields.Selection(
        [
            ("screening", "Screening"),
            ("outcome", "Outcome"),
            ("extension", "Extension"),
            ("reopen", "Reopening"),
            ("closure", "Closure"),
        ],
        required=True,
        default="outcome",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("superseded", "Superseded"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    responsibility = fields.Selection(
        [("ours", "Ours"), ("partly", "Partly ours"), ("not_ours", "Not ours")]
    )
    proposal = fields.Text()
    grounds = fields.Text()
    drafted_by_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, readonly=True, ondelete="restrict"
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True, copy=False)
    is_external = fields.Boolean("Decided by an External Person", readonly=True, copy=False)
    external_name = fields.Char(readonly=True, copy=False)

    def _evidence(self):
        self.ensure_one()
        person = self.external_name or self.approved_by_id.name or self.drafted_by_id.name
        return self.decided_on, person

    def action_submit(self):
        """Put drafts into force, or before those who approve."""
        return self.write({"state": "approved", "approved_by_id": self.env.user.id})

    def _supersede(self):
        """Take decisions out of force, because the case is decided anew."""
        self.filtered(lambda d: d.state in ("draft", "submitted", "approved")).write(
            {"state": "superseded"}
        )

    def _approve_externally(self, name, comment):
        """Approve one outcome in the name of a person from outside (7.9.6)."""
        self._decide_externally("approved", name)

    def _reject_externally(self, name, comment):
        """Reject one outcome in the name of a person from outside (7.9.6)."""
        self._decide_externally("rejected", name)

    def _decide_externally(self, state, name):
        self.write(
            {
                "state": state,
                "is_external": True,
                "external_name": name,
                "decided_on": fields.Datetime.now(),
            }
        )
