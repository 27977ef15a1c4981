from odoo import fields, models


class LabComplaintChannel(models.Model):
    """Way by which a complaint reaches the laboratory."""

    _name = "lab.complaint.channel"
    _description = "Complaint Channel"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short name that other systems use over the external API."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another channel has this code already.")
