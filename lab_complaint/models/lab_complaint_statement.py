from odoo import fields, models


class LabComplaintStatement(models.Model):
    """What an involved person says to a neutral question, without access to the case."""

    _name = "lab.complaint.statement"
    _description = "Statement of an Involved Person"
    _inherit = ["lab.complaint.part", "hr.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id"

    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index=True, related_sudo=True
    )
    question = fields.Text(required=True)
    answer = fields.Text()
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("not_given", "Not given")],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
    )
