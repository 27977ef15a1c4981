from odoo import fields, models


class LabComplaintCommunication(models.Model):
    """What was said to the complainant, or the reason why that was not possible (7.9.5, 7.9.7)."""

    _name = "lab.complaint.communication"
    _description = "Complaint Communication"
    _inherit = ["lab.complaint.part", "lab.complaint.round.mixin", "mail.thread"]
    _order = "id desc"
    _acting_fields = ("user_id",)

    kind = fields.Selection(
        [
            ("acknowledgement", "Acknowledgement"),
            ("not_accepted", "Not accepted"),
            ("progress", "Progress"),
            ("extension", "Extension"),
            ("outcome", "Outcome"),
            ("closure", "Formal notice of the end"),
            ("callback", "Call-back"),
        ],
        required=True,
    )
    told_on = fields.Datetime(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Told by",
        default=lambda self: self.env.user,
        required=True,
        ondelete="restrict",
    )
    not_possible_reason = fields.Text()
    is_given = fields.Boolean(
        "On Record as Told", readonly=True, help="Told, or the reason why it was not possible."
    )

    def _evidence(self):
        self.ensure_one()
        return self.told_on or self.create_date, self.user_id.name
