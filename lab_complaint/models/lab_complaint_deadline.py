from odoo import fields, models

from .lab_complaint_stage import PROMISES


class LabComplaintDeadline(models.Model):
    """A promise to the complainant with its date; once missed, for ever missed."""

    _name = "lab.complaint.deadline"
    _description = "Complaint Deadline"
    _inherit = ["lab.complaint.part"]
    _order = "due_on, id"

    kind = fields.Selection(PROMISES, required=True, readonly=True)
    due_on = fields.Date(required=True, readonly=True)
    done_on = fields.Datetime(readonly=True)
