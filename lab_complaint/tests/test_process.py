from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .process import STEPS, ProcessCase

# The state a case is in after each step.
STATE_AFTER = {
    "acknowledge": "screening",
    "screen": "investigation",
    "appoint": "investigation",
    "gather": "investigation",
    "judge": "investigation",
    "propose": "decision",
    "approve": "response",
    "answer": "follow_up",
    "call_back": "follow_up",
    "carry_out": "follow_up",
    "close": "closed",
}
# What each step is needed for: the requirement that refuses to go on without it.
GUARD = {
    "acknowledge": ("screening", "REC-4"),
    "screen": ("investigation", "SCR-2"),
    "appoint": ("decision", "INV-1"),
    "gather": ("decision", "INV-2"),
    "judge": ("decision", "INV-4"),
    "propose": ("response", "DEC-1"),
    "approve": ("response", "DEC-1"),
    "answer": ("follow_up", "RES-1"),
    "call_back": ("closed", "FUP-1"),
    "carry_out": ("closed", "FUP-3"),
    "close": ("closed", "FUP-4"),
}


class TestProcess(ProcessCase):
    """From receipt to the end, by the people whose task it is."""

    def test_whole_way(self):
        complaint = self._receive()
        for step in STEPS:
            getattr(self, f"_step_{step}")(complaint)
            complaint.invalidate_recordset()
            with self.subTest(step):
                self.assertEqual(complaint.state, STATE_AFTER[step])
        self.assertTrue(complaint.closed_on)
        self.assertFalse(complaint.conflict)

    def test_checklist_of_a_closed_case_shows_evidence_for_everything(self):
        complaint = self._lead(self._receive())
        lines = complaint.with_user(self.auditor).get_checklist()
        asked = [line for line in lines if not line["code"].startswith(("NAC", "WDR"))]
        self.assertFalse([line["code"] for line in asked if line["status"] == "open"])
        for line in asked:
            if line["status"] == "met":
                with self.subTest(line["code"]):
                    self.assertTrue(line["date"] and line["person"])
        by_code = {line["code"]: line for line in lines}
        self.assertEqual(by_code["DEC-1"]["person"], self.quality_head.name)
        self.assertEqual(by_code["INV-2"]["person"], self.investigator.name)
        self.assertEqual(by_code["DEC-2"]["status"], "not_applicable")
        outcome = complaint.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        self.assertEqual(by_code["DEC-1"]["record"], outcome.display_name)
        self.assertEqual(by_code["INV-2"]["record"], complaint.evidence_ids.reference)
        self.assertEqual(by_code["REC-2"]["record"], complaint.name)
        self.assertFalse(by_code["DEC-2"]["record"])

    def test_each_act_leads_to_its_record_and_day(self):
        complaint = self._lead(self._receive()).sudo()
        acts = {
            (user, record._name, name): record._acted_on(name, user)
            for user, _act, record, name in complaint._acts()
        }
        outcome = complaint._outcome_in_force()
        key = (self.quality_head, outcome._name, "approver_ids")
        self.assertEqual(acts[key], outcome.review_ids.reviewed_date)
        evidence = complaint.evidence_ids
        key = (self.investigator, evidence._name, "verified_by_id")
        self.assertEqual(acts[key], evidence.verified_on)
        appointed = acts[self.investigator, complaint._name, "investigator_ids"]
        self.assertEqual(appointed, complaint.create_date, "nothing is tracked in this test")

    def test_evidence_is_what_proves_not_what_must_be_absent(self):
        complaint = self._lead(self._receive(), "approve").sudo()
        requirement = self.installed_requirements.filtered(lambda r: r.code == "SCR-2")
        changed = {"responsibility": (complaint.create_date, "Who screened it")}
        proof = requirement._evidence(complaint, changed)
        self.assertEqual(proof[1:], ("Who screened it", "Responsibility"))

    def test_checklist_says_what_is_open(self):
        complaint = self._receive()
        lines = {line["code"]: line for line in complaint.with_user(self.officer).get_checklist()}
        self.assertEqual(lines["REC-2"]["status"], "met")
        self.assertEqual(lines["REC-4"]["status"], "open")
        self.assertTrue(lines["REC-4"]["remedy"])
        self.assertIn("REC-4", complaint.with_user(self.officer).checklist)

    def test_each_requirement_finds_its_cases(self):
        """A filter for each: exactly the open cases that have come so far and lack it."""
        received = self._receive()
        judged = self._lead(self._receive(), "appoint")
        closed = self._lead(self._receive())
        ours = [("id", "in", (received | judged | closed).ids)]
        for code, expected in {
            "REC-4": received,
            "INV-2": judged,
            "INV-4": judged,
            "FUP-3": self.env["lab.complaint"],
        }.items():
            requirement = self.installed_requirements.filtered(lambda r: r.code == code)
            found = self._complaints(self.officer).search(
                [*ours, ("missing_ids", "in", requirement.ids)]
            )
            with self.subTest(code):
                self.assertEqual(found, expected)

    def test_reporter_learns_nothing_of_the_investigation(self):
        complaint = self._lead(self._receive(), "judge").with_user(self.reporter)
        self.assertEqual(complaint.state, "investigation")
        for name in ("validity", "checklist", "missing_ids", "decision_ids", "conflict"):
            with self.subTest(name), self.assertRefused(AccessError):
                complaint.read([name])


