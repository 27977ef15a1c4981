import json
import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .external_common import PDF, ExternalCase, drawn


class TestExternalInvitation(ExternalCase):
    """Who may have an outcome decided outside, and by whom."""

    def test_invitation(self):
        """The quality head invites; what is on record says who, when and until when."""
        approval = self._invite(days=10)
        self.assertRecordValues(
            approval,
            [
                {
                    "complaint_id": self.complaint.id,
                    "name": "Dr Zhou",
                    "email": "zhou@outside.example.com",
                    "invited_by_id": self.quality_head.id,
                    "state": "invited",
                    "verdict": False,
                    "is_independent": True,
                }
            ],
        )
        self.assertEqual(approval.expires_on, approval.invited_on + timedelta(days=10))
        self.assertRegex(self.decision.message_ids[0].body, "Dr Zhou.*was invited")

    def test_mail(self):
        """The mail has the link and the number, and nothing of the complainant."""
        approval = self._invite()
        mail = self._mail()
        self.assertIn(f"/complaints/approval/{approval.id}/", mail.body_html)
        self.assertIn(self.complaint.name, mail.body_html)
        self.assertNotIn("Lin", mail.body_html + mail.subject)
        self.assertTrue(mail.auto_delete)
        self.assertFalse(mail.model or mail.res_id)

    def test_mail_is_read_by_nobody(self):
        """The inviting person does not learn the link: it would let her decide herself."""
        self._invite()
        message = self._mail().mail_message_id
        for user in (self.quality_head, self.officer, self.auditor):
            self.assertNoAccess(lambda user=user: message.with_user(user).read(["body"]))

    def test_token_is_hashed(self):
        """No column, message or attachment of the case holds the link."""
        approval = self._invite()
        token = self._link().rsplit("/", 1)[1]
        self.env.flush_all()
        for table in ("lab_complaint_external_approval", "lab_complaint_decision"):
            self.env.cr.execute(f"SELECT row_to_json(t) FROM {table} t")  # pylint: disable=sql-injection
            self.assertNotIn(token, json.dumps(self.env.cr.fetchall()))
        messages = self.decision.message_ids | self.complaint.message_ids
        self.assertNotIn(token, " ".join(messages.mapped("body")))
        with self.assertRefused(AccessError):
            approval.with_user(self.quality_head).read(["token_hash"])
        self.assertNotIn("token_hash", approval.with_user(self.quality_head).read()[0])

    def test_again_revokes_the_first(self):
        """One invitation is open at a time."""
        first = self._invite()
        second = self._invite(name="Dr Wu", email="wu@outside.example.com")
        self.assertEqual((first.state, second.state), ("revoked", "invited"))

    def test_revoke(self):
        """An open invitation is taken back, once, by who may invite."""
        approval = self._invite()
        with self.assertRefused(AccessError):
            approval.with_user(self.officer).action_revoke()
        approval.with_user(self.quality_head).action_revoke()
        self.assertEqual(approval.state, "revoked")
        self.assertTrue(approval.revoked_on)
        with self.assertRefused(UserError, "not open any more"):
            approval.with_user(self.quality_head).action_revoke()

    def test_expires(self):
        """After its last day an invitation is expired, and stays so when it is decided."""
        with freeze_time("2026-01-05 08:00:00"):
            approval = self._invite(days=2)
            self.assertEqual(approval.state, "invited")
        approval.invalidate_recordset()
        self.assertEqual(approval.state, "expired")
        self._record()
        self.assertEqual(approval.state, "expired")

    def test_days(self):
        """No link without end."""
        for days in (0, -1, 91):
            with self.subTest(days=days), self.assertRefused(UserError, "1 to 90 days"):
                self._invite(days=days)

    def test_involved_refused(self):
        """Who is involved does not choose who decides; the refusal names the link."""
        with self.assertRefused(ValidationError, "performed certificate C-2026-118"):
            self._invite(self.calibrator_user)
        self.complaint.involved_employee_ids = self._make_employee("Head", self.quality_head)
        with self.assertRefused(ValidationError, "is named as involved"):
            self._invite()

    def test_officer_refused_while_a_head_is_free(self):
        """The officer is told whom to ask."""
        with self.assertRefused(AccessError, re.escape(self.quality_head.name)):
            self._invite(self.officer)
        self.assertFalse(self.complaint.with_user(self.officer).can_invite_external)

    def test_officer_where_no_head_is_free(self):
        """The officer in charge invites when every quality head is involved; no other does."""
        self._take_heads()
        other = self._make_user("second_officer", "lab_complaint.group_officer")
        with self.assertRefused(AccessError, "officer in charge"):
            self._invite(other)
        self.assertTrue(self.complaint.with_user(self.officer).can_invite_external)
        self.assertEqual(self._invite(self.officer).invited_by_id, self.officer)

    def test_drafter_and_earlier_approver_are_not_free(self):
        """A quality head who drafted the outcome cannot approve it; neither can an earlier one."""
        self._force(self.decision, drafted_by_id=self.quality_head.id)
        self.assertNotIn(self.quality_head, self.decision._free_quality_heads())
        second = self._make_user("second_head", "lab_complaint.group_quality_head")
        self.assertEqual(self.decision._free_quality_heads(), second)
        earlier = patch.object(type(self.complaint), "_earlier_approvers", lambda complaint: second)
        with earlier:
            self.assertFalse(self.decision._free_quality_heads())

    def test_heads_of_other_companies_do_not_count(self):
        """A quality head elsewhere keeps nobody here from inviting."""
        self._take_heads()
        self._make_user(
            "head_elsewhere", "lab_complaint.group_quality_head", company_id=self.other_company.id
        )
        self.assertFalse(self.decision._free_quality_heads())

    def test_everybody_else_refused(self):
        """Neither auditors nor reporters nor the quality head of another company."""
        elsewhere = self._make_user(
            "head_elsewhere", "lab_complaint.group_quality_head", company_id=self.other_company.id
        )
        for user in (self.auditor, self.reporter, self.other_officer, elsewhere, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self._invite(user))

    def test_only_from_outside(self):
        """Nobody of the laboratory is asked, by whatever address, nor the complainant."""
        self.auditor.email = "auditor@lab.example.com"
        self._make_employee("Without user", work_email="bench@lab.example.com")
        for email in (
            "Auditor@Lab.example.com",
            "bench@lab.example.com",
            "calibrator@lab.example.com",
        ):
            with self.subTest(email=email), self.assertRefused(UserError, "of the laboratory"):
                self._invite(email=email)
        with self.assertRefused(UserError, "complainant"):
            self._invite(email=self.contact.email)

    def test_who_left_but_was_involved(self):
        """Who left the laboratory was involved all the same; who had nothing to do may decide."""
        self.calibrator.active = False
        self.calibrator_user.active = False
        with self.assertRefused(UserError, "of the laboratory"):
            self._invite(email="calibrator@lab.example.com")
        former = self._make_employee("Former", work_email="former@lab.example.com")
        former.active = False
        self.assertEqual(self._invite(email="former@lab.example.com").state, "invited")

    def test_not_the_earlier_external_person(self):
        """A case that is decided anew is not decided by who approved before."""
        self._record()
        self._force(self.decision, state="superseded", round=-1, is_current=False)
        self.decision = self._make_submitted(self.complaint)
        with self.assertRefused(UserError, "approved the outcome before"):
            self._invite(email="other@outside.example.com")
        with self.assertRefused(UserError, "approved the outcome before"):
            self._record(name="DR ZHOU")
        self.assertEqual(self._invite(name="Dr Wu").state, "invited")

    def test_address_and_name_needed(self):
        """What is no address, and a name of blanks, are refused."""
        for email in ("nobody", "", "a@b.example.com, c@d.example.com"):
            with self.subTest(email=email), self.assertRefused(UserError, "e-mail address"):
                self._invite(email=email)
        with self.assertRefused(UserError, "name"):
            self._invite(name=" \x00 ")

    def test_only_a_submitted_outcome(self):
        """Drafts, other kinds and what is decided do not go outside."""
        for values in (
            {"state": "draft"},
            {"state": "approved"},
            {"state": "submitted", "kind": "screening"},
        ):
            self._force(self.decision, **values)
            with self.subTest(values), self.assertRefused(UserError, "no proposed outcome"):
                self._invite()

    def test_dialog(self):
        """The button opens the dialog; the dialog invites."""
        complaint = self.complaint.with_user(self.quality_head)
        self.assertTrue(complaint.can_invite_external)
        action = complaint.action_external_approval()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.quality_head)
            .with_context(**action["context"])
            .create({"name": "Dr Zhou", "email": "zhou@outside.example.com"})
        )
        wizard.action_confirm()
        self.assertEqual(self.decision.external_approval_ids.state, "invited")
        with self.assertRefused(AccessError):
            self.complaint.with_user(self.officer).action_external_approval()

    def test_dialog_without_pending_outcome(self):
        """Without a submitted outcome there is no button, and the method says why."""
        self._force(self.decision, state="draft")
        complaint = self.complaint.with_user(self.quality_head)
        self.assertFalse(complaint.can_invite_external)
        with self.assertRefused(UserError, "no proposed outcome"):
            complaint.action_external_approval()

    def _record(self, **values):
        return self.decision.with_user(self.quality_head).action_record_external(
            **{
                "name": "Dr Zhou",
                "approved": True,
                "comment": "",
                "document": PDF,
                "document_name": "decision.pdf",
                **values,
            }
        )


