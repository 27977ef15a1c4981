from odoo import Command
from odoo.exceptions import AccessError, ValidationError

from .test_measure import MeasureCase


class TestRetest(MeasureCase):
    """By a free person, with both values, the criterion and the conclusion."""

    def test_retest_on_record(self):
        measure = self._plan("retest", retester_id=self.colleague.id)
        with self.assertRefused(message="Original Value, New Value, Criterion, Conclusion"):
            measure.action_done()
        measure.write(
            {
                "original_value": "2.0 kPa",
                "new_value": "0.2 kPa",
                "criterion": "|En| ≤ 1",
                "conclusion": "The first result is wrong.",
                "order_id": self.order.id,
            }
        )
        measure.action_done()
        self.assertEqual(measure.state, "done")

    def test_involved_person_is_refused_with_the_link_named(self):
        measure = self._plan("retest")
        link = "Retester|performed certificate C-2026-118"
        doors = {
            "create": lambda: self._plan("retest", retester_id=self.calibrator.id),
            "write": lambda: measure.write({"retester_id": self.calibrator.id}),
            "superuser": lambda: measure.sudo().write({"retester_id": self.calibrator.id}),
            "web_save": lambda: measure.web_save({"retester_id": self.calibrator.id}, {}),
        }
        for door, change in doors.items():
            with self.subTest(door), self.assertRefused(ValidationError, link):
                change()

    def test_who_becomes_involved_later_does_not_carry_it_out(self):
        measure = self._plan(
            "retest",
            retester_id=self.colleague.id,
            original_value="2",
            new_value="2",
            criterion="|En| ≤ 1",
            conclusion="Confirmed",
        )
        self.complaint.involved_employee_ids = self._make_employee("Colleague", self.colleague)
        self.assertFalse(measure.is_independent)
        with self.assertRefused(message="is named as involved"):
            measure.action_done()

    def test_order_of_another_company_is_refused(self):
        foreign = self.order.copy(
            {"company_id": self.other_company.id, "partner_id": self.other_customer.id}
        )
        with self.assertRefused(message="compan"):
            self._plan("retest").order_id = foreign