class TestNoWayRound(ProcessCase):
    """For each step: nothing gets past it when it was left out."""

    def _doors(self, complaint, state):
        stage = self.stages[state]
        vals = {"stage_id": stage.id}
        officer = complaint.with_user(self.officer)
        return {
            "kanban": lambda: officer.web_save(vals, {"stage_id": {}}),
            "list": lambda: officer.web_save_multi([vals], {"stage_id": {}}),
            "external API": lambda: officer.write(vals),
            "quality head": lambda: complaint.with_user(self.quality_head).write(vals),
            "administrator": lambda: complaint.with_user(self.manager).write(vals),
            "scheduled action": lambda: complaint.sudo().write(vals),
            "import": lambda: self._load(officer, stage),
        }

    def _load(self, officer, stage):
        answer = officer.load([".id", "stage_id"], [[str(officer.id), stage.name]])
        if not answer["ids"]:
            raise ValidationError(answer["messages"][0]["message"])

    def test_no_door_leads_past_a_step_left_out(self):
        for step, (state, code) in GUARD.items():
            complaint = self._receive()
            if STEPS.index(step):
                self._lead(complaint, STEPS[STEPS.index(step) - 1])
            remedy = self.installed_requirements.filtered(lambda r: r.code == code).remedy
            before = complaint.state
            for door, move in self._doors(complaint, state).items():
                with (
                    self.subTest(step, door=door),
                    self.assertRefused((UserError, AccessError)) as refused,
                ):
                    move()
                self.assertIn(remedy, str(refused.exception), f"{step} by {door}")
            complaint.invalidate_recordset()
            self.assertEqual(complaint.state, before)

    def test_no_door_leads_from_receipt_to_the_end(self):
        complaint = self._receive()
        for state in ("closed", "not_accepted", "withdrawn"):
            for door, move in self._doors(complaint, state).items():
                with self.subTest(state, door=door), self.assertRefused(ValidationError):
                    move()

    def test_not_ours_ends_with_a_written_notice(self):
        complaint = self._lead(self._receive(), "acknowledge")
        case = self._by(self.officer, complaint)
        case.category_id = self.category
        case.action_not_accept(grounds="Another laboratory issued it")
        self.assertEqual(complaint.responsibility, "not_ours")
        with self.assertRefused(ValidationError, "Send the notice"):
            case.stage_id = self.stages["not_accepted"]
        with self.assertRefused(ValidationError, "about activities"):
            case.stage_id = self.stages["investigation"]
        case.action_send_not_accepted(way="letter", summary="Please ask them")
        self.assertEqual(complaint.state, "not_accepted")
        self.assertTrue(self._complaints().search_count([("id", "=", complaint.id)]))

    def test_answer_that_is_not_accepted_is_not_closed_silently(self):
        def refuse(complaint):
            self._by(self.officer, complaint).action_record_callback(
                acceptance="not_accepted", way="phone", summary="Wants a new measurement"
            )

        complaint = self._lead(self._receive(), "carry_out", call_back=refuse)
        with self.assertRefused(UserError, "log the appeal, or reopen"):
            self._step_close(complaint)
        self.assertFalse(
            complaint.communication_ids.filtered(lambda said: said.kind == "closure"),
            "No notice of an end that did not come",
        )
        self._log(kind="appeal", origin_id=complaint.id)
        self._step_close(complaint)
        self.assertEqual(complaint.state, "closed")

    def test_reopened_case_is_decided_and_told_anew(self):
        complaint = self._lead(self._receive(), "call_back")
        self._by(self.officer, complaint).action_reopen("The value is still wrong")
        complaint.invalidate_recordset()
        self.assertEqual(complaint.state, "investigation")
        self._step_propose(complaint)
        with self.assertRefused(UserError):
            self._step_approve(complaint)
        self._by(self.deputy, complaint).action_approve()
        with self.assertRefused(ValidationError, "Send the outcome"):
            complaint.sudo().stage_id = self.stages["follow_up"]
        self._step_answer(complaint)
        self._step_call_back(complaint)
        self._step_carry_out(complaint)
        self._step_close(complaint)
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(complaint.reopen_count, 1)


