import re

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.base.models import ir_actions_report as engine
from odoo.addons.lab_complaint.models.lab_complaint_communication import KINDS

from ..report.dossier import bind_dossiers
from .paper_fonts import embed_fonts

MODULE = "lab_complaint_report."
DOSSIER = f"{MODULE}report_dossier"
# Odoo's, for companies that chose none.
DEFAULT_FONT = "Lato"
# Where a page to be printed asks the server for its styles.
STYLES = re.compile(
    r'<link\b[^>]*\bhref="/web/assets/[^"/]+/(?P<bundle>[\w.]+?)'
    r'(?P<rtl>\.rtl)?(?P<autoprefix>\.autoprefixed)?\.min\.css"[^>]*>'
)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    complaint_letter_kind = fields.Selection(
        KINDS,
        help="What is said with this letter. What was sent is printed as it went out.",
    )

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

    def retrieve_attachment(self, record):
        """The letter of a complaint as it went out, where there is one."""
        if self.complaint_letter_kind:
            return record._letter(self.complaint_letter_kind)._letter_attachment()
        return super().retrieve_attachment(record)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Bind dossiers, which are more than one template printed."""
        if not res_ids or self._get_report(report_ref).report_name != DOSSIER:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        complaints = self.env["lab.complaint"].browse(dict.fromkeys(res_ids))
        return {False: {"stream": bind_dossiers(self, complaints), "attachment": None}}

    def _prepare_html(self, html, report_model=False):
        """Give papers their styles with them: the PDF engine does not reach every server by the
        address people use, and would print letters without any."""
        bodies, records, header, footer, arguments = super()._prepare_html(
            html, report_model=report_model
        )
        if (self.report_name or "").startswith(MODULE):
            bodies = [self._with_styles(body) for body in bodies]
            header, footer = self._with_styles(header), self._with_styles(footer)
        return bodies, records, header, footer, arguments

    def _with_styles(self, page):
        def style(link):
            bundle = (
                self.env["ir.qweb"]
                .sudo()
                ._get_asset_bundle(
                    link["bundle"],
                    js=False,
                    rtl=bool(link["rtl"]),
                    autoprefix=bool(link["autoprefix"]),
                )
            )
            return f"<style>{embed_fonts(bundle.css().raw.decode(), families)}</style>"

        fonts = self.env["res.company"].sudo()._read_group([], ["font"])
        families = {font or DEFAULT_FONT for (font,) in fonts}
        return Markup(STYLES.sub(style, str(page)))

    def _check_letter_engine(self):
        """Refuse to make letters without an engine that prints them whole.

        :raise UserError: with what the administrator has to do
        """
        said = engine._wkhtml()
        if said.state in ("install", "broken"):
            problem = self.env._("the PDF engine wkhtmltopdf is missing or does not start")
        elif said.state == "upgrade":
            problem = self.env._("the PDF engine wkhtmltopdf is too old")
        elif not said.is_patched_qt:
            problem = self.env._(
                "the PDF engine wkhtmltopdf prints neither letterhead nor page numbers, because "
                "it was built without “patched Qt”"
            )
        else:
            return
        raise UserError(
            self.env._(
                "The letter was not made and nothing was sent: %(problem)s. Ask the administrator "
                "to install wkhtmltopdf 0.12.5 or later with patched Qt on the server and to "
                "restart Odoo.",
                problem=problem,
            )
        )

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
