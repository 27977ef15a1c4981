from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.lab_complaint.models.lab_complaint_stage import ENDED_STATES, FLOW, STATES_BEFORE

from .common import ComplaintCase


class GateCase(ComplaintCase):
    """One requirement for each state; a case meets it when its subject names the state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requirements = {
            state: cls.env["lab.complaint.requirement"].create(
                {
                    "code": f"T-{state}",
                    "name": f"{state} is done",
                    "clause": f"Clause {state}",
                    "state": state,
                    "domain": f"[('subject', 'ilike', '<{state}>')]",
                    "remedy": f"Write <{state}> into the subject.",
                }
            )
            for state in cls.stages
            if state != "closed"
        }

    @classmethod
    def _done(cls, *states):
        return "Done: " + "".join(f"<{state}>" for state in states)

    def _stage(self, state):
        return self.stages[state].id

    def _doors(self, complaint, state):
        """Every way to move a case, as functions by name."""
        officer = complaint.with_user(self.officer)
        stage = self.stages[state]
        vals = {"stage_id": stage.id}
        return {
            "write": lambda: officer.write(vals),
            "write as superuser": lambda: complaint.sudo().write(vals),
            "assignment": lambda: complaint.__setitem__("stage_id", stage),
            "kanban and status bar": lambda: officer.web_save(vals, {"stage_id": {}}),
            "several in the list": lambda: officer.web_save_multi([vals], {"state": {}}),
            "import": lambda: self._load(officer, complaint, stage),
        }

    def _load(self, officer, complaint, stage):
        answer = officer.load([".id", "stage_id"], [[str(complaint.id), stage.name]])
        if not answer["ids"]:
            raise ValidationError(answer["messages"][0]["message"])


class TestGate(GateCase):
    """A case leaves a state only when everything before it holds."""

    def test_requirement_that_holds_lets_pass(self):
        for door in self._doors(self._log(), "screening"):
            with self.subTest(door):
                complaint = self._log(subject=self._done("received"))
                self._doors(complaint, "screening")[door]()
                self.assertEqual(complaint.state, "screening")

    def test_every_door_refuses_what_is_missing(self):
        complaint = self._log()
        for door, move in self._doors(complaint, "screening").items():
            with (
                self.subTest(door),
                self.assertRefused(ValidationError, "Write <received> into the subject"),
            ):
                move()
            complaint.invalidate_recordset()
            self.assertEqual(complaint.state, "received")

    def test_one_error_names_everything_and_the_clauses(self):
        complaint = self._log(subject=self._done("screening"))
        with self.assertRefused(ValidationError) as refused:
            complaint.stage_id = self.stages["decision"]
        text = str(refused.exception)
        self.assertIn(complaint.name, text)
        for state in ("received", "investigation"):
            self.assertIn(f"Write <{state}> into the subject. (Clause {state})", text)
        for state in ("screening", "decision"):
            self.assertNotIn(f"<{state}> into", text)

    def test_every_state_asks_for_all_before_it(self):
        for state, before in STATES_BEFORE.items():
            for lacking in before:
                with self.subTest(state=state, lacking=lacking):
                    complaint = self._log(
                        subject=self._done(*(other for other in before if other != lacking))
                    )
                    with self.assertRefused(ValidationError, f"<{lacking}>"):
                        complaint.stage_id = self.stages[state]
            with self.subTest(state=state):
                complaint = self._log(subject=self._done(*before))
                complaint.stage_id = self.stages[state]
                self.assertEqual(complaint.state, state)

    def test_what_held_once_has_to_hold_still(self):
        """A case does not close on a fact that was taken back on the way."""
        complaint = self._log(subject=self._done("received"))
        complaint.stage_id = self.stages["screening"]
        complaint.subject = self._done("screening")
        with self.assertRefused(ValidationError, "<received>"):
            complaint.stage_id = self.stages["investigation"]

    def test_fact_and_move_in_one_change(self):
        complaint = self._log()
        complaint.with_user(self.officer).write(
            {"subject": self._done("received"), "stage_id": self._stage("screening")}
        )
        self.assertEqual(complaint.state, "screening")

    def test_several_cases_each_with_its_own_reasons(self):
        ready = self._log(subject=self._done("received"))
        first, second = self._log(), self._log()
        with self.assertRefused(ValidationError) as refused:
            (ready | first | second).stage_id = self.stages["screening"]
        for complaint in (first, second):
            self.assertIn(complaint.name, str(refused.exception))
        self.assertNotIn(ready.name, str(refused.exception))

    def test_another_column_of_the_same_state_is_free(self):
        desk = self.stages["received"].copy({"name": "Desk"})
        complaint = self._log()
        complaint.stage_id = desk
        self.assertEqual(complaint.stage_id, desk)

    def test_case_is_not_logged_past_the_gate(self):
        for state in set(FLOW[1:]) | set(ENDED_STATES):
            with self.subTest(state), self.assertRefused(ValidationError):
                self._log(stage_id=self._stage(state))

    def test_case_is_not_imported_past_the_gate(self):
        answer = self._complaints(self.officer).load(
            ["subject", "description", "company_id", "stage_id"],
            [["Imported", "Words", self.company.name, "Tested Closed"]],
        )
        self.assertFalse(answer["ids"])
        self.assertIn("<received>", answer["messages"][0]["message"])

    def test_column_in_use_keeps_its_meaning(self):
        """Or all cases in it would pass the gate at once."""
        complaint = self._log()
        with self.assertRefused(UserError, "its meaning stays"):
            complaint.stage_id.state = "closed"
        self.stages["response"].state = "closed"
        self.assertEqual(self.stages["response"].state, "closed")

    def test_move_asks_each_requirement_once_for_all_cases(self):
        """Not once for each case."""
        subject = self._done("received")
        few = self._complaints().concat(*(self._log(subject=subject) for _i in range(2)))
        many = self._complaints().concat(*(self._log(subject=subject) for _i in range(12)))
        self.env.flush_all()
        counts = []
        # What is asked is known from the first time on.
        for complaints in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            complaints._check_requirements_before()
            complaints.mapped("missing_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


class TestTakenOver(GateCase):
    """Cases that another register closed are history: they were handled there."""

    def _old(self, user, **values):
        return self._log(user, former_number="2019-17", stage_id=self._stage("closed"), **values)

    def test_administrator_takes_over_a_closed_case(self):
        complaint = self._old(self.manager, received_on="2019-02-01 08:00:00")
        self.assertEqual(complaint.state, "closed")

    def test_others_do_not(self):
        for user in (self.officer, self.quality_head):
            with self.subTest(user.login), self.assertRefused(ValidationError, "<received>"):
                self._old(user)
        with self.assertRefused(AccessError):
            self._old(self.reporter)

    def test_open_case_is_not_taken_over_past_the_gate(self):
        with self.assertRefused(ValidationError, "<received>"):
            self._log(self.manager, former_number="2019-18", stage_id=self._stage("investigation"))


class TestMoveBack(GateCase):
    """Back is possible with a reason, until the complainant has the outcome."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._log(subject=cls._done(*FLOW))
        cls.complaint.stage_id = cls.stages["decision"]

    def test_every_door_refuses_without_reason(self):
        for door, move in self._doors(self.complaint, "screening").items():
            with self.subTest(door), self.assertRefused(UserError, "say why"):
                move()

    def test_reason_is_more_than_blanks(self):
        with self.assertRefused(UserError, "say why"):
            self.complaint.write({"stage_id": self._stage("screening"), "back_reason": "  \n"})

    def test_back_with_a_reason_in_the_same_change(self):
        self.complaint.with_user(self.officer).write(
            {"stage_id": self._stage("screening"), "back_reason": "Wrong department"}
        )
        self.assertEqual(self.complaint.state, "screening")
        self.assertEqual(self.complaint.back_reason, "Wrong department")

    def test_earlier_reason_does_not_serve_again(self):
        self.complaint.action_move_back("Wrong department", self._stage("screening"))
        self.complaint.stage_id = self.stages["decision"]
        with self.assertRefused(UserError, "say why"):
            self.complaint.stage_id = self.stages["screening"]

    def test_reason_is_in_the_history(self):
        self._end_request()
        tracked = self.complaint.with_context(tracking_disable=False, mail_notrack=False)
        tracked.action_move_back("Wrong department", self._stage("screening"))
        self._end_request()
        values = tracked.message_ids.tracking_value_ids
        self.assertIn("Wrong department", values.mapped("new_value_char"))

    def test_to_the_stage_before(self):
        self.env["lab.complaint.stage"].search(
            [("id", "not in", [stage.id for stage in self.stages.values()])]
        ).sequence = 5000
        self.complaint.with_user(self.officer).action_move_back("Look again")
        self.assertEqual(self.complaint.state, "investigation")

    def test_by_the_dialog(self):
        wizard = (
            self.env["lab.complaint.reason"]
            .with_user(self.officer)
            .with_context(active_ids=self.complaint.ids, default_method="action_move_back")
            .create({"reason": "Look again"})
        )
        self.assertTrue(wizard.explanation)
        wizard.action_confirm()
        self.assertEqual(self.complaint.state, "investigation")

    def test_dialog_calls_nothing_else(self):
        with self.assertRefused(ValueError):
            self.env["lab.complaint.reason"].create(
                {
                    "method": "unlink",
                    "reason": "x",
                    "complaint_ids": [Command.set(self.complaint.ids)],
                }
            )

    def test_nothing_before_the_first_stage(self):
        with self.assertRefused(UserError, "no stage before"):
            self._log().action_move_back("x")

    def test_not_after_the_outcome_was_told(self):
        self.complaint.stage_id = self.stages["response"]
        self._tell(self.complaint)
        with self.assertRefused(UserError, "Reopen the case"):
            self.complaint.action_move_back("Second thoughts", self._stage("screening"))

    def test_reporter_moves_nothing_back(self):
        complaint = self._log(self.reporter, subject=self._done(*FLOW))
        complaint.stage_id = self.stages["screening"]
        with self.assertRefused(AccessError):
            complaint.with_user(self.reporter).action_move_back("x", self._stage("received"))


