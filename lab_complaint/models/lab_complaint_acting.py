from odoo import models


class LabComplaint(models.Model):
    """What is done about a case."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited
