"""Papers as they come out of the printer: real PDF, and the text and pages in it."""

import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from odoo.tests import HttpCase, tagged

from odoo.addons.lab_complaint.tests.process import ProcessCase

# Radicals that Unicode does not count as compatible forms of the characters they draw.
RADICALS = str.maketrans(
    "⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻬⻮⻰戶", "见角贝车长门青页风飞食马鱼鸟齐齿龙户"
)


# Left out where it does not matter how the database came to be: an engine takes its time.
@tagged("lab_paper")
class PaperCase(HttpCase, ProcessCase):
    """Cases led by the people of ProcessCase, with their papers made by the PDF engine."""

    def _pdf(self, report, records, user=None, **context):
        """Bytes of the PDF of a report of this add-on, as a user gets it.

        :param report: name of the action without module, such as `action_report_record_form`
        """
        self.env.flush_all()
        self.env.invalidate_all()
        action = self.env.ref(f"lab_complaint_report.{report}")
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.officer)
            .with_context(force_report_rendering=True, **context)
            ._render_qweb_pdf(action.id, records.ids)
        )
        self.assertEqual(kind, "pdf")
        return content

    def _text(self, pdf, page=None):
        """Text of a PDF or of one of its pages, white space as single blanks.

        PDF engines draw some Chinese characters by their radicals: compatible forms are made one.
        """
        pages = ["-f", str(page), "-l", str(page)] if page else []
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "paper.pdf"
            file.write_bytes(pdf)
            said = subprocess.run(
                ["pdftotext", "-layout", *pages, str(file), "-"], capture_output=True, check=True
            )
        text = unicodedata.normalize("NFKC", said.stdout.decode()).translate(RADICALS)
        return re.sub(r"\s+", " ", text)

    @classmethod
    def _speak_chinese(cls):
        """Install Chinese with the words of both add-ons."""
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["lab_complaint", "lab_complaint_report"], ["zh_CN"]
        )

    def _page_count(self, pdf):
        """Number of pages of a PDF."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "paper.pdf"
            file.write_bytes(pdf)
            said = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True)
        return int(re.search(rb"Pages:\s+(\d+)", said.stdout).group(1))
