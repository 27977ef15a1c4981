from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

MODULE = "lab_complaint_report."


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Tell the papers of this add-on when they are printed, in the laboratory's time, and
        by whom.

        :raise AccessError: when a paper is printed, by its address, that the user is not offered
        """
        if report.report_name.startswith(MODULE):
            self._check_offered(report)
        values = super()._get_rendering_context(report, docids, data)
        if report.report_name.startswith(MODULE):
            zone = self.env.company._complaint_timezone().key
            values["printed_on"] = format_datetime(self.env, fields.Datetime.now(), tz=zone)
            values["printed"] = self.env._(
                "Printed by %(person)s on %(moment)s",
                person=self.env.user.name,
                moment=values["printed_on"],
            )
        return values

    def _check_offered(self, report):
        if self.env.su or not report.group_ids:
            return
        if not report.group_ids & self.env.user.all_group_ids:
            raise AccessError(
                self.env._(
                    "“%(paper)s” is printed by: %(groups)s. Ask one of them.",
                    paper=report.name,
                    groups=", ".join(report.group_ids.mapped("name")),
                )
            )