class TestExternalScan(ExternalCase):
    """A decision on paper, entered by the quality head."""

    def _record(self, user=None, **values):
        return self.decision.with_user(user or self.quality_head).action_record_external(
            **{
                "name": "Dr Zhou",
                "approved": True,
                "comment": "Read and found right.",
                "document": PDF,
                "document_name": "decision.pdf",
                **values,
            }
        )

    def test_approved(self):
        """The outcome is approved and on record as external, with the paper."""
        self._record()
        self.assertRecordValues(
            self.decision,
            [{"state": "approved", "is_external": True, "external_name": "Dr Zhou"}],
        )
        approval = self.decision.external_approval_ids
        self.assertRecordValues(
            approval,
            [
                {
                    "state": "approved",
                    "signed_name": "Dr Zhou",
                    "comment": "Read and found right.",
                    "invited_by_id": self.quality_head.id,
                    "document_name": "decision.pdf",
                }
            ],
        )
        self.assertEqual(approval.document.decode(), PDF)
        self.assertIn("A printing error.", approval.dossier)
        self.assertEqual(approval._evidence(), (approval.decided_on, "Dr Zhou"))

    def test_rejected(self):
        """A rejection needs its reason."""
        with self.assertRefused(UserError, "reason"):
            self._record(approved=False, comment=" ")
        self._record(approved=False, comment="The extent is not known.")
        self.assertEqual(self.decision.state, "rejected")
        self.assertTrue(self.decision.is_external)

    def test_messages(self):
        """The decision has the words and the paper; the case has no comment."""
        self._record()
        message = self.decision.message_ids.filtered("attachment_ids")
        self.assertEqual(message.attachment_ids.name, "decision.pdf")
        self.assertIn("External: Dr Zhou approved", message.body)
        self.assertIn("Read and found right.", message.body)
        told = self.complaint.message_ids.filtered(lambda message: "External" in message.body)
        self.assertNotIn("Read and found right.", told.body)

    def test_document(self):
        """PDF, PNG and JPEG by what is in them, whatever the name says."""
        for document in ("", "####", drawn(image_format="GIF"), "PGgxPmhpPC9oMT4="):
            with self.subTest(document[:20]), self.assertRefused(UserError, "scanned decision"):
                self._record(document=document, document_name="decision.pdf")
        self._record(document=drawn(image_format="JPEG"), document_name="decision.jpg")

    def test_closes_the_invitation(self):
        """What came on paper makes the open link void."""
        invitation = self._invite()
        self._record()
        self.assertEqual(invitation.state, "revoked")
        self.assertTrue(invitation.revoked_on)

    def test_once(self):
        """A decided outcome takes no second decision."""
        self._record()
        with self.assertRefused(UserError, "no proposed outcome"):
            self._record(approved=False, comment="No.")

    def test_rights(self):
        """The same people as for the invitation."""
        for user in (self.officer, self.auditor, self.reporter):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self._record(user))
        with self.assertRefused(ValidationError, "performed certificate"):
            self._record(self.calibrator_user)
        self._take_heads()
        with self.assertRefused(UserError, "You proposed this outcome"):
            self._record(self.officer)
        second = self._make_user("second_officer", "lab_complaint.group_officer")
        self.complaint.user_id = second
        self._record(second)
        self.assertEqual(self.decision.state, "approved")

    def test_dialog(self):
        """The dialog enters the scanned decision."""
        wizards = self.env["lab.complaint.external.approval.invite"].with_user(self.quality_head)
        wizard = wizards.create(
            {
                "decision_id": self.decision.id,
                "way": "paper",
                "name": "Dr Zhou",
                "verdict": "rejected",
                "comment": "Not convinced.",
                "document": PDF,
                "document_name": "decision.pdf",
            }
        )
        wizard.action_confirm()
        self.assertEqual(self.decision.state, "rejected")
