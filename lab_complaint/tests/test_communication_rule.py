from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError

from .common_answer import AnswerCase


class TestOutcomeIsToldWhenApproved(AnswerCase):
    """Nothing goes out unapproved, ISO/IEC 17025:2017, 7.9.5 and 7.9.6."""

    def _assert_doors_refuse(self, message, exception=UserError):
        now = fields.Datetime.now()
        values = {"kind": "outcome", "way": "phone", "told_on": now}
        doors = {
            "create": lambda: self._say("outcome", way="phone", told_on=now),
            "create as superuser": lambda: self.env["lab.complaint.communication"].create(
                {"complaint_id": self.complaint.id, **values}
            ),
            "draft": lambda: self._say("outcome", way="mail"),
            "not possible": lambda: self._say("outcome", not_possible_reason="No address"),
            "case": lambda: self.case.write({"communication_ids": [Command.create(values)]}),
            "web_save of the case": lambda: self.case.web_save(
                {"communication_ids": [Command.create(values)]}, {}
            ),
            "web_save": lambda: (
                self.env["lab.complaint.communication"]
                .with_user(self.officer)
                .web_save({"complaint_id": self.complaint.id, **values}, {})
            ),
            "action": self.case.action_send_outcome,
            "action by phone": lambda: self.case.action_send_outcome(way="phone"),
            "action, not possible": lambda: self.case.action_send_outcome(
                not_possible_reason="No address"
            ),
        }
        for door, call in doors.items():
            with self.subTest(door), self.assertRefused(exception, message):
                call()
        self.assertFalse(self._said("outcome"))

    def _load(self):
        return (
            self.env["lab.complaint.communication"]
            .with_user(self.officer)
            .load(
                ["complaint_id/.id", "kind", "way", "told_on"],
                [[str(self.complaint.id), "outcome", "phone", str(fields.Datetime.now())]],
            )
        )

    def test_nothing_decided(self):
        self._assert_doors_refuse("approved by somebody who was not involved")

    def test_import(self):
        result = self._load()
        self.assertFalse(result["ids"])
        self.assertRegex(result["messages"][0]["message"], "approved by somebody")

    def test_draft_and_submitted(self):
        decision = self._draft()
        self._assert_doors_refuse("approved by somebody who was not involved")
        self._sql(
            "UPDATE lab_complaint_decision SET state = 'submitted' WHERE id = %s", decision.id
        )
        self._assert_doors_refuse("approved by somebody who was not involved")

    def test_of_an_earlier_handling(self):
        self._decide()
        self._sql("UPDATE lab_complaint_decision SET is_current = FALSE")
        self._assert_doors_refuse("approved by somebody who was not involved")

    def test_by_involved_approver(self):
        self._decide()
        self._sql("UPDATE lab_complaint_decision SET is_independent = FALSE")
        self._assert_doors_refuse("approved by somebody who was not involved")

    def test_newer_proposal(self):
        self._decide()
        self._draft()
        self._assert_doors_refuse("approved by somebody who was not involved")

    def test_approved(self):
        decision = self._decide()
        said = self._tell("outcome")
        self.assertTrue(said.is_given)
        self.assertEqual(said.decision_id, decision)
        self.assertTrue(self.complaint.is_outcome_told)

    def test_approved_but_not_possible(self):
        self._decide()
        self.case.action_send_outcome(not_possible_reason="The company no longer exists")
        self.assertTrue(self.complaint.is_outcome_told)

    def test_decision_is_not_chosen(self):
        self._decide()
        other = self._decide(self._log())
        with self.assertRefused(UserError, "cannot be given"):
            self._tell("outcome", decision_id=other.id)

    def test_draft_of_an_outcome_that_is_superseded(self):
        self._decide()
        draft = self._say("outcome", way="letter")
        self._decide()
        with self.assertRefused(UserError, "approved by somebody"):
            draft.told_on = fields.Datetime.now()

    def test_by_involved_person(self):
        self._decide()
        involved = self._make_user("involved", "base.group_user", "lab_complaint.group_officer")
        self._involve(involved)
        with self.assertRefused(ValidationError, r"(?s)involved.*is named as involved"):
            self.env["lab.complaint.communication"].with_user(involved).sudo().create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": "outcome",
                    "way": "phone",
                    "told_on": fields.Datetime.now(),
                    "user_id": involved.id,
                }
            )

    def test_who_becomes_involved_later_did_not_tell(self):
        said = self._tell_outcome()
        self._involve(self.officer)
        self.assertFalse(said.is_independent)
        self.assertIn("Told by", self.complaint.sudo().conflict)


