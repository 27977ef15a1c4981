from odoo import models


class LabComplaint(models.Model):
    """Earlier complaints that resemble a case (ISO 10002:2018, 8.6)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited
