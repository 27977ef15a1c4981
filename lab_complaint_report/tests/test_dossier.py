import re
from base64 import b64encode
from hashlib import sha256
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..report import dossier
from .dossier import REPORT, DossierCase
from .files import changed_pdf, make_image, make_landscape_pdf, make_pdf, make_turned_pdf

FILE_PAGES = "odoo.addons.lab_complaint_report.report.file_pages"


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    def test_everything_in_the_order_of_events(self):
        complaint = self._lead(self._receive(remedy_sought="A correct certificate"))
        pdf = self._pdf(REPORT, complaint)
        titles = [title for title, _page, _level in self._outline(pdf)]
        self.assertIn("Complaint as Received", titles[0])
        self.assertIn("End of the Case", titles[-1])
        text = self._text(pdf)
        for said in (
            complaint.name,
            complaint.description,
            "A correct certificate",
            "Number and date given",
            "It is our certificate",
            "Raw record 118",
            "The values differ from those of the certificate.",
            "Printing error",
            "You are right; we amend the certificate.",
            "Agreed",
            "Print it again",
            "No further error in a month",
            "Satisfied",
            "The case is closed.",
            "C-2026-118",
            "Ms Lin",
        ):
            with self.subTest(said):
                self.assertIn(said, text)

    def test_entries_follow_their_dates(self):
        complaint = self._lead(self._receive())
        entries = self._by(self.officer, complaint)._case_file()
        moments = [entry.moment for entry in entries[1:-1] if entry.moment]
        self.assertEqual(moments, sorted(moments))
        self.assertEqual(entries[0].moment, complaint.received_on)

    @mute_logger(FILE_PAGES)
    def test_contents_name_the_right_pages(self):
        complaint = self._lead(self._receive(), until="gather")
        files = [
            self._attach("report.pdf", make_pdf("AAA", "BBB", "CCC"), "application/pdf"),
            self._attach("photo.jpg", make_image("JPEG"), "image/jpeg"),
            self._attach("log.txt", b"measured value\n" * 400, "text/plain"),
            self._attach(
                "locked.pdf", changed_pdf(make_pdf("x"), None, ("u", "o")), "application/pdf"
            ),
            self._attach("last.pdf", make_pdf("ZZZ"), "application/pdf"),
        ]
        self._gather(complaint, *files)
        pdf = self._pdf(REPORT, complaint)
        pages = self._pages(pdf)
        outline = self._outline(pdf)
        by_file = {title.split(" ", 1)[1]: page for title, page, level in outline if level}
        self.assertIn("AAA", pages[by_file["report.pdf"] - 1])
        self.assertIn("CCC", pages[by_file["report.pdf"] + 1])
        self.assertEqual(by_file["photo.jpg"], by_file["report.pdf"] + 3)
        self.assertEqual(by_file["log.txt"], by_file["photo.jpg"] + 1)
        self.assertIn("measured value", pages[by_file["log.txt"] - 1])
        self.assertGreater(by_file["locked.pdf"], by_file["log.txt"] + 1, "A text over pages")
        self.assertIn("opens with a password only", pages[by_file["locked.pdf"] - 1])
        self.assertIn("ZZZ", pages[by_file["last.pdf"] - 1])
        # What is printed on the cover is where it is.
        cover = " ".join(pages[: outline[0][1] - 1])
        for title, page, _level in outline:
            self.assertRegex(cover, rf"{re.escape(title)}\D.*?\b{page}\b")

    def test_each_page_is_numbered_within_the_whole(self):
        complaint = self._lead(self._receive(), until="gather")
        self._gather(
            complaint,
            self._attach("wide.pdf", make_landscape_pdf("WIDE"), "application/pdf"),
            *(
                self._attach(f"{turn}.pdf", make_turned_pdf(f"T{turn}", turn), "application/pdf")
                for turn in (90, 180, 270)
            ),
        )
        pages = self._pages(self._pdf(REPORT, complaint))
        for number, page in enumerate(pages, 1):
            self.assertIn(f"{complaint.name} {number} / {len(pages)}", page)

    @mute_logger(FILE_PAGES)
    def test_what_cannot_be_printed_is_named_and_embedded(self):
        complaint = self._lead(self._receive(), until="gather")
        contents = {
            "data.zip": (b"PK\x03\x04 any", "application/zip"),
            "broken.pdf": (b"%PDF-1.4 broken", "application/pdf"),
            "broken.png": (b"\x89PNG\r\n broken", "image/png"),
            "locked.pdf": (changed_pdf(make_pdf("x"), None, ("u", "o")), "application/pdf"),
            "原始记录 🧪.dat": (b"\0\1\2", "application/octet-stream"),
        }
        self._gather(
            complaint, *(self._attach(name, *content) for name, content in contents.items())
        )
        pdf = self._pdf(REPORT, complaint)
        embedded = self._embedded(pdf)
        self.assertEqual(len(embedded), len(contents))
        for name, (content, _kind) in contents.items():
            (kept,) = [data for title, data in embedded.items() if title.endswith(name)]
            self.assertEqual(kept, content)
        text = self._text(pdf)
        for said in ("it cannot be opened", "SHA-256", "Files of this type cannot be printed"):
            self.assertIn(said, text)
        self.assertIn(sha256(contents["data.zip"][0]).hexdigest(), text.replace(" ", ""))

    def test_files_of_all_parts(self):
        complaint = self._receive()
        self._attach(
            "letter.pdf",
            make_pdf("LETTERIN"),
            "application/pdf",
            self.reporter,
            res_model="lab.complaint",
            res_id=complaint.id,
        )
        self.certificate.archived_copy = b64encode(make_pdf("ARCHIVED"))
        self._lead(complaint, until="appoint")
        outsider = self._make_employee("Zhao Min")
        statements = self.env["lab.complaint.statement"].with_user(self.investigator)
        statement = statements.create(
            {
                "complaint_id": complaint.id,
                "employee_id": outsider.id,
                "reference": "C-2026-118",
                "question": "What did you notice?",
            }
        )
        signed = self._attach("signed.pdf", make_pdf("SIGNED"), "application/pdf")
        statement.action_record_answer("The printer jammed.", signed.ids)
        text = self._text(self._pdf(REPORT, complaint))
        for said in ("LETTERIN", "ARCHIVED", "SIGNED", "The printer jammed.", "Zhao Min"):
            self.assertIn(said, text)

    def test_link_instead_of_a_file(self):
        complaint = self._receive()
        self.env["ir.attachment"].create(
            {
                "name": "Cloud folder",
                "type": "url",
                "url": "https://files.example.com/118",
                "res_model": "lab.complaint",
                "res_id": complaint.id,
            }
        )
        self.assertIn("https://files.example.com/118", self._text(self._pdf(REPORT, complaint)))

    def test_headings_that_cannot_be_told_apart(self):
        """Printed one by one, the dossier is the same."""
        complaint = self._lead(self._receive(), until="gather")
        self._gather(complaint, self._attach("log.txt", b"measured value", "text/plain"))
        together = self._outline(self._pdf(REPORT, complaint))
        with patch.object(dossier, "heading_pages", return_value=[]):
            apart = self._pdf(REPORT, complaint)
        self.assertEqual(
            [title for title, _page, _level in self._outline(apart)],
            [title for title, _page, _level in together],
        )
        pages = self._pages(apart)
        for title, page, _level in self._outline(apart):
            self.assertIn(title, pages[page - 1])

    def test_several_cases_one_after_the_other(self):
        first, second = self._receive(), self._receive(subject="Another")
        pdf = self._pdf(REPORT, second | first)
        tops = [(title, page) for title, page, level in self._outline(pdf) if not level]
        self.assertEqual([title for title, _page in tops], (second | first).mapped("display_name"))
        pages = self._pages(pdf)
        start = tops[1][1]
        self.assertIn(f"{second.name} 1 / {start - 1}", pages[0])
        self.assertIn(f"{first.name} 1 / {len(pages) - start + 1}", pages[start - 1])

    def test_pauses_and_promises(self):
        complaint = self._lead(self._receive(), until="screen")
        complaint.with_user(self.officer).action_pause(reason="The sample is on its way")
        text = self._text(self._pdf(REPORT, complaint))
        self.assertIn("The sample is on its way", text)
        self.assertIn("Promises", text)
        self.assertIn("Acknowledge", text)
        self.assertNotIn("End of the Case", text)

    def test_long_words_and_texts_flow(self):
        complaint = self._receive(
            description="\n".join(f"Line {number} of it" for number in range(300))
            + " 🧪 "
            + "x" * 400
        )
        pdf = self._pdf(REPORT, complaint)
        text = self._text(pdf)
        self.assertIn("Line 0 of it", text)
        self.assertIn("Line 299 of it", text)
        # Lines, and perhaps the edge of a sheet, stand between them.
        found = sum(map(len, re.findall(r"x{5,}", text)))
        self.assertEqual(found, 400, "Nothing runs off the page")

    def test_in_chinese(self):
        self._speak_chinese()
        complaint = self._lead(self._receive(), until="gather")
        self._gather(
            complaint,
            self._attach("记录.txt", "压力 1.23".encode(), "text/plain"),
            self._attach("数据.zip", b"PK", "application/zip"),
        )
        self.officer.lang = "zh_CN"
        pdf = self._pdf(REPORT, complaint, lang="zh_CN")
        text = self._text(pdf)
        for said in (
            "投诉卷宗",
            "目录",
            "收到的投诉",
            "投诉人原话",
            "记录.txt",
            "压力 1.23",
            "此类型的文件无法打印",
        ):
            self.assertIn(said, text)
        self.assertNotIn("Complaint", text)
        self.assertIn("收到的投诉", self._outline(pdf)[0][0])

    def test_number_is_in_the_name_of_the_file(self):
        complaint = self._receive()
        report = self.env.ref(f"lab_complaint_report.{REPORT}")
        name = safe_eval(report.print_report_name, {"object": complaint})
        self.assertEqual(name, f"Dossier {complaint.name.replace('/', '-')}")