class TestOtherKinds(AnswerCase):
    """What each kind of communication needs."""

    def test_not_accepted_before_that_is_decided(self):
        values = {"way": "letter", "summary": "Another laboratory did it"}
        doors = {
            "create": lambda: self._tell("not_accepted", **values),
            "action": lambda: self.case.action_send_not_accepted(**values),
        }
        for door, call in doors.items():
            with self.subTest(door), self.assertRefused(UserError, "Decide on that first"):
                call()

    def test_not_accepted_is_written(self):
        self._not_ours()
        for way in ("phone", "visit", "portal"):
            with self.subTest(way), self.assertRefused(UserError, "in writing"):
                self._tell("not_accepted", way=way, summary="Not our work")
        said = self._tell("not_accepted", way="letter", summary="Not our work")
        self.assertTrue(said.is_given)

    def test_not_accepted_tells_the_screening(self):
        decision = self._decide(kind="screening", responsibility="not_ours")
        self._not_ours()
        said = self._tell("not_accepted", way="letter", summary="Not our work")
        self.assertEqual(said.decision_id, decision)

    def test_extension_after_its_decision(self):
        with self.assertRefused(UserError, "decide on the extension"):
            self._tell("extension")
        decision = self._decide(kind="extension")
        self.case.action_send_extension(way="phone", summary="Two weeks more")
        self.assertEqual(self._said("extension").decision_id, decision)

    def test_closure_after_the_outcome(self):
        for values in (
            {"way": "phone", "told_on": fields.Datetime.now()},
            {"way": "mail"},
            {"not_possible_reason": "Gone"},
        ):
            with self.subTest(**values), self.assertRefused(UserError, "Tell the complainant"):
                self._say("closure", **values)
        self._tell_outcome()
        self.assertTrue(self._tell("closure").is_given)

    def test_progress_any_time(self):
        for state in ("received", "investigation", "response"):
            self._stand_in(state)
            with self.subTest(state):
                said = self._tell("progress", summary="On the way")
                self.assertTrue(said.is_given)
                self.assertEqual(self.complaint.state, state)

    def test_acknowledged_again(self):
        self._tell("acknowledgement")
        self.assertTrue(self._tell("acknowledgement").is_given)


class TestPromisesAreKept(AnswerCase):
    """By whatever door something is said, the promise is kept at that moment."""

    def test_by_the_kinds(self):
        self._decide()
        with self._counting_promises() as kept:
            for kind in ("acknowledgement", "progress", "outcome"):
                self._tell(kind, summary="Told")
        self.assertEqual([kind for kind, _on in kept], ["acknowledgement", "progress", "outcome"])

    def test_moment_is_that_of_telling(self):
        told_on = fields.Datetime.now()
        with self._counting_promises() as kept:
            self._tell("acknowledgement", told_on=told_on)
        self.assertEqual(kept, [("acknowledgement", told_on)])

    def test_draft_keeps_nothing_until_it_is_told(self):
        with self._counting_promises() as kept:
            draft = self._say("acknowledgement", way="letter")
            self.assertFalse(kept)
            draft.told_on = fields.Datetime.now()
        self.assertEqual(len(kept), 1)

    def test_through_the_case(self):
        now = fields.Datetime.now()
        with self._counting_promises() as kept:
            self.case.write(
                {
                    "communication_ids": [
                        Command.create({"kind": "acknowledgement", "way": "phone", "told_on": now})
                    ]
                }
            )
        self.assertEqual(kept, [("acknowledgement", now)])

    def test_reason_why_not(self):
        with self._counting_promises() as kept:
            self._say("acknowledgement", not_possible_reason="Anonymous")
        self.assertEqual(len(kept), 1)
