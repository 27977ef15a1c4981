from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError

from .external_common import ExternalCase


class TestExternalRecord(ExternalCase):
    """What is on record of external approvals: read by some, changed by nobody."""

    def test_no_door_makes_one(self):
        """Neither create nor import nor copy enters an approval."""
        values = {
            "decision_id": self.decision.id,
            "complaint_id": self.complaint.id,
            "name": "Me",
            "verdict": "approved",
        }
        approvals = self.env["lab.complaint.external.approval"]
        with self.assertRefused(UserError, "by hand"):
            approvals.create(values)
        with self.assertRefused(UserError, "by hand"):
            approvals.with_context(lab_complaint_recording=True).create(values)
        for user in (self.officer, self.quality_head, self.manager):
            self.assertFalse(approvals.with_user(user).has_access("create"))
            with self.assertRefused(UserError):
                approvals.with_user(user).create(values)
        with self.assertRefused(UserError, "by hand"):
            self._invite().copy()

    def test_no_door_changes_one(self):
        """Neither write, as whom ever, nor the web client, nor a list on the decision."""
        approval = self._invite()
        changes = {"verdict": "approved", "signed_name": "Me"}
        with self.assertRefused(UserError, "by hand"):
            approval.write(changes)
        with self.assertRefused(UserError, "by hand"):
            approval.sudo().expires_on = fields.Datetime.now() + timedelta(days=900)
        for user in (self.officer, self.quality_head, self.manager):
            self.assertFalse(approval.with_user(user).has_access("write"))
            with self.assertRefused(UserError):
                approval.with_user(user).write(changes)
            with self.assertRefused(UserError):
                approval.with_user(user).web_save(changes, {})
        with self.assertRefused(UserError):
            self.complaint.with_user(self.officer).write(
                {"external_approval_ids": [Command.update(approval.id, changes)]}
            )

    def test_never_deleted(self):
        """Not even by the superuser."""
        approval = self._invite()
        with self.assertRefused(UserError):
            approval.sudo().unlink()

    def test_who_reads(self):
        """Officers and auditors of the company; nobody involved and nobody elsewhere."""
        approval = self._invite()
        for user in (self.officer, self.auditor, self.quality_head):
            self.assertEqual(approval.with_user(user).name, "Dr Zhou")
        for user in (
            self.calibrator_user,
            self.other_officer,
            self.reporter,
            self.portal,
            self.public,
        ):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: approval.with_user(user).read(["name"]))

    def test_inviter_involved_later(self):
        """That who invited became involved is seen on the record."""
        approval = self._invite()
        self.complaint.involved_employee_ids = self._make_employee("Head", self.quality_head)
        self.assertFalse(approval.is_independent)

    def test_mask(self):
        """Names, addresses and numbers of the complainant, however they are written."""
        for text, expected in (
            ("GAUGE WORKS called", "▒▒▒ called"),
            ("Ms Lin", "▒▒▒"),
            ("as Lin said", "as ▒▒▒ said"),
            ("a line of Linen", "a line of Linen"),
            ("write to other@gauge.example.com.", "write to ▒▒▒."),
            ("call +86 (21) 5555-0101 now", "call ▒▒▒ now"),
            ("call 55550101", "call ▒▒▒"),
            ("certificate C-2026-118", "certificate C-2026-118"),
            (False, ""),
        ):
            with self.subTest(text):
                self.assertEqual(self.complaint._masked(text), expected)
