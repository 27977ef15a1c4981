from odoo.tests import BaseCase, tagged

from ..models.paper_fonts import embed_fonts
from .paper import PaperCase

LATO = (
    "@font-face{font-family: 'Lato'; src: url(\"/web/static/fonts/./lato/Lato-Reg-webfont.eot\");"
    ' src: url("/web/static/fonts/./lato/Lato-Reg-webfont.woff") format("woff");'
    " font-weight: 400; font-style: normal;}"
)


@tagged("post_install", "-at_install")
class TestPaperFonts(BaseCase):
    def test_font_of_the_company_is_inside(self):
        css = embed_fonts(f"p{{color:red}}{LATO}", {"Lato"})
        self.assertRegex(css, r"src:url\(data:font/woff;base64,[\w+/=]{1000,}\)")
        self.assertIn('font-family:"Lato";font-weight:400;font-style:normal', css)
        self.assertTrue(css.startswith("p{color:red}"))

    def test_other_fonts_are_not_fetched(self):
        remote = "@font-face{font-family: Odd; src: url(https://fonts.example/odd.woff2)}"
        self.assertEqual(embed_fonts(LATO + remote, {"Roboto", "Odd"}), "")

    def test_weights_that_no_paper_uses_stay_out(self):
        self.assertEqual(embed_fonts(LATO.replace("400", "100"), {"Lato"}), "")


@tagged("post_install", "-at_install")
class TestServerOutOfReach(PaperCase):
    """In a container the address people use may not be reachable from within."""

    def test_paper_is_not_blank(self):
        self.env["ir.config_parameter"].sudo().set_param("report.url", "http://127.0.0.1:9")
        case = self._receive()
        text = self._text(self._pdf("action_report_record_form", case))
        self.assertIn(case.name, text)

    def test_page_asks_for_no_font(self):
        report = self.env["ir.actions.report"]._get_report(
            "lab_complaint_report.report_record_form"
        )
        html = report._render_qweb_html(report.id, self._receive().ids)[0]
        body = str(report._prepare_html(html, report_model="lab.complaint")[0][0])
        self.assertIn("@font-face", body)
        self.assertNotRegex(body, r"@font-face[^}]*url\((?!data:)")
