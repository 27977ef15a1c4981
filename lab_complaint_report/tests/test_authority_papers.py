from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.lab_complaint.tests.authority_case import AuthorityCase
from odoo.addons.lab_complaint.tests.process import ProcessCase


@tagged("post_install", "-at_install")
class TestAuthorityPapers(ProcessCase, AuthorityCase):
    """The papers name the authority, and what it was told."""

    def setUp(self):
        super().setUp()
        for name, made in (
            ("_render_qweb_pdf", lambda *_args, **_kwargs: (b"%PDF-1.4", "pdf")),
            ("_check_letter_engine", lambda *_args: None),
        ):
            self.startPatcher(patch.object(type(self.env["ir.actions.report"]), name, made))

    def _answered(self, **values):
        complaint = self._lead(
            self._forward(
                self.reporter,
                order_id=self.order.id,
                certificate_ids=[(0, 0, {"certificate_id": self.certificate.id})],
                **values,
            ),
            until="answer",
        )
        if complaint.authority_part == "forwarded":
            self._by(self.officer, complaint).action_send_outcome(
                way="letter", addressed_to="authority"
            )
        return self._by(self.officer, complaint)

    # --- letters ---

    def test_letter_to_the_authority(self):
        complaint = self._answered()
        said = complaint.authority_communication_ids
        self.assertTrue(said.letter_sha256)
        self.assertEqual(said._letter_address()[0], "Inspector Hu")
        self.assertIn("1 Supervision Road", said._letter_address())
        references = dict(said._letter_references())
        self.assertEqual(references["Your file number"], "JG-2026-77")
        # Order and certificate are between the laboratory and its customer.
        self.assertNotIn(self.order.name, references.values())
        self.assertNotIn("Certificate", references)

    def test_letter_to_the_complainant_has_no_number_of_the_authority(self):
        said = self._answered().communication_ids.filtered(lambda one: one.kind == "outcome")
        references = dict(said._letter_references())
        self.assertNotIn("Your file number", references)
        self.assertEqual(references["Our order"], self.order.name)

    def test_one_letter_to_who_is_both(self):
        complaint = self._answered(partner_id=False, complainant_role="regulator")
        said = complaint.communication_ids.filtered(lambda one: one.kind == "outcome")
        self.assertEqual(dict(said._letter_references())["Your file number"], "JG-2026-77")

    def test_the_case_prints_the_letter_to_the_complainant(self):
        complaint = self._answered()
        printed = complaint._letter("outcome")
        self.assertEqual(printed.addressed_to, "complainant")

    def test_the_status_page_has_no_letter_to_the_authority(self):
        complaint = self._answered()
        shown = {letter["id"] for letter in complaint._status_letters()}
        self.assertTrue(shown)
        self.assertFalse(shown & set(complaint.authority_communication_ids.ids))

    def test_dialog_shows_the_letter_that_was_written(self):
        complaint = self._lead(
            self._forward(
                order_id=self.order.id,
                certificate_ids=[(0, 0, {"certificate_id": self.certificate.id})],
            ),
            until="answer",
        )
        dialog = self.env["lab.complaint.answer"].with_user(self.officer)
        answer = dialog.create(
            {
                "complaint_id": complaint.id,
                "kind": "outcome",
                "addressed_to": "authority",
                "way": "letter",
            }
        )
        action = answer.action_confirm()
        said = complaint.authority_communication_ids
        self.assertIn(f"/{said.id}/letter/", action["url"])

    # --- forms ---

    def test_handling_record(self):
        complaint = self._answered()
        sections = {section["title"]: section["blocks"] for section in complaint.get_record_form()}
        for words in ("Inspector Hu", "JG-2026-77", "Forwarded it"):
            self.assertIn(words, str(sections["Receipt"]))
        tables = sections["Communication with the Complainant"]
        self.assertEqual([table["title"] for table in tables], ["", "Told to the Authority"])
        self.assertEqual([line[0] for line in tables[0]["lines"]], ["Acknowledgement", "Outcome"])
        self.assertEqual([line[0] for line in tables[1]["lines"]], ["Outcome"])

    def test_handling_record_without_one(self):
        complaint = self._by(self.officer, self._lead(self._receive(), until="acknowledge"))
        self.assertNotIn("uthority", str(complaint.get_record_form()))

    def test_evidence_sheet(self):
        complaint = self._answered()
        self.assertIn("JG-2026-77", str(complaint.get_evidence_sheet_heading()))
        sections = {one["title"]: one for one in complaint.get_evidence_sheet()}
        promises = sections["Promises to the Complainant and the Authority"]
        self.assertIn("Answer to the authority", str(promises))
        self.assertIn("to the authority", str(sections["Requirements"]))

    def test_register(self):
        def answered_on(complaint):
            table = self.env["report.lab_complaint_report.register_xlsx"].with_user(self.officer)
            with table._export([["id", "=", complaint.id]]) as file:
                headings, values = list(load_workbook(BytesIO(file.read())).active.values)[2:]
            return dict(zip(headings, values, strict=True))["Authority Answered On"]

        today = self.company._complaint_today()
        self.assertEqual(answered_on(self._answered()).date(), today)
        both = self._answered(partner_id=False, complainant_role="regulator")
        self.assertEqual(answered_on(both).date(), today)
        other = self._by(self.officer, self._lead(self._receive(), until="answer"))
        self.assertIsNone(answered_on(other))

    def test_dossier(self):
        complaint = self._answered()
        entries = complaint._case_file()
        rows = dict(entries[0].rows)
        self.assertEqual(rows["Authority's File Number"], "JG-2026-77")
        told = [dict(entry.rows) for entry in entries if "Communication" in entry.title]
        self.assertEqual([row["Addressed To"] for row in told].count("Authority"), 1, told)

    def test_papers_hide_it_where_the_complainant_is_protected(self):
        complaint = self._answered(partner_id=False, complainant_role="regulator")
        case = self._by(self.auditor, complaint)
        papers = [case.get_record_form(), case.get_evidence_sheet_heading(), case._case_file()]
        for words in ("Inspector", "JG-2026-77"):
            self.assertNotIn(words, str(papers))