class TestEnd(GateCase):
    """What has ended stays as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ended = {}
        for state in ENDED_STATES:
            complaint = cls._log(subject=cls._done(*cls.stages))
            complaint.write({"stage_id": cls.stages[state].id, "withdrawal_reason": "Said so"})
            cls.ended[state] = complaint
        # As in a later request: what one transaction enters it may still complete.
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE lab_complaint SET create_date = create_date - interval '1 day'")
        cls.env.invalidate_all()

    def test_nothing_changes_by_any_door(self):
        for state, complaint in self.ended.items():
            with self.subTest(state):
                self.assertDoorsRefuse(complaint, "subject", "Another", "has ended")
                self.assertDoorsRefuse(
                    complaint, "stage_id", self.stages["investigation"], "has ended"
                )

    def test_no_end_turns_into_another(self):
        with self.assertRefused(UserError, "has ended"):
            self.ended["withdrawn"].stage_id = self.stages["closed"]

    def test_no_part_is_added(self):
        for model, values in {
            "lab.complaint.certificate": {"name": "C-9"},
            "lab.complaint.measure": {"kind": "other"},
        }.items():
            with self.subTest(model), self.assertRefused(UserError, "has ended"):
                self.env[model].create({"complaint_id": self.ended["closed"].id, **values})

    def test_activities_and_notes_go_on(self):
        complaint = self.ended["closed"].with_user(self.officer)
        complaint.message_post(body="The customer thanked us.")
        activity = complaint.activity_schedule("mail.mail_activity_data_todo")
        self.assertIn(activity, complaint.activity_ids)

    def test_withdrawal_needs_a_reason(self):
        complaint = self._log(subject=self._done(*self.stages))
        for reason in ("", "  ", None):
            with self.assertRefused(UserError, "Say why"):
                complaint.action_withdraw(reason)
        complaint.with_user(self.officer).action_withdraw("The customer found the gauge.")
        self.assertEqual(complaint.state, "withdrawn")
        self.assertEqual(complaint.withdrawal_reason, "The customer found the gauge.")
