"""Whatever people do, in whatever order: what has to be true stays true."""

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from psycopg2 import Error

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .process import STEPS, ProcessCase

REFUSALS = (UserError, AccessError, ValueError, Error)
PEOPLE = (
    "reporter",
    "investigator",
    "calibrator_user",
    "officer",
    "quality_head",
    "deputy",
    "manager",
    "auditor",
    "other_officer",
)
PARTS = (
    "decision_ids",
    "measure_ids",
    "communication_ids",
    "evidence_ids",
    "statement_ids",
    "deadline_ids",
)
# What a part says once it counts.
FINAL = {
    "decision_ids": (
        lambda part: part.state in ("approved", "rejected"),
        ("kind", "proposal", "grounds", "drafted_by_id", "approved_by_id", "decided_on", "round"),
    ),
    "communication_ids": (
        lambda part: part.is_given,
        ("kind", "told_on", "user_id", "not_possible_reason", "round"),
    ),
    "evidence_ids": (lambda part: part.verified_on, ("reference", "shows")),
    "deadline_ids": (lambda part: part.missed, ("kind", "missed")),
}


def _stage(state):
    return lambda test, case: case.write({"stage_id": test.stages[state].id})


def _new(model, **values):
    return lambda test, case: case.env[f"lab.complaint.{model}"].create(
        {"complaint_id": case.id, **values}
    )


def _each(name, method, **values):
    def call(test, case):
        for part in case.sudo()[name].with_env(case.env):
            getattr(part, method)(**values)

    return call


ACTIONS = {
    "acknowledge": lambda test, case: case.action_acknowledge(way="phone", summary="Told"),
    "not possible": lambda test, case: case.action_acknowledge(not_possible_reason="No address"),
    "take charge": lambda test, case: case.write({"user_id": case.env.uid}),
    "classify": lambda test, case: case.write({"category_id": test.category.id}),
    "make major": lambda test, case: case.write({"severity": "major", "severity_reason": "Harm"}),
    "accept": lambda test, case: case.action_accept(grounds="Ours"),
    "not accept": lambda test, case: case.action_not_accept(grounds="Not ours"),
    "send notice": lambda test, case: case.action_send_not_accepted(way="letter", summary="No"),
    "investigate myself": lambda test, case: case.write(
        {"investigator_ids": [Command.link(case.env.uid)]}
    ),
    "gather": _new("evidence", kind="raw_record", reference="R", shows="It differs"),
    "verify": _each("evidence_ids", "action_verify"),
    "judge": lambda test, case: case.write(
        {"validity": "valid", "validity_grounds": "So", "cause_analysis": "Why", "extent": "None"}
    ),
    "judge otherwise": lambda test, case: case.write({"validity": "not_valid"}),
    "plan": _new("measure", kind="other", name="Do it"),
    "assess": _new("measure", kind="assessment", name="Talk"),
    "propose": lambda test, case: case.action_propose_outcome(proposal="We amend", grounds="So"),
    "draft": _new("decision", kind="outcome", proposal="We amend", grounds="So"),
    "submit": _each("decision_ids", "action_submit"),
    "approve": lambda test, case: case.action_approve(comment="Yes"),
    "approve each": _each("decision_ids", "action_approve", comment="Yes"),
    "reject": lambda test, case: case.action_reject(comment="No"),
    "approve by write": lambda test, case: case.decision_ids.write({"state": "approved"}),
    "approve review": lambda test, case: (
        case.env["tier.review"]
        .search([("model", "=", "lab.complaint.decision")])
        .write({"status": "approved"})
    ),
    "send outcome": lambda test, case: case.action_send_outcome(way="letter", summary="You see"),
    "say outcome": _new("communication", kind="outcome", way="phone", summary="You see"),
    "accepted": lambda test, case: case.action_record_callback(acceptance="accepted", way="phone"),
    "refused": lambda test, case: case.action_record_callback(
        acceptance="not_accepted", way="phone"
    ),
    "done": _each("measure_ids", "action_done", result="Done"),
    "effective": _each(
        "measure_ids",
        "action_check_effectiveness",
        effectiveness="effective",
        effectiveness_comment="Seen",
    ),
    "not effective": _each(
        "measure_ids",
        "action_check_effectiveness",
        effectiveness="not_effective",
        effectiveness_comment="Again",
    ),
    "cancel measures": _each("measure_ids", "action_cancel", cancel_reason="No need"),
    "close": lambda test, case: case.action_close(way="letter", summary="Closed"),
    "withdraw": lambda test, case: case.action_withdraw("Found it"),
    "reopen": lambda test, case: case.action_reopen("Again"),
    "move back": lambda test, case: case.action_move_back("Look again"),
    "involve the quality head": lambda test, case: case.write(
        {"involved_employee_ids": [Command.link(test.quality_employee.id)]}
    ),
    "involve nobody": lambda test, case: case.write({"involved_employee_ids": [Command.clear()]}),
    "delete": lambda test, case: case.unlink(),
    "delete parts": lambda test, case: [case[name].unlink() for name in PARTS],
    "other words": lambda test, case: case.write({"description": "All is well"}),
    **{f"drag to {state}": _stage(state) for state in ("decision", "response", "closed")},
}
MOVES = st.lists(
    st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(PEOPLE)), min_size=3, max_size=8
)


