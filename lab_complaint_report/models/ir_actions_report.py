from odoo import fields, models
from odoo.tools import format_datetime


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Tell the papers of this add-on when they are printed, in the laboratory's time."""
        values = super()._get_rendering_context(report, docids, data)
        if report.report_name.startswith("lab_complaint_report."):
            zone = self.env.company._complaint_timezone().key
            values["printed_on"] = format_datetime(self.env, fields.Datetime.now(), tz=zone)
        return values
