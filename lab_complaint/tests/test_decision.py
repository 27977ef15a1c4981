from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .test_involvement import InvolvementCase


class DecisionCase(InvolvementCase):
    """Cases that stand where an outcome is decided, and two quality heads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.quality_head
        cls.other_head = cls._make_user(
            "other_head", "base.group_user", "lab_complaint.group_quality_head"
        )
        cls.second_officer = cls._make_user(
            "second_officer", "base.group_user", "lab_complaint.group_officer"
        )

    def _investigated(self, **values):
        values.setdefault("stage_id", self.stages["investigation"].id)
        values.setdefault("user_id", self.officer.id)
        complaint = self._log(**values)
        complaint.write({"validity": "valid", "validity_grounds": "The raw record says so"})
        return complaint

    def _propose(self, complaint=None, user=None):
        """An outcome that waits for its approval."""
        complaint = complaint or self._investigated()
        complaint.with_user(user or self.officer).action_propose_outcome(
            proposal="Correct the certificate and apologize", grounds="A printing error"
        )
        self.env.flush_all()
        return complaint.decision_ids.sorted("id")[-1:]

    def _draft(self, complaint=None, user=None, **values):
        complaint = complaint or self._investigated()
        decisions = self.env["lab.complaint.decision"].with_user(user or self.officer)
        draft = decisions.create(
            {"complaint_id": complaint.id, "proposal": "Amend", "grounds": "Misprint", **values}
        )
        return draft.with_user(self.env.user)

    def _approve(self, decision, user=None, comment=None):
        decision.with_user(user or self.head).action_approve(comment=comment)


class TestDecision(DecisionCase):
    """From draft to approved, and what is on record then."""

    def test_draft(self):
        draft = self._draft()
        self.assertRecordValues(
            draft,
            [{"state": "draft", "drafted_by_id": self.officer.id, "round": 0, "is_current": True}],
        )
        self.assertTrue(draft.drafted_on)

    def test_outcome_waits_for_approval(self):
        decision = self._propose()
        self.assertRecordValues(
            decision,
            [{"state": "submitted", "submitted_by_id": self.officer.id, "approved_by_id": False}],
        )
        self.assertFalse(decision.complaint_id._outcome_in_force())
        self.assertEqual(decision.review_ids.mapped("name"), ["Quality head"])

    def test_approval(self):
        decision = self._propose()
        self._approve(decision, comment="Well done")
        self.assertRecordValues(
            decision,
            [
                {
                    "state": "approved",
                    "approved_by_id": self.head.id,
                    "approver_ids": self.head.ids,
                    "decision_comment": "Well done",
                    "validation_status": "validated",
                    "is_independent": True,
                }
            ],
        )
        self.assertTrue(decision.decided_on)
        self.assertEqual(decision.complaint_id._outcome_in_force(), decision)
        self.assertEqual(decision._evidence(), (decision.decided_on, self.head.name))

    def test_rejection(self):
        decision = self._propose()
        decision.with_user(self.head).action_reject(comment="Also name the extent")
        self.assertRecordValues(
            decision,
            [
                {
                    "state": "rejected",
                    "rejected_by_id": self.head.id,
                    "approved_by_id": False,
                    "decision_comment": "Also name the extent",
                    "validation_status": "rejected",
                }
            ],
        )
        self.assertEqual(decision.complaint_id.state, "decision")

    def test_rejection_calls_for_a_new_proposal(self):
        decision = self._propose()
        decision.with_user(self.head).action_reject(comment="Also name the extent")
        activity = decision.complaint_id.activity_ids
        self.assertEqual(activity.user_id, self.officer)
        self.assertIn("Also name the extent", activity.note)
        again = self._propose(decision.complaint_id)
        self._approve(again)
        self.assertEqual((decision | again).mapped("state"), ["rejected", "approved"])

    def test_rejection_needs_a_reason(self):
        decision = self._propose().with_user(self.head)
        for comment in (None, "", "  "):
            with self.subTest(comment), self.assertRefused(UserError, "why"):
                decision.action_reject(comment=comment)

    def test_what_comes_into_force_at_once(self):
        for kind in ("screening", "reopen", "closure"):
            draft = self._draft(kind=kind, responsibility="ours").with_user(self.officer)
            draft.action_submit()
            with self.subTest(kind):
                self.assertRecordValues(
                    draft, [{"state": "approved", "approved_by_id": self.officer.id}]
                )
                self.assertFalse(draft.review_ids)

    def test_incomplete_is_not_submitted(self):
        for kind, missing in {
            "outcome": "proposal",
            "screening": "responsibility",
            "extension": "extended_to",
            "closure": "grounds",
        }.items():
            draft = self._draft(kind=kind, **{missing: False})
            with self.subTest(kind), self.assertRefused(UserError, "not complete"):
                draft.with_user(self.officer).action_submit()

    def test_submitted_once(self):
        decision = self._propose()
        with self.assertRefused(UserError, "already"):
            decision.with_user(self.officer).action_submit()

    def test_who_does_not_decide(self):
        draft = self._draft()
        for user in (self.reporter, self.salesperson, self.auditor, self.portal, self.public):
            with self.subTest(user.login):
                self.assertNoAccess(lambda u=user: self._draft(draft.complaint_id, u))
                self.assertNoAccess(draft.with_user(user).action_submit)

    def test_involved_drafts_and_submits_nothing(self):
        self._make_employee("Officer", self.officer)
        involved = self.officer.employee_ids
        complaint = self._investigated(user_id=False)
        draft = self._draft(complaint, self.second_officer)
        complaint.involved_employee_ids = involved
        with self.assertRefused(message="is named as involved|access"):
            self._draft(complaint, self.officer)
        with self.assertRefused(message="is named as involved|access"):
            draft.with_user(self.officer).action_submit()
        with self.assertRefused(ValidationError, "is named as involved"):
            draft.with_user(self.officer).sudo().action_submit()

    def test_drafter_who_became_involved(self):
        complaint = self._investigated(user_id=False)
        draft = self._draft(complaint, self.second_officer)
        complaint.involved_employee_ids = self._make_employee("Second", self.second_officer)
        with self.assertRefused(ValidationError, "is named as involved"):
            draft.with_user(self.officer).action_submit()

    def test_other_company_sees_nothing(self):
        decision = self._propose()
        stranger = self._make_user(
            "stranger", "lab_complaint.group_quality_head", company_id=self.other_company.id
        )
        for act in ("action_approve", "action_submit"):
            self.assertNoAccess(getattr(decision.with_user(stranger), act))
        self.assertNotIn(stranger, decision.review_ids.reviewer_ids)

    def test_display_name(self):
        draft = self._draft()
        self.assertEqual(draft.display_name, f"Outcome of {draft.complaint_id.name}")


class TestDecisionIsFrozen(DecisionCase):
    """After submission nobody changes what is decided; what is recorded nobody writes."""

    def _assert_doors_refuse(self, decision, values, message):
        officer = decision.with_user(self.officer)
        doors = {
            "write": lambda: officer.write(values),
            "superuser": lambda: officer.sudo().write(values),
            "root": lambda: decision.write(values),
            "web_save": lambda: officer.web_save(values, {"state": {}}),
            "case": lambda: officer.complaint_id.write(
                {"decision_ids": [Command.update(decision.id, values)]}
            ),
            "context": lambda: officer.with_context(
                lab_complaint_recording=True, skip_validation_check=True
            ).write(values),
        }
        for door, change in doors.items():
            with self.subTest(door=door, values=values), self.assertRefused(UserError, message):
                change()

    def test_content_after_submission(self):
        decision = self._propose()
        for name, value in {
            "proposal": "Do nothing",
            "grounds": "None",
            "kind": "closure",
            "responsibility": "not_ours",
            "extended_to": "2040-01-01",
        }.items():
            self._assert_doors_refuse(decision, {name: value}, "stays as it is")

    def test_content_after_approval(self):
        decision = self._propose()
        self._approve(decision)
        self._assert_doors_refuse(decision, {"proposal": "Do nothing"}, "stays as it is")

    def test_recorded_is_never_written(self):
        draft = self._draft()
        now = fields.Datetime.to_string(fields.Datetime.now())
        for name, value in {
            "state": "approved",
            "drafted_by_id": self.second_officer.id,
            "submitted_by_id": self.second_officer.id,
            "approved_by_id": self.head.id,
            "approver_ids": [Command.set(self.head.ids)],
            "decided_on": now,
            "round": 1,
            "is_current": False,
            "is_independent": True,
            "is_external": True,
            "external_name": "Nobody",
            "decision_comment": "Fine",
            "superseded_by_id": draft.id,
            "compensation_amount": 0,
            "needs_second_approval": False,
            "validation_status": "validated",
        }.items():
            self._assert_doors_refuse(draft, {name: value}, "cannot be written")

    def test_import_changes_nothing(self):
        decision = self._propose()
        for name, value in {"state": "Approved", "proposal": "Do nothing"}.items():
            result = decision.with_user(self.officer).load(
                [".id", name], [[str(decision.id), value]]
            )
            self.assertFalse(result["ids"])

    def test_only_drafts_are_created(self):
        complaint = self._investigated()
        for name, value in {
            "state": "approved",
            "approved_by_id": self.head.id,
            "drafted_by_id": self.second_officer.id,
            "decided_on": fields.Datetime.now(),
            "round": 3,
            "is_external": True,
        }.items():
            with self.subTest(name), self.assertRefused(UserError, "cannot be written"):
                self._draft(complaint, **{name: value})
            with self.subTest(name, door="default"):
                decisions = self.env["lab.complaint.decision"].with_user(self.officer)
                draft = decisions.with_context(**{f"default_{name}": value}).create(
                    {"complaint_id": complaint.id}
                )
                self.assertRecordValues(
                    draft,
                    [
                        {
                            "state": "draft",
                            "approved_by_id": False,
                            "drafted_by_id": self.officer.id,
                            "decided_on": False,
                            "round": 0,
                            "is_external": False,
                        }
                    ],
                )

    def test_marker_does_not_stay_with_a_draft(self):
        draft = self._draft().with_user(self.officer)
        created = self.env["lab.complaint.decision"].create(
            {"complaint_id": draft.complaint_id.id, "kind": "closure"}
        )
        with self.assertRefused(UserError, "cannot be written"):
            created.write({"state": "approved"})

    def test_drafter_completes_the_draft(self):
        draft = self._draft().with_user(self.officer)
        draft.write({"proposal": "Amend it"})
        self.assertEqual(draft.proposal, "Amend it")

    def test_others_change_no_draft(self):
        """Else who approves could have written the words."""
        draft = self._draft()
        with self.assertRefused(UserError, "Draft your own"):
            draft.with_user(self.head).write({"proposal": "Mine"})

    def test_never_deleted(self):
        for decision in (self._draft(), self._propose()):
            for user in (self.officer, self.manager, self.env.user):
                with self.assertRefused(UserError):
                    decision.with_user(user).unlink()

    def test_copy_is_a_draft(self):
        decision = self._propose()
        self._approve(decision)
        copy = decision.with_user(self.second_officer).copy()
        self.assertRecordValues(
            copy,
            [{"state": "draft", "drafted_by_id": self.second_officer.id, "approver_ids": []}],
        )


class TestDecisionIsSuperseded(DecisionCase):
    """A new one replaces the old one, which stays readable."""

    def test_new_outcome_replaces_the_approved_one(self):
        old = self._propose()
        self._approve(old)
        new = self._draft(old.complaint_id)
        self.assertRecordValues(
            old,
            [{"state": "superseded", "superseded_by_id": new.id, "approved_by_id": self.head.id}],
        )
        self.assertEqual(old.review_ids.status, "approved")
        self.assertEqual(old.proposal, "Correct the certificate and apologize")

    def test_new_outcome_replaces_the_submitted_one(self):
        old = self._propose()
        new = self._propose(old.complaint_id, self.second_officer)
        self.assertEqual(old.state, "superseded")
        self.assertEqual(old.review_ids.status, "cancel")
        self.assertFalse(old.activity_ids)
        self._approve(new)
        self.assertEqual(new.state, "approved")

    def test_superseded_is_not_approved(self):
        old = self._propose()
        self._draft(old.complaint_id)
        with self.assertRefused(UserError, "not waiting"):
            self._approve(old)

    def test_one_open_decision_of_a_kind(self):
        complaint = self._investigated()
        drafts = self._draft(complaint) | self._draft(complaint) | self._draft(complaint)
        self.assertEqual(drafts.mapped("state"), ["superseded", "superseded", "draft"])
        with self.assertRefused():
            self.env["lab.complaint.decision"].create(
                [{"complaint_id": complaint.id, "kind": "closure"}] * 2
            )

    def test_kinds_do_not_disturb_each_other(self):
        decision = self._propose()
        self._draft(decision.complaint_id, kind="closure")
        self.assertEqual(decision.state, "submitted")

    def test_no_new_outcome_after_it_was_told(self):
        decision = self._propose()
        self._approve(decision)
        self._tell(decision.complaint_id)
        with self.assertRefused(UserError, "Reopen"):
            self._draft(decision.complaint_id)
        self.assertEqual(decision.state, "approved")

    def test_end_of_the_case_ends_what_is_open(self):
        decision = self._propose()
        decision.complaint_id.with_user(self.officer).action_withdraw(
            withdrawal_reason="It was a mistake"
        )
        self.assertEqual(decision.state, "superseded")
        self.assertFalse(decision.activity_ids)

    def test_ended_case_takes_no_decision(self):
        complaint = self._investigated()
        complaint.action_withdraw(withdrawal_reason="It was a mistake")
        self.patch(type(complaint), "_is_being_entered", lambda self: False)
        with self.assertRefused(UserError, "has ended"):
            self._draft(complaint)

    def test_reader_of_the_old(self):
        old = self._propose()
        self._draft(old.complaint_id)
        self.assertEqual(old.with_user(self.auditor).state, "superseded")
        with self.assertRefused(AccessError):
            old.with_user(self.reporter).read(["proposal"])
