import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .test_decision import DecisionCase


class TestDeciding(DecisionCase):
    """Decisions as seen from the case: screening, outcome, extension."""

    def test_accept(self):
        complaint = self._log(user_id=self.officer.id)
        complaint.with_user(self.officer).action_accept(grounds="Our certificate")
        self.assertRecordValues(complaint, [{"state": "investigation", "responsibility": "ours"}])
        self.assertRecordValues(
            complaint.decision_ids,
            [
                {
                    "kind": "screening",
                    "state": "approved",
                    "approved_by_id": self.officer.id,
                    "grounds": "Our certificate",
                }
            ],
        )

    def test_accept_partly(self):
        complaint = self._log(stage_id=self.stages["screening"].id)
        complaint.with_user(self.officer).action_accept(
            grounds="The delivery is not ours", responsibility="partly"
        )
        self.assertRecordValues(complaint, [{"state": "investigation", "responsibility": "partly"}])

    def test_accept_passes_the_gate(self):
        self.env.ref("lab_complaint.requirement_departments").active = True
        complaint = self._log()
        with self.assertRefused(ValidationError, "Name the departments"):
            complaint.with_user(self.officer).action_accept(grounds="Ours")
        self.assertFalse(complaint.decision_ids)

    def test_accept_is_ours_or_partly(self):
        for responsibility in ("not_ours", False, "perhaps"):
            with self.assertRefused(UserError, "partly"):
                self._log().with_user(self.officer).action_accept(
                    grounds="Ours", responsibility=responsibility
                )

    def test_accept_needs_grounds(self):
        for grounds in (False, " "):
            with self.assertRefused(UserError, "Grounds"):
                self._log().with_user(self.officer).action_accept(grounds=grounds)

    def test_later_screening_counts(self):
        complaint = self._investigated().with_user(self.officer)
        complaint.action_accept(grounds="Ours")
        complaint.action_accept(grounds="Not all of it", responsibility="partly")
        self.assertEqual(complaint.responsibility, "partly")
        self.assertEqual(
            complaint.decision_ids.sorted("id").mapped("state"), ["superseded", "approved"]
        )
        self.assertEqual(complaint.state, "investigation")

    def test_not_accepted(self):
        complaint = self._log()
        complaint.with_user(self.officer).action_not_accept(grounds="Another laboratory's")
        self.assertRecordValues(
            complaint, [{"state": "not_accepted", "responsibility": "not_ours"}]
        )

    def test_not_accepted_waits_for_the_notice(self):
        self.env.ref("lab_complaint.requirement_not_ours_notice").active = True
        complaint = self._log()
        complaint.with_user(self.officer).action_not_accept(grounds="Another laboratory's")
        self.assertRecordValues(complaint, [{"state": "received", "responsibility": "not_ours"}])

    def test_screening_keeps_its_promise(self):
        kept = []
        self.patch(
            type(self.env["lab.complaint"]),
            "_keep_promise",
            lambda self, kind, moment: kept.append((self.id, kind, moment)),
        )
        complaint = self._log()
        complaint.with_user(self.officer).action_accept(grounds="Ours")
        self.assertEqual(kept, [(complaint.id, "screening", complaint.decision_ids.decided_on)])

    def test_screening_after_reopening(self):
        complaint = self._log()
        complaint.with_user(self.officer).action_not_accept(grounds="Another laboratory's")
        self.patch(type(complaint), "_is_being_entered", lambda self: False)
        complaint.with_user(self.officer).action_reopen(reason="It is ours after all")
        self.assertRecordValues(complaint, [{"state": "screening", "responsibility": False}])
        complaint.with_user(self.officer).action_accept(grounds="Our seal")
        self.assertEqual(complaint.responsibility, "ours")

    def test_propose_outcome(self):
        decision = self._propose()
        self.assertEqual(decision.complaint_id.state, "decision")
        self.assertEqual(decision.kind, "outcome")

    def test_propose_outcome_passes_the_gate(self):
        self.env.ref("lab_complaint.requirement_evidence").active = True
        self.env.ref("lab_complaint.requirement_evidence").applies_domain = "[]"
        for state in ("investigation", "decision"):
            complaint = self._investigated(stage_id=self.stages["investigation"].id)
            with self.subTest(state), self.assertRefused(ValidationError, "evidence"):
                self._propose(complaint)
            self.assertFalse(complaint.decision_ids)

    def test_approved_case_moves_on(self):
        """The click of the quality head is enough."""
        decision = self._propose()
        self._approve(decision)
        self.assertEqual(decision.complaint_id.state, "response")

    def test_approved_case_waits_for_what_is_missing(self):
        self.env["lab.complaint.requirement"].create(
            {
                "code": "TEST",
                "name": "Test",
                "clause": "Test",
                "state": "decision",
                "domain": "[('remedy_sought', '!=', False)]",
                "remedy": "Test",
            }
        )
        decision = self._propose()
        self._approve(decision)
        self.assertEqual(decision.state, "approved")
        self.assertEqual(decision.complaint_id.state, "decision")

    def test_who_does_not_decide(self):
        complaint = self._investigated()
        for user in (self.reporter, self.auditor, self.portal):
            case = complaint.with_user(user)
            for act in (
                lambda c=case: c.action_accept(grounds="Ours"),
                lambda c=case: c.action_not_accept(grounds="Theirs"),
                lambda c=case: c.action_propose_outcome(proposal="Pay", grounds="Why not"),
                lambda c=case: c.action_extend(extended_to="2040-01-01", grounds="Time"),
            ):
                with self.subTest(user.login):
                    self.assertNoAccess(act)


