from odoo import fields, models

from .lab_complaint_communication import ADDRESSEES, KINDS


class MailTemplate(models.Model):
    """What complainants are written: a laboratory adds a letter by adding a text."""

    _inherit = "mail.template"

    complaint_letter_kind = fields.Selection(
        KINDS,
        "Complaint Letter",
        index="btree_not_null",
        help="Offered for communications of this kind; the oldest comes first.",
    )
    complaint_letter_addressee = fields.Selection(
        ADDRESSEES, "Complaint Letter To", default="complainant"
    )
