from base64 import b64encode
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .dossier import REPORT, DossierCase
from .files import make_pdf


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
        # The letter and what was enclosed.
        self.assertIn("Files not shown to you: 2", theirs)
        self.assertIn("You are right", theirs)
        quality_head = self._text(self._pdf(REPORT, complaint, self.quality_head))
        for known in ("Zorro Vega", "7777 0707", "Deduct two points"):
            self.assertIn(known, quality_head)
        officer = self._text(self._pdf(REPORT, complaint))
        self.assertIn("Zorro Vega", officer)
        self.assertIn("DEAR ZORRO", officer)
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
            lambda record, field, _operation: record.env.su or field.name != "archived_copy",
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
