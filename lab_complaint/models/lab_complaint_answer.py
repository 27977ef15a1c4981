from odoo import models


class LabComplaint(models.Model):
    """What is said to the complainant, from receipt to the formal notice of the end."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited
