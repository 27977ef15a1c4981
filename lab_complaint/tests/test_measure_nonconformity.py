from odoo import Command
from odoo.exceptions import ValidationError

from .test_measure import MeasureCase

STAGES = "mgmtsystem_nonconformity.stage_"


class TestMeasureNonconformity(MeasureCase):
    """The nonconformity is real, names nobody, and its closing counts (7.10, 8.7)."""

    def _create(self, complaint=None):
        complaint = complaint or self.complaint
        action = complaint.with_user(self.officer).action_create_nonconformity()
        return self.env["mgmtsystem.nonconformity"].browse(action["res_id"])

    def _close(self, nonconformity, user=None):
        """As the management system closes one."""
        nonconformity = nonconformity.with_user(user or self.colleague)
        nonconformity.write(
            {"action_comments": "Compare before printing", "stage_id": self._stage("open")}
        )
        nonconformity.write({"evaluation_comments": "No case since"})
        nonconformity.stage_id = self.env.ref(f"{STAGES}done")

    def _stage(self, name):
        return self.env.ref(f"{STAGES}{name}").id

    def test_created_with_what_is_known(self):
        cause = self.env["mgmtsystem.nonconformity.cause"].create({"name": "Printing"})
        self.complaint.write(
            {
                "cause_ids": [Command.set(cause.ids)],
                "cause_analysis": "The wrong file was printed.",
                "validity_grounds": "The raw record shows 0.2 kPa.",
            }
        )
        measure = self._plan("nonconformity", user_id=self.colleague.id)
        nonconformity = self._create()
        self.assertRecordValues(
            nonconformity,
            [
                {
                    "name": self.complaint.subject,
                    "reference": self.complaint.name,
                    "partner_id": self.customer.id,
                    "responsible_user_id": self.colleague.id,
                    "manager_user_id": self.quality_head.id,
                    "user_id": self.officer.id,
                    "cause_ids": cause.ids,
                    "analysis": "The wrong file was printed.",
                    "company_id": self.company.id,
                    "res_model": "lab.complaint",
                    "res_id": self.complaint.id,
                    "complaint_ids": self.complaint.ids,
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(
            nonconformity.origin_ids,
            self.env.ref("mgmtsystem_nonconformity.nc_origin_external_client"),
        )
        self.assertEqual(measure.nonconformity_id, nonconformity)
        self.assertEqual(self.complaint.nonconformity_ids, nonconformity)
        self.assertIn("C-2026-118", nonconformity.description)
        self.assertIn("The raw record shows", nonconformity.description)
        self.assertNotIn(self.complaint.description, nonconformity.description)
        self.assertIn(self.complaint.name, nonconformity.message_ids[0].body)

    def test_linked_both_ways_in_the_history(self):
        complaint = self.complaint.with_context(tracking_disable=False, mail_notrack=False)
        self._end_request()
        nonconformity = self._create(complaint)
        self._end_request()
        tracked = complaint.sudo().message_ids.tracking_value_ids
        self.assertIn("nonconformity_ids", tracked.field_id.mapped("name"))
        self.assertTrue(nonconformity.message_ids)

    def test_once_for_each_measure(self):
        nonconformity = self._create()
        self.assertEqual(self.complaint.measure_ids.kind, "nonconformity")
        self.assertEqual(self._create(), nonconformity)
        self.assertEqual(len(self.complaint.measure_ids), 1)
        second = self._plan("nonconformity")
        self.assertNotEqual(self._create(), nonconformity)
        self.assertTrue(second.nonconformity_id)

    def test_other_kinds_have_none(self):
        with self.assertRefused(message="needs no nonconformity"):
            self._plan("training").action_create_nonconformity()

    def test_responsible_person_and_manager_are_there(self):
        """Also where nobody leads the case and everybody is involved."""
        heads = self.quality_head | self.manager
        self.complaint.user_id = False
        self.complaint.involved_employee_ids = self.env["hr.employee"].union(
            *(self._make_employee(user.name, user) for user in heads)
        )
        nonconformity = self._create()
        self.assertEqual(nonconformity.responsible_user_id, self.officer)
        self.assertTrue(nonconformity.manager_user_id)

    def test_involved_quality_head_is_not_the_manager(self):
        second = self._make_user(
            "second_head", "base.group_user", "lab_complaint.group_quality_head"
        )
        employee = self._make_employee("Head", self.quality_head)
        self.complaint.involved_employee_ids = employee
        self.assertEqual(self._create().manager_user_id, second)

    def test_names_nobody_who_may_not_be_known(self):
        """ISO/IEC 17025:2017, 4.2."""
        own, public = self.company.partner_id, self.other_customer
        public.name = "Whistle Blower"
        cases = {
            "customer": ({"order_id": self.order.id}, self.customer),
            "customer, anonymous": ({"order_id": self.order.id, "is_anonymous": True}, own),
            "public": ({"complainant_role": "public", "partner_id": public.id}, own),
            "public, with consent": (
                {
                    "complainant_role": "public",
                    "partner_id": public.id,
                    "disclosure_consent": True,
                },
                public,
            ),
            "staff about a customer's order": (
                {
                    "complainant_role": "staff",
                    "partner_id": public.id,
                    "order_id": self.order.id,
                },
                own,
            ),
        }
        for name, (values, partner) in cases.items():
            nonconformity = self._create(self._log(description="I am Whistle Blower", **values))
            with self.subTest(name):
                self.assertEqual(nonconformity.partner_id, partner)
                self.assertNotIn("Whistle", nonconformity.description)
                self.assertNotIn("Whistle", "".join(nonconformity.message_ids.mapped("body")))

    def test_done_only_when_it_is_closed(self):
        measure = self._plan("nonconformity")
        with self.assertRefused(message="Create its nonconformity"):
            measure.action_done()
        nonconformity = self._create()
        with self.assertRefused(message=f"{nonconformity.ref} {nonconformity.name} is not closed"):
            measure.action_done(result="I say so")

    def test_closing_it_does_the_measure(self):
        engineer = self._make_user("engineer", "mgmtsystem.group_mgmtsystem_user")
        nonconformity = self._create()
        measure = self.complaint.measure_ids
        self.approved = False
        self._close(nonconformity, engineer)
        self.assertRecordValues(measure, [{"state": "done", "done_by_id": engineer.id}])
        self.assertTrue(measure.done_on)
        self.assertFalse(measure.activity_ids)

    def test_taking_it_up_again_plans_the_measure_again(self):
        nonconformity = self._create()
        measure = self.complaint.measure_ids
        self._close(nonconformity)
        measure.with_user(self.officer).action_check_effectiveness("effective", "Fine")
        self.assertTrue(measure.is_settled)
        nonconformity.stage_id = self._stage("analysis")
        self.assertRecordValues(measure, [{"state": "planned", "is_settled": False}])

    def test_cancelling_it_does_not_do_the_measure(self):
        nonconformity = self._create()
        nonconformity.stage_id = self._stage("cancel")
        self.assertEqual(self.complaint.measure_ids.state, "planned")

    def test_cancelled_measure_stays_cancelled(self):
        nonconformity = self._create()
        measure = self.complaint.measure_ids
        measure.with_user(self.officer).action_cancel("Another one covers it")
        self._close(nonconformity)
        self.assertEqual(measure.state, "cancelled")

    def test_existing_one_is_linked(self):
        existing = self._create(self._log())
        measure = self._plan("nonconformity")
        measure.nonconformity_id = existing
        self.assertIn(existing, self.complaint.nonconformity_ids)
        self._close(existing)
        self.assertEqual(measure.state, "done")

    def test_closed_one_is_linked(self):
        existing = self._create(self._log())
        self._close(existing)
        measure = self._plan("nonconformity", nonconformity_id=existing.id)
        self.assertEqual(self.complaint.nonconformity_ids, existing)
        measure.action_done()
        self.assertEqual(measure.state, "done")

    def test_one_of_another_company_is_refused(self):
        complaint = self._log(company_id=self.other_company.id)
        foreign = complaint.with_user(self.other_officer).action_create_nonconformity()["res_id"]
        with self.assertRefused(message="compan"):
            self._plan("nonconformity", user=self.env.user, nonconformity_id=foreign)

    def test_new_measure_needs_an_open_basis(self):
        planned = self._plan("nonconformity")
        self.basis_open = False
        self._create()
        self.assertTrue(planned.nonconformity_id)
        with self.assertRefused(message="submitted"):
            self._create(self._log())


class TestMeasureAction(MeasureCase):
    """An action of the management system does the measure it belongs to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env["mgmtsystem.action"].create(
            {
                "name": "Train the printers",
                "type_action": "correction",
                "user_id": cls.calibrator.id,
                "company_id": cls.company.id,
            }
        )

    def _stage(self, name):
        return self.env.ref(f"mgmtsystem_action.stage_{name}")

    def test_done_when_the_action_is_closed(self):
        measure = self._plan(action_id=self.action.id)
        with self.assertRefused(message="Train the printers is not closed yet"):
            measure.action_done(result="Everybody was there")
        self.action.with_user(self.colleague).stage_id = self._stage("close")
        self.assertRecordValues(
            measure,
            [
                {
                    "state": "done",
                    "done_by_id": self.colleague.id,
                    "result": "Train the printers was closed.",
                }
            ],
        )
        self.action.stage_id = self._stage("open")
        self.assertEqual(measure.state, "planned")

    def test_cancelled_action_is_not_carried_out(self):
        measure = self._plan(action_id=self.action.id)
        self.action.stage_id = self._stage("cancel")
        self.assertEqual(measure.state, "planned")
        with self.assertRefused(message="not closed yet"):
            measure.action_done(result="X")

    def test_not_before_the_approval(self):
        measure = self._plan(action_id=self.action.id)
        self.approved = False
        self.action.stage_id = self._stage("close")
        self.assertEqual(measure.state, "planned")
        self.approved = True
        measure.action_done()
        self.assertEqual(measure.state, "done")

    def test_action_of_another_company_is_refused(self):
        self.action.company_id = self.other_company
        with self.assertRefused((ValidationError, Exception), "compan"):
            self._plan(user=self.env.user, action_id=self.action.id)