class TestProperties(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality_employee = cls._make_employee("Quality head", cls.quality_head)

    def test_nothing_bends_the_process(self):
        """From every point of the way: whatever happens next, and whoever does it."""
        complaint = self._receive()
        # As in later requests: what one transaction enters it may still complete.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lab_complaint SET create_date = create_date - interval '1 day' WHERE id = %s",
            [complaint.id],
        )
        for point, step in enumerate((None, *STEPS)):
            if step:
                getattr(self, f"_step_{step}")(complaint)
            with self.subTest(after=step):
                self._disturb(complaint, point)

    def _disturb(self, complaint, point):
        @seed(point)
        @settings(
            max_examples=5,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(moves=MOVES)
        def disturb(moves):
            with self.env.cr.savepoint() as savepoint:
                self.kept = {}
                self._assert_all_true(complaint)
                for name, person in moves:
                    self._try(complaint, name, person)
                    self._assert_all_true(complaint)
                savepoint.rollback()
            self.env.invalidate_all()

        disturb()

    def _try(self, complaint, name, person):
        """Do it as somebody else would in a request of their own; it may be refused."""
        case = self._by(getattr(self, person), complaint)
        try:
            with (
                self.env.cr.savepoint(),
                mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"),
            ):
                ACTIONS[name](self, case)
                self.env.flush_all()
        except REFUSALS:
            self.env.invalidate_all()

    def _assert_all_true(self, complaint):
        complaint = complaint.sudo()
        complaint.invalidate_recordset()
        self.assertTrue(complaint.exists())
        self.assertEqual(complaint.description, self._values()["description"])
        self._assert_gate(complaint)
        self._assert_independence(complaint)
        self._assert_kept(complaint)

    def _assert_gate(self, complaint):
        if complaint.state == "closed":
            self.assertFalse(complaint._missing_for("closed").mapped("code"))
        if complaint.state == "not_accepted":
            self.assertEqual(complaint.responsibility, "not_ours")
        for said in complaint.communication_ids:
            if said.kind == "outcome" and said.is_given and said.decision_id:
                self.assertIn(said.decision_id.state, ("approved", "superseded"))
                self.assertTrue(said.decision_id.approved_by_id)

    def _assert_independence(self, complaint):
        for decision in complaint.decision_ids:
            acting = decision.approved_by_id | decision.drafted_by_id
            if decision.kind == "outcome" and decision.state == "approved":
                self.assertNotEqual(decision.approved_by_id, decision.drafted_by_id)
                self.assertEqual(decision.is_independent, not acting & complaint.involved_user_ids)
                if decision.is_current:
                    self.assertNotIn(decision.approved_by_id, complaint._earlier_approvers())
        if complaint.investigator_ids & complaint.involved_user_ids:
            self.assertTrue(complaint.conflict)

    def _assert_kept(self, complaint):
        """What was on record is on record, and what counted says what it said."""
        for name in PARTS:
            before = self.kept.setdefault(name, set())
            self.assertLessEqual(before, set(complaint[name].ids))
            before |= set(complaint[name].ids)
        for name, (counts, fields) in FINAL.items():
            for part in complaint[name].filtered(counts):
                said = {field: part[field] for field in fields}
                self.assertEqual(self.kept.setdefault((name, part.id), said), said)