class TestExtension(DecisionCase):
    """More time, once, approved."""

    def setUp(self):
        super().setUp()
        self.extended = []
        self.patch(
            type(self.env["lab.complaint"]),
            "_extend_promise",
            lambda case, due_on: self.extended.append((case.id, due_on)),
        )
        self.complaint = self._investigated()
        promise = self.complaint.deadline_ids.filtered(lambda deadline: deadline.kind == "outcome")
        self.promised = promise.due_on
        self.later = self.promised + timedelta(days=10)

    def _extend(self, extended_to=None):
        self.complaint.with_user(self.officer).action_extend(
            extended_to=extended_to or self.later, grounds="The item is in repair"
        )
        return self.complaint.decision_ids.sorted("id")[-1:]

    def test_extension_is_approved_first(self):
        decision = self._extend()
        self.assertEqual((decision.state, self.extended), ("submitted", []))
        self._approve(decision)
        self.assertEqual(self.extended, [(self.complaint.id, self.later)])

    def test_rejected_extension_extends_nothing(self):
        self._extend().with_user(self.head).action_reject(comment="Hurry")
        self.assertFalse(self.extended)

    def test_later_than_promised(self):
        with self.assertRefused(UserError, "later day"):
            self._extend(self.promised)

    def test_once(self):
        self._approve(self._extend())
        with self.assertRefused(UserError, "once"):
            self._extend(self.later + timedelta(days=5))

    def test_text_as_over_the_api(self):
        decision = self._extend(fields.Date.to_string(self.later))
        self.assertEqual(decision.extended_to, self.later)

    def test_case_stays(self):
        self._approve(self._extend())
        self.assertEqual(self.complaint.state, "investigation")