class TestBecomingInvolved(ProcessCase):
    """What people did who turn out to be involved does not count, and it is said."""

    def _involve(self, complaint, user):
        employee = user.employee_id or self._make_employee(user.name, user)
        complaint.sudo().involved_employee_ids += employee
        self.env.flush_all()
        complaint.invalidate_recordset()

    def test_investigator(self):
        complaint = self._lead(self._receive(), "judge")
        self._involve(complaint, self.investigator)
        self.assertIn(self.investigator.name, complaint.conflict)
        with self.assertRefused(ValidationError, "replace those") as refused:
            complaint.stage_id = self.stages["decision"]
        self.assertIn("verified by somebody", str(refused.exception))

    def test_approver(self):
        complaint = self._lead(self._receive(), "approve")
        self._involve(complaint, self.quality_head)
        self.assertFalse(complaint._outcome_in_force())
        with self.assertRefused(UserError):
            self._step_answer(complaint)

    def test_link_is_named(self):
        complaint = self._lead(self._receive(), "approve")
        self.certificate.sudo().checked_by_id = self._make_employee(
            "Checker", self.quality_head, self._make_department("Quality")
        )
        complaint.invalidate_recordset()
        self.assertIn("checked certificate C-2026-118", complaint.conflict)

    def test_it_is_in_the_history(self):
        complaint = self._lead(self._receive(), "approve")
        complaint = complaint.with_context(tracking_disable=False, mail_notrack=False)
        self._end_request()
        complaint.sudo().involved_employee_ids += self._make_employee("Head", self.quality_head)
        self._end_request()
        values = complaint.sudo().message_ids.tracking_value_ids
        self.assertTrue(values.filtered(lambda v: v.field_id.name == "conflict"))

    def test_nobody_involved_is_appointed(self):
        complaint = self._receive()
        for name in ("user_id", "investigator_ids"):
            with (
                self.subTest(name),
                self.assertRefused(UserError, "performed certificate C-2026-118"),
            ):
                complaint.sudo().write(
                    {
                        name: self.calibrator_user.ids[0]
                        if name == "user_id"
                        else [Command.set(self.calibrator_user.ids)]
                    }
                )
