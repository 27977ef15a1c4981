from odoo import Command

from .process import ProcessCase


class TestDialogDoors(ProcessCase):
    """Dialogs compute what they show with more rights than the user has: they open only on
    what the user may read, and only for whoever opened them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.involved_officer = cls._make_user(
            "involved_officer", "base.group_user", "lab_complaint.group_officer"
        )
        cls._make_employee("Involved officer", cls.involved_officer, cls.department)
        cls.bystander = cls._make_user("bystander")

    def setUp(self):
        super().setUp()
        self.complaint = self._lead(self._receive(), until="appoint")
        self.statement = self.env["lab.complaint.statement"].create(
            {
                "complaint_id": self.complaint.id,
                "employee_id": self.calibrator.id,
                "reference": "C-2026-118",
                "question": "What did you notice?",
            }
        )

    def _dialogs(self, name, user, **context):
        return self.env[f"lab.complaint.{name}"].with_user(user).with_context(**context)

    def _of_complaint(self):
        return {
            "answer": {"kind": "progress"},
            "extent": {},
            "reclassify": {"reason": "Why", "severity": "minor", "kind": "complaint"},
            "statement.ask": {
                "employee_id": self.calibrator.id,
                "reference": "R",
                "question": "What?",
            },
        }

    def test_who_may_not_read_the_case_opens_no_dialog_on_it(self):
        for name, values in self._of_complaint().items():
            for user in (self.other_officer, self.involved_officer):
                dialogs = self._dialogs(name, user)
                with self.subTest(dialog=name, user=user.login):
                    self.assertNoAccess(
                        lambda values=values, dialogs=dialogs: dialogs.create(
                            {**values, "complaint_id": self.complaint.id}
                        )
                    )
                    self.assertNoAccess(
                        lambda values=values, dialogs=dialogs: dialogs.with_context(
                            default_complaint_id=self.complaint.id
                        ).create(values)
                    )

    def test_nor_sees_what_it_would_show(self):
        for name in self._of_complaint():
            dialogs = self._dialogs(
                name, self.other_officer, default_complaint_id=self.complaint.id
            )
            spec = {field: {} for field in dialogs._fields if field != "id"}
            with self.subTest(dialog=name, door="default"):
                self.assertNoAccess(
                    lambda dialogs=dialogs, spec=spec: dialogs.onchange({}, [], spec)
                )
            with self.subTest(dialog=name, door="value"):
                self.assertNoAccess(
                    lambda dialogs=dialogs, spec=spec: dialogs.with_context(
                        default_complaint_id=False
                    ).onchange({"complaint_id": self.complaint.id}, ["complaint_id"], spec)
                )

    def test_nor_turns_another_dialog_to_it(self):
        own = self._log(company_id=self.other_company.id)
        dialog = self._dialogs("extent", self.other_officer).create({"complaint_id": own.id})
        self.assertNoAccess(lambda: dialog.write({"complaint_id": self.complaint.id}))

    def test_officers_open_them(self):
        for name, values in self._of_complaint().items():
            with self.subTest(dialog=name):
                dialog = self._dialogs(name, self.officer).create(
                    {**values, "complaint_id": self.complaint.id}
                )
                self.assertEqual(dialog.complaint_id, self.complaint)

    def test_a_question_is_for_the_person_asked(self):
        reply = {"statement_id": self.statement.id, "text": "I printed it"}
        self.assertNoAccess(lambda: self._dialogs("statement.reply", self.bystander).create(reply))
        dialog = self._dialogs("statement.reply", self.calibrator_user).create(reply)
        self.assertEqual(dialog.question, "What did you notice?")

    def test_half_written_words_are_nobody_elses(self):
        reply = {"statement_id": self.statement.id, "text": "I printed it"}
        dialog = self._dialogs("statement.reply", self.calibrator_user).create(reply)
        for user in (self.bystander, self.officer, self.manager):
            with self.subTest(user=user.login):
                others = dialog.with_user(user)
                self.assertNoAccess(lambda others=others: others.read(["text"]))
                self.assertNoAccess(lambda others=others: others.write({"text": "Forged"}))
                self.assertNoAccess(others.action_confirm)
                self.assertFalse(others.search([]))

    def test_each_dialog_is_its_owners(self):
        rules = self.env["ir.rule"].search(
            [("domain_force", "=", "[('create_uid', '=', user.id)]")]
        )
        owned = set(rules.model_id.mapped("model"))
        dialogs = {
            name
            for name, model in self.env.items()
            if model._transient and name.startswith("lab.complaint")
        }
        self.assertFalse(dialogs - owned)

    def test_assessments_are_not_shown_by_the_dialog_on_measures(self):
        assessment = (
            self.env["lab.complaint.measure"]
            .with_user(self.quality_head)
            .create(
                {"complaint_id": self.complaint.id, "kind": "assessment", "result": "Be careful"}
            )
        )
        values = {"measure_id": assessment.id, "act": "done"}
        self.assertNoAccess(lambda: self._dialogs("measure.act", self.officer).create(values))
        dialog = self._dialogs("measure.act", self.quality_head).create(values)
        self.assertEqual(dialog.result, "Be careful")

    def test_no_case_is_named_by_linking_it(self):
        for user in (self.bystander, self.calibrator_user, self.other_officer):
            with self.subTest(user=user.login):
                name = self.complaint.with_user(user).sudo().display_name
                self.assertEqual(name, "Complaint")
        for user in (self.reporter, self.salesperson, self.investigator, self.auditor):
            with self.subTest(user=user.login):
                name = self.complaint.with_user(user).sudo().display_name
                self.assertIn("Values far", name)

    def test_nobody_appeals_against_a_case_they_may_not_read(self):
        for door in ("create", "write", "default"):
            complaints = self._complaints(self.bystander)
            own = complaints.create(self._values())
            with self.subTest(door=door):
                self.assertNoAccess(
                    {
                        "create": lambda complaints=complaints: complaints.create(
                            self._values(origin_id=self.complaint.id)
                        ),
                        "write": lambda own=own: own.write({"origin_id": self.complaint.id}),
                        "default": lambda complaints=complaints: complaints.with_context(
                            default_origin_id=self.complaint.id
                        ).create(self._values()),
                    }[door]
                )
        own = self._complaints(self.reporter).create(self._values(origin_id=self.complaint.id))
        self.assertEqual(own.origin_id, self.complaint)

    def test_a_statement_of_a_bystander_does_not_name_the_case(self):
        employee = self._make_employee("Bystander", self.bystander)
        statement = self.statement.create(
            {
                "complaint_id": self.complaint.id,
                "employee_id": employee.id,
                "reference": "C-2026-118",
                "question": "What did you see?",
            }
        )
        seen = statement.with_user(self.bystander).read(["complaint_id"])
        self.assertEqual(seen[0]["complaint_id"][1], "Complaint")

    def test_deciding_in_batch_takes_only_what_the_user_reads(self):
        self.assertNoAccess(
            lambda: self._dialogs("decide", self.bystander).create(
                {"act": "accept", "complaint_ids": [Command.set(self.complaint.ids)]}
            )
        )