class TestBasis(DecisionCase):
    """What an outcome rests on stays, ISO/IEC 17025:2017, 7.5.2."""

    def test_basis_of_an_approved_outcome(self):
        decision = self._propose()
        self._approve(decision)
        day = fields.Date.to_string(decision.decided_on.date())
        message = re.escape(f"approved by {self.head.name} on {day}. Draft a new outcome")
        for name, value in {"validity": "not_valid", "validity_grounds": "Other"}.items():
            doors = {
                "write": lambda v={name: value}: decision.complaint_id.with_user(
                    self.officer
                ).write(v),
                "superuser": lambda v={name: value}: decision.complaint_id.sudo().write(v),
                "web_save": lambda v={name: value}: decision.complaint_id.with_user(
                    self.officer
                ).web_save(v, {}),
            }
            for door, change in doors.items():
                with self.subTest(name, door=door), self.assertRefused(UserError, message):
                    change()

    def test_basis_of_a_submitted_outcome(self):
        decision = self._propose()
        with self.assertRefused(UserError, re.escape(f"submitted by {self.officer.name}")):
            decision.complaint_id.with_user(self.officer).validity = "partly"
        with self.assertRefused(UserError, "rests on this"):
            decision.complaint_id._check_basis_open()

    def test_responsibility_is_part_of_the_basis(self):
        decision = self._propose()
        with self.assertRefused(UserError, "rests on this"):
            decision.complaint_id.with_user(self.officer).action_not_accept(grounds="Theirs")

    def test_same_value_is_no_change(self):
        decision = self._propose()
        decision.complaint_id.with_user(self.officer).write(
            {"validity": "valid", "subject": "Other subject"}
        )
        self.assertEqual(decision.complaint_id.subject, "Other subject")

    def test_new_draft_opens_the_basis(self):
        decision = self._propose()
        self._approve(decision)
        self._draft(decision.complaint_id)
        decision.complaint_id.with_user(self.officer).validity = "partly"
        self.assertEqual(decision.complaint_id.validity, "partly")

    def test_rejection_opens_the_basis(self):
        decision = self._propose()
        decision.with_user(self.head).action_reject(comment="Look again")
        decision.complaint_id.with_user(self.officer).validity = "partly"


class TestResponsibility(DecisionCase):
    """Decided by a decision, never entered."""

    def test_no_door_writes_it(self):
        complaint = self._log(category_id=self.category.id)
        complaint.with_user(self.officer).action_accept(grounds="Ours")
        officer = complaint.with_user(self.officer)
        doors = {
            "write": lambda: officer.write({"responsibility": "not_ours"}),
            "superuser": lambda: complaint.sudo().write({"responsibility": "not_ours"}),
            "emptied": lambda: officer.write({"responsibility": False}),
            "web_save": lambda: officer.web_save({"responsibility": "partly"}, {}),
        }
        for door, change in doors.items():
            with self.subTest(door), self.assertRefused(UserError, "Use Accept or Not Accepted"):
                change()
        result = officer.load([".id", "responsibility"], [[str(complaint.id), "Not ours"]])
        self.assertFalse(result["ids"])
        self.assertEqual(complaint.responsibility, "ours")

    def test_reporters_do_not_know_it(self):
        complaint = self._log(self.reporter).with_user(self.reporter)
        with self.assertRefused(AccessError):
            complaint.write({"responsibility": "ours"})

    def test_new_case_has_none(self):
        complaints = self._complaints(self.officer)
        with self.assertRefused(UserError, "Use Accept or Not Accepted"):
            complaints.create(self._values(responsibility="ours"))
        with self.assertRefused(UserError, "Use Accept or Not Accepted"):
            complaints.with_context(default_responsibility="ours").create(self._values())

    def test_history_has_its_own(self):
        history = self._log(
            self.manager,
            former_number="T-17",
            stage_id=self.stages["closed"].id,
            responsibility="partly",
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(history.responsibility, "partly")

    def test_history_stays_when_all_is_computed_anew(self):
        history = self._log(
            self.manager,
            former_number="T-17",
            stage_id=self.stages["closed"].id,
            responsibility="partly",
        )
        self.env.flush_all()
        self.env.add_to_compute(history._fields["responsibility"], history)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(history.responsibility, "partly")

    def test_draft_decides_nothing(self):
        complaint = self._log()
        self._draft(complaint, kind="screening", responsibility="ours")
        self.assertFalse(complaint.responsibility)
