from odoo import models


class LabComplaint(models.Model):
    """Decisions on a case, from screening to outcome."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited
