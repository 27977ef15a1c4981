from odoo import fields, models
from odoo.tools import format_datetime

from ..report.dossier import bind_dossiers

DOSSIER = "lab_complaint_report.report_dossier"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Tell the papers of this add-on when they are printed, in the laboratory's time."""
        values = super()._get_rendering_context(report, docids, data)
        if report.report_name.startswith("lab_complaint_report."):
            zone = self.env.company._complaint_timezone().key
            values["printed_on"] = format_datetime(self.env, fields.Datetime.now(), tz=zone)
        return values

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Bind dossiers, which are more than one template printed."""
        if not res_ids or self._get_report(report_ref).report_name != DOSSIER:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        complaints = self.env["lab.complaint"].browse(dict.fromkeys(res_ids))
        return {False: {"stream": bind_dossiers(self, complaints), "attachment": None}}
