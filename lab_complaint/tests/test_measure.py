from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .common import ComplaintCase


class MeasureCase(ComplaintCase):
    """A valid complaint whose measures are planned; approval is played here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._make_user(
            "colleague", "base.group_user", "lab_complaint.group_officer"
        )
        cls.calibrator = cls._make_user("calibrator")
        cls.performer = cls._make_employee("Calibrator", cls.calibrator)
        cls.complaint = cls._log(
            user_id=cls.officer.id,
            order_id=cls.order.id,
            partner_id=cls.contact.id,
            certificate_ids=[
                Command.create(
                    {
                        "name": "C-2026-118",
                        "item": "Pressure gauge",
                        "performed_by_ids": [Command.set(cls.performer.ids)],
                    }
                )
            ],
        )
        cls.link = cls.complaint.certificate_ids

    def setUp(self):
        super().setUp()
        self.approved = self.basis_open = True
        complaints = self.env.registry["lab.complaint"]
        for name, answer in (
            ("_outcome_in_force", lambda complaint: self.approved),
            ("_check_basis_open", self._check_basis_open),
        ):
            patcher = patch.object(complaints, name, answer)
            patcher.start()
            self.addCleanup(patcher.stop)

    def _check_basis_open(self, _complaint=None):
        if not self.basis_open:
            raise UserError("The outcome is submitted")  # pylint: disable=translation-required

    def _plan(self, kind="training", user=None, **values):
        return (
            self.env["lab.complaint.measure"]
            .with_user(user or self.officer)
            .create({"complaint_id": self.complaint.id, "kind": kind, **values})
        )

    def _settle(self, measure):
        measure.with_user(self.officer).action_done(result="Everybody has read it")
        measure.with_user(self.colleague).action_check_effectiveness(
            "effective", "No case since then"
        )


class TestMeasure(MeasureCase):
    """Planned, done, found effective; in this order and by no other way (7.9.3, 8.7.1)."""

    def test_planned_with_sensible_defaults(self):
        measure = self._plan("retest", self.colleague)
        self.assertRecordValues(
            measure,
            [
                {
                    "name": "Retest",
                    "user_id": self.officer.id,
                    "state": "planned",
                    "is_settled": False,
                    "company_id": self.company.id,
                }
            ],
        )

    def test_name_follows_the_kind_until_it_is_given(self):
        measure = self._plan("retest")
        measure.kind = "other"
        self.assertEqual(measure.name, "Other")
        measure.name = "Repair the gauge at once"
        measure.kind = "training"
        self.assertEqual(measure.name, "Repair the gauge at once")

    def test_done_and_found_effective_is_settled(self):
        measure = self._plan()
        measure.with_user(self.officer).action_done(result="Everybody has read it")
        self.assertRecordValues(
            measure,
            [
                {
                    "state": "done",
                    "result": "Everybody has read it",
                    "done_by_id": self.officer.id,
                    "is_settled": False,
                }
            ],
        )
        self.assertTrue(measure.done_on)
        measure.with_user(self.colleague).action_check_effectiveness("effective", "No case since")
        self.assertRecordValues(
            measure,
            [
                {
                    "effectiveness": "effective",
                    "effectiveness_comment": "No case since",
                    "effectiveness_by_id": self.colleague.id,
                    "is_settled": True,
                }
            ],
        )

    def test_not_effective_is_planned_again(self):
        measure = self._plan()
        measure.action_done(result="Everybody has read it")
        self._end_request()
        measure = measure.with_context(tracking_disable=False, mail_notrack=False)
        measure.with_user(self.colleague).action_check_effectiveness(
            "not_effective", "It happened again"
        )
        self._end_request()
        self.assertRecordValues(
            measure, [{"state": "planned", "done_by_id": False, "is_settled": False}]
        )
        kept = measure.sudo().message_ids.tracking_value_ids
        self.assertIn("It happened again", kept.mapped("new_value_text"))
        self.assertIn(self.officer.name, kept.mapped("old_value_char"))
        self._settle(measure)
        self.assertTrue(measure.is_settled)

    def test_who_did_it_does_not_check_it(self):
        measure = self._plan()
        measure.action_done(result="Done")
        with self.assertRefused(message="somebody else checks"):
            measure.action_check_effectiveness("effective", "It is fine")

    def test_who_is_involved_does_not_check_it(self):
        measure = self._plan()
        measure.action_done(result="Done")
        with self.assertRefused(ValidationError, "performed certificate C-2026-118"):
            measure.with_user(self.calibrator).sudo().action_check_effectiveness("effective", "OK")

    def test_check_by_somebody_who_turns_out_to_be_involved_does_not_count(self):
        measure = self._plan()
        self._settle(measure)
        employee = self._make_employee("Colleague", self.colleague)
        self.complaint.involved_employee_ids = employee
        self.assertFalse(measure.is_settled)
        self.assertIn("Checked by", self.complaint.conflict)
        measure.with_user(self.quality_head).action_check_effectiveness("effective", "Still fine")
        self.assertTrue(measure.is_settled)

    def test_check_needs_a_verdict_and_what_it_rests_on(self):
        measure = self._plan()
        measure.action_done(result="Done")
        check = measure.with_user(self.colleague).action_check_effectiveness
        with self.assertRefused(message="effective or not effective"):
            check("perhaps", "Hm")
        with self.assertRefused(message="what the check showed"):
            check("effective", " ")

    def test_only_what_is_done_is_checked_and_once(self):
        measure = self._plan()
        check = measure.with_user(self.colleague).action_check_effectiveness
        with self.assertRefused(message="only what was done"):
            check("effective", "OK")
        self._settle(measure)
        with self.assertRefused(message="only what was done"):
            check("not_effective", "Changed my mind")

    def test_cancelled_with_reason_is_settled(self):
        measure = self._plan()
        with self.assertRefused(message="Say why"):
            measure.action_cancel(cancel_reason=" ")
        measure.action_cancel(cancel_reason="The retest made it needless")
        self.assertRecordValues(measure, [{"state": "cancelled", "is_settled": True}])

    def test_result_is_asked_where_nothing_else_shows_it(self):
        for kind in ("training", "contact", "other"):
            with self.subTest(kind=kind), self.assertRefused(message="Write down what was done"):
                self._plan(kind).action_done()
        measure = self._plan(result="Two hours in the meeting room")
        measure.action_done()
        self.assertEqual(measure.result, "Two hours in the meeting room")

    def test_responsible_works_here(self):
        with self.assertRefused(ValidationError, "does not work here"):
            self._plan(user_id=self.portal.id)

    def test_fields_of_another_kind_are_refused(self):
        with self.assertRefused(ValidationError, "another kind"):
            self._plan("training", amount=5)
        with self.assertRefused(ValidationError, "another kind"):
            self._plan("training", retester_id=self.colleague.id)

    def test_never_deleted(self):
        with self.assertRefused():
            self._plan().sudo().unlink()

    def test_form(self):
        context = {"default_complaint_id": self.complaint.id}
        measures = self.env["lab.complaint.measure"].with_user(self.officer)
        with Form(measures.with_context(**context)) as form:
            form.kind = "compensation"
            form.amount = 300
        self.assertEqual(form.record.name, "Compensation")

    def test_planned_on_the_form_of_the_complaint(self):
        with (
            Form(self.complaint.with_user(self.officer)) as form,
            form.measure_ids.new() as line,
        ):
            line.kind = "contact"
        self.assertRecordValues(
            self.complaint.measure_ids, [{"kind": "contact", "user_id": self.officer.id}]
        )

    def test_form_for_whoever_reads_it(self):
        measure = self._plan("compensation", amount=300)
        self.complaint.investigator_ids = self.reporter
        for user in (self.officer, self.auditor, self.reporter, self.quality_head):
            with self.subTest(user=user.login):
                self.assertEqual(Form(measure.with_user(user)).name, "Compensation")

    def test_dialog_of_each_action(self):
        dialogs = self.env["lab.complaint.measure.act"]
        measure = self._plan(result="Prepared")

        def dialog(user, act):
            context = {"default_measure_id": measure.id, "default_act": act}
            return Form(dialogs.with_user(user).with_context(**context))

        with dialog(self.officer, "done") as form:
            self.assertEqual(form.result, "Prepared")
            form.result = "Held"
        form.record.action_confirm()
        self.assertEqual(measure.result, "Held")
        with dialog(self.colleague, "check_effectiveness") as form:
            form.effectiveness = "not_effective"
            form.effectiveness_comment = "Nobody came"
        form.record.action_confirm()
        self.assertEqual(measure.state, "planned")
        with dialog(self.officer, "cancel") as form:
            form.cancel_reason = "Another one is planned"
        form.record.action_confirm()
        self.assertEqual(measure.state, "cancelled")