class TestCompensation(MeasureCase):
    """An amount decided, and the credit note that pays it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["account.journal"].create(
            {"name": "Sales", "code": "TST", "type": "sale", "company_id": cls.company.id}
        )
        cls.income = cls.env["account.account"].create(
            {
                "name": "Income",
                "code": "400000",
                "account_type": "income",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        receivable = cls.income.create(
            {
                "name": "Receivable",
                "code": "110000",
                "account_type": "asset_receivable",
                "reconcile": True,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        for partner in (cls.customer, cls.contact, cls.other_customer):
            partner.with_company(cls.company).property_account_receivable_id = receivable

    def _credit(self, amount=300, partner=None, move_type="out_refund"):
        return self.env["account.move"].create(
            {
                "move_type": move_type,
                "company_id": self.company.id,
                "journal_id": self.journal.id,
                "partner_id": (partner or self.contact).id,
                "invoice_date": "2026-01-15",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Compensation",
                            "quantity": 1,
                            "price_unit": amount,
                            "account_id": self.income.id,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )

    def test_amount_is_needed(self):
        for amount in (0, -5):
            with self.subTest(amount=amount), self.assertRefused(message="enter the amount"):
                self._plan("compensation", amount=amount)
        measure = self._plan("compensation", amount=300)
        self.assertEqual(measure.currency_id, self.company.currency_id)
        with self.assertRefused(message="enter the amount"):
            measure.amount = 0

    def test_done_with_a_posted_credit_note(self):
        measure = self._plan("compensation", amount=300)
        credit_note = self._credit()
        measure.credit_note_id = credit_note
        with self.assertRefused(message="not posted yet"):
            measure.action_done(result="Paid")
        credit_note.action_post()
        measure.action_done()
        self.assertEqual(measure.state, "done")

    def test_lower_credit_note_is_not_enough(self):
        measure = self._plan("compensation", amount=300)
        measure.credit_note_id = self._credit(299)
        measure.sudo().credit_note_id.action_post()
        with self.assertRefused(message="lower than the amount"):
            measure.action_done(result="Paid")

    def test_done_otherwise(self):
        measure = self._plan("compensation", amount=300)
        with self.assertRefused(message="Link the credit note"):
            measure.action_done()
        measure.action_done(result="Calibrated again free of charge")
        self.assertEqual(measure.state, "done")

    def test_only_a_credit_note_of_the_customer(self):
        measure = self._plan("compensation", amount=300)
        for wrong in (
            self._credit(partner=self.other_customer),
            self._credit(move_type="out_invoice"),
        ):
            with self.assertRefused(ValidationError, "no credit note of the customer"):
                measure.credit_note_id = wrong

    def test_amount_is_part_of_what_was_decided(self):
        measure = self._plan("compensation", amount=300)
        self.basis_open = False
        with self.assertRefused(message="submitted"):
            measure.amount = 3000


class TestAssessment(MeasureCase):
    """Between the people assessed and the quality head: nobody else learns of it."""

    def setUp(self):
        super().setUp()
        self.complaint.investigator_ids = self.reporter
        self.assessment = self._plan(
            "assessment", self.quality_head, name="Counts for the turnaround assessment"
        )
        self.assessment.message_post(body="Second time this year")
        self.training = self._plan("training")
        self._end_request()
        self.strangers = self.officer | self.auditor | self.reporter
        self.strangers.group_ids |= self.env.ref("base.group_allow_export")

    def test_quality_head_keeps_it(self):
        self.assertEqual(self.assessment.user_id, self.quality_head)
        self.assertEqual(
            self.complaint.with_user(self.quality_head).measure_ids, self.assessment | self.training
        )
        self.assessment.with_user(self.quality_head).action_done(result="Spoken with the person")
        self.assertEqual(self.assessment.state, "done")

    def test_officer_creates_none(self):
        doors = {
            "create": lambda: self._plan("assessment"),
            "for the quality head": lambda: self._plan("assessment", user_id=self.quality_head.id),
            "from the complaint": lambda: self.complaint.with_user(self.officer).write(
                {"measure_ids": [Command.create({"kind": "assessment"})]}
            ),
        }
        for door, create in doors.items():
            with self.subTest(door), self.assertRefused((AccessError, ValidationError)):
                create()

    def test_nobody_else_reads_or_changes_it(self):
        for user in self.strangers:
            assessment = self.assessment.with_user(user)
            for name, call in {
                "read": lambda a=assessment: a.read(["name"]),
                "web_read": lambda a=assessment: a.web_read({"name": {}}),
                "export": lambda a=assessment: a.export_data(["name"]),
                "write": lambda a=assessment: a.write({"result": "X"}),
                "action": lambda a=assessment: a.action_done(result="X"),
            }.items():
                with self.subTest(user=user.login, door=name), self.assertRefused(AccessError):
                    call()

    def test_nobody_else_finds_or_counts_it(self):
        for user in self.strangers:
            measures = self.env["lab.complaint.measure"].with_user(user)
            domain = [("complaint_id", "=", self.complaint.id)]
            with self.subTest(user=user.login):
                self.assertEqual(measures.search(domain), self.training)
                self.assertEqual(measures.search_count(domain), 1)
                self.assertEqual(
                    measures._read_group(domain, ["kind"], ["__count"]), [("training", 1)]
                )
                self.assertFalse(measures.name_search("turnaround"))
                found = self.env["lab.complaint"].with_user(user)
                self.assertFalse(found.search([("measure_ids.kind", "=", "assessment")]))

    def test_not_in_the_list_on_the_complaint(self):
        """Not even after a requirement has looked at it as the superuser."""
        for user in self.strangers:
            complaint = self.complaint.with_user(user)
            spec = {"missing_count": {}, "measure_ids": {"fields": {"name": {}, "kind": {}}}}
            with self.subTest(user=user.login):
                self.assertEqual(complaint.measure_ids, self.training)
                self.assertIn(self.assessment, complaint.sudo().measure_ids)
                complaint.invalidate_recordset()
                self.installed_requirements.active = True
                self.assertIn(self.assessment, complaint.sudo().measure_ids)
                (values,) = complaint.web_read(spec)
                self.assertEqual([line["id"] for line in values["measure_ids"]], self.training.ids)
                exported = complaint.export_data(["measure_ids/name"])["datas"]
                self.assertEqual(exported, [["Training"]])

    def test_new_measure_is_in_the_list_at_once(self):
        for reader in (self.complaint.with_user(self.officer), self.complaint.sudo()):
            self.assertIn(self.training, reader.measure_ids)
        contact = self._plan("contact")
        for reader in (self.complaint.with_user(self.officer), self.complaint.sudo()):
            self.assertIn(contact, reader.measure_ids)

    def test_gate_sees_it(self):
        self.env.ref("lab_complaint.requirement_measures").active = True
        self.training.action_cancel("Needless")
        self.complaint.stage_id = self.stages["follow_up"]
        with self.assertRefused(ValidationError, "Carry out each measure"):
            self.complaint.with_user(self.officer).stage_id = self.stages["closed"]

    def test_chatter_and_activities_are_confidential(self):
        messages = self.assessment.sudo().message_ids
        activities = self.assessment.sudo().activity_ids
        self.assertEqual(activities.user_id, self.quality_head)
        for user in self.strangers:
            with self.subTest(user=user.login):
                found = self.env["mail.message"].with_user(user).search([])
                self.assertFalse(found & messages)
                self.assertFalse(self.env["mail.activity"].with_user(user).search([]) & activities)
                self.assertNoAccess(lambda u=user: messages.with_user(u).read(["body"]))
                self.assertNoAccess(lambda u=user: activities.with_user(u).read(["summary"]))

    def test_followers_without_access_are_not_written_to(self):
        self.assessment.message_subscribe(partner_ids=self.strangers.partner_id.ids)
        message = self.assessment.with_user(self.quality_head).message_post(
            body="Twice", subtype_xmlid="mail.mt_comment", partner_ids=self.officer.partner_id.ids
        )
        self.assertFalse(message.sudo().notification_ids)

    def test_complaint_does_not_tell(self):
        """Neither the conflict nor the checklist names who had to do with it."""
        self.assessment.with_user(self.quality_head).action_done(result="Spoken")
        self.assessment.with_user(self.manager).action_check_effectiveness("effective", "Fine")
        employee = self._make_employee("Manager", self.manager)
        self.complaint.involved_employee_ids = employee
        self.assertFalse(self.assessment.is_settled)
        self.assertFalse(self.complaint.conflict)
        self.assertEqual(self.assessment._evidence(), (False, False))

    def test_stays_what_it_is(self):
        with self.assertRefused(message="stays an assessment"):
            self.assessment.with_user(self.quality_head).kind = "other"
        with self.assertRefused(message="stays an assessment"):
            self.training.with_user(self.quality_head).kind = "assessment"

    def test_responsible_is_a_quality_head(self):
        with self.assertRefused(ValidationError, "confidential"):
            self.assessment.with_user(self.quality_head).user_id = self.officer

    def test_no_action_that_others_read(self):
        action = self.env["mgmtsystem.action"].create(
            {"name": "Talk", "type_action": "correction", "company_id": self.company.id}
        )
        with self.assertRefused(ValidationError, "confidential"):
            self.assessment.with_user(self.quality_head).action_id = action
