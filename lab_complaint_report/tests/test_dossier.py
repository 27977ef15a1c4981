import io
import re
from base64 import b64encode
from hashlib import sha256
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.pdf import PdfFileReader
from odoo.tools.safe_eval import safe_eval

from .files import (
    changed_pdf,
    make_image,
    make_landscape_pdf,
    make_pdf,
    make_turned_pdf,
    page_of,
)
from .paper import PaperCase

REPORT = "action_report_dossier"
FILE_PAGES = "odoo.addons.lab_complaint_report.report.file_pages"


@tagged("post_install", "-at_install")
class DossierCase(PaperCase):
    def _attach(self, name, content, mimetype, user=None, **values):
        """A file in the hands of a user, to be attached."""
        return (
            self.env["ir.attachment"]
            .with_user(user or self.investigator)
            .create({"name": name, "raw": content, "mimetype": mimetype, **values})
        )

    def _gather(self, complaint, *files):
        """Evidence with files, in the order of their names."""
        evidence = (
            self.env["lab.complaint.evidence"]
            .with_user(self.investigator)
            .create(
                {
                    "complaint_id": complaint.id,
                    "reference": "Folder 7",
                    "shows": "What the files show",
                    "attachment_ids": [Command.set([file.id for file in files])],
                }
            )
        )
        evidence.action_verify()
        return evidence

    def _pages(self, pdf):
        """Text of each page."""
        return [self._text(pdf, page + 1) for page in range(self._page_count(pdf))]

    def _outline(self, pdf):
        """List of (title, page counted from 1, level)."""
        reader = PdfFileReader(io.BytesIO(pdf))

        def walk(items, level):
            for item in items:
                if isinstance(item, list):
                    yield from walk(item, level + 1)
                else:
                    yield item.title, page_of(reader, item), level

        return list(walk(reader.outline, 0))

    def _embedded(self, pdf):
        """Embedded files as {name: bytes}."""
        names = PdfFileReader(io.BytesIO(pdf)).trailer["/Root"].get("/Names")
        if not names:
            return {}
        listed = names["/EmbeddedFiles"]["/Names"]
        return {
            name: file.get_object()["/EF"]["/F"].get_data()
            for name, file in zip(listed[0::2], listed[1::2], strict=True)
        }


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
        self.assertEqual(text.replace(" ", "").count("x" * 400), 1, "Nothing runs off the page")

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


@tagged("post_install", "-at_install")
class TestDossierReaders(DossierCase):
    def _protected(self):
        """A case of somebody whose name is protected, led to its end, with an assessment."""
        complaint = self._log(
            self.officer,
            complainant_role="end_user",
            complainant_name="Zorro Vega",
            complainant_email="zorro@mask.example.com",
            complainant_phone="+86 21 7777 0707",
            channel_id=self.channel.id,
            certificate_ids=[Command.create({"certificate_id": self.certificate.id})],
        )
        self._lead(complaint, until="judge")
        self._by(self.quality_head, complaint).measure_ids = [
            Command.create({"kind": "assessment", "name": "Deduct two points"})
        ]
        self._lead_on(complaint)
        return complaint

    def _lead_on(self, complaint):
        for step in ("propose", "approve"):
            getattr(self, f"_step_{step}")(complaint)
        file = self._attach(
            "to Zorro Vega.pdf", make_pdf("DEAR ZORRO"), "application/pdf", self.officer
        )
        self._by(self.officer, complaint).action_send_outcome(
            way="letter", summary="You are right.", attachment_ids=file.ids
        )

    def test_auditor_reads_no_protected_name_and_no_assessment(self):
        complaint = self._protected()
        theirs = self._text(self._pdf(REPORT, complaint, self.auditor))
        for secret in ("Zorro", "zorro@mask", "7777 0707", "Deduct two points", "assessment"):
            self.assertNotIn(secret, theirs)
        self.assertIn("Protected identity", theirs)
        self.assertIn("You are right", theirs)
        quality_head = self._text(self._pdf(REPORT, complaint, self.quality_head))
        for known in ("Zorro Vega", "7777 0707", "Deduct two points"):
            self.assertIn(known, quality_head)
        officer = self._text(self._pdf(REPORT, complaint))
        self.assertIn("Zorro Vega", officer)
        self.assertNotIn("Deduct two points", officer)

    def test_file_that_may_not_be_read_is_not_named(self):
        complaint = self._lead(self._receive(), until="gather")
        loose = self._attach("hidden plan.pdf", make_pdf("HIDDEN"), "application/pdf", self.officer)
        evidence = self._gather(complaint)
        files = evidence._fields["attachment_ids"]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                SQL.identifier(files.relation),
                SQL.identifier(files.column1),
                SQL.identifier(files.column2),
                evidence.id,
                loose.id,
            )
        )
        text = self._text(self._pdf(REPORT, complaint, self.auditor))
        self.assertIn("Files not shown to you: 1", text)
        self.assertNotIn("hidden plan", text)
        self.assertNotIn("HIDDEN", text)
        self.assertIn("HIDDEN", self._text(self._pdf(REPORT, complaint)))

    def test_copy_in_a_field_that_may_not_be_read_is_counted(self):
        self.certificate.archived_copy = b64encode(make_pdf("ARCHIVED"))
        complaint = self._lead(self._receive(), until="gather")
        entries = self._by(self.auditor, complaint)._case_file()
        (entry,) = [entry for entry in entries if "C-2026-118" in entry.title]
        self.assertEqual(
            ([file.name for file in entry.files], entry.hidden_files), (["Archived Copy"], 0)
        )
        with patch.object(
            type(self.certificate),
            "_has_field_access",
            lambda _record, field, _operation: field.name != "archived_copy",
        ):
            entries = self._by(self.auditor, complaint)._case_file()
        (entry,) = [entry for entry in entries if "C-2026-118" in entry.title]
        self.assertEqual((entry.files, entry.hidden_files), ([], 1))

    def test_for_those_who_handle_or_audit_it_only(self):
        complaint = self._lead(self._receive(), until="gather")
        own = self._log(self.reporter)
        for user, case in (
            (self.reporter, complaint),
            (self.reporter, own),
            (self.salesperson, complaint),
            (self.calibrator_user, complaint),
            (self.other_officer, complaint),
            (self.portal, complaint),
            (self.investigator, own),
        ):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self._pdf(REPORT, case, user)
        for user in (self.officer, self.auditor, self.quality_head, self.investigator):
            with self.subTest(user=user.login):
                self.assertIn(complaint.name, self._text(self._pdf(REPORT, complaint, user)))

    def test_as_a_page_without_the_printer(self):
        complaint = self._lead(self._receive(), until="gather")
        html, kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html(f"lab_complaint_report.{REPORT}", complaint.ids)
        )
        self.assertEqual(kind, "html")
        self.assertIn("Raw record 118", str(html, "utf-8") if isinstance(html, bytes) else html)
        with self.assertRefused(AccessError):
            self.env["ir.actions.report"].with_user(self.reporter)._render_qweb_html(
                f"lab_complaint_report.{REPORT}", complaint.ids
            )

    def test_not_offered_to_reporters(self):
        groups = self.env.ref(f"lab_complaint_report.{REPORT}").group_ids
        self.assertFalse(groups & self.reporter.all_group_ids)
        self.assertTrue(groups & self.officer.all_group_ids)
