from odoo.exceptions import UserError

from .common import ComplaintCase


class TestArrival(ComplaintCase):
    """What arrived stays as it came, is screened by officers, and is never dropped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrival = cls._arrive()

    @classmethod
    def _arrive(cls, **values):
        return cls.env["lab.complaint.arrival"]._take_in(
            [
                {
                    "name": "Two of five",
                    "kind": "rating",
                    "doubt": "low_score",
                    "text": "Nobody called back",
                    "score": 40,
                    "partner_id": cls.contact.id,
                    "order_id": cls.order.id,
                    "company_id": cls.company.id,
                    **values,
                }
            ]
        )

    def test_becomes_a_complaint(self):
        action = self.arrival.with_user(self.officer).action_log_complaint()
        complaint = self._complaints().browse(action["res_id"])
        self.assertEqual(action["res_model"], "lab.complaint")
        self.assertRecordValues(
            complaint,
            [
                {
                    "description": "Nobody called back",
                    "subject": "Two of five",
                    "order_id": self.order.id,
                    "customer_id": self.customer.id,
                    "complainant_name": "Ms Lin",
                    "complainant_role": "customer",
                }
            ],
        )
        self.assertEqual(complaint.channel_id.code, "survey")
        self.assertEqual(complaint.arrival_ids, self.arrival)
        self.assertRecordValues(
            self.arrival, [{"state": "logged", "screened_by_id": self.officer.id}]
        )
        self.assertTrue(self.arrival.screened_on)

    def test_set_aside_with_a_reason(self):
        arrival = self.arrival.with_user(self.officer)
        for reason in (None, "", "  "):
            with self.assertRefused(UserError, "Say why"):
                arrival.action_set_aside(reason)
        arrival.action_set_aside(" Praise in fact ")
        self.assertRecordValues(
            arrival, [{"state": "set_aside", "set_aside_reason": "Praise in fact"}]
        )

    def test_screened_once(self):
        arrival = self.arrival.with_user(self.officer)
        arrival.action_log_complaint()
        for again in (arrival.action_log_complaint, lambda: arrival.action_set_aside("No")):
            with self.assertRefused(UserError, "screened before"):
                again()

    def test_never_deleted(self):
        for user in (self.manager, self.env.user):
            with self.assertRefused():
                self.arrival.with_user(user).unlink()

    def test_nothing_recorded_is_written(self):
        for values in ({"text": "Other"}, {"state": "set_aside"}, {"set_aside_reason": "No"}):
            with self.subTest(values=values), self.assertRefused(UserError, "system records"):
                self.arrival.with_user(self.manager).write(values)

    def test_nobody_creates_one(self):
        for user in (self.officer, self.manager):
            with self.subTest(user=user.login), self.assertRefused():
                self.env["lab.complaint.arrival"].with_user(user).create(
                    {"name": "Mine", "kind": "rating"}
                )

    def test_once_for_each_source(self):
        source = {"source_model": "rating.rating", "source_id": 7}
        self._arrive(**source)
        with self.assertRefused():
            self._arrive(**source)

    def test_read_by_officers_of_the_company(self):
        self.assertTrue(self.arrival.with_user(self.officer).text)
        for user in (
            self.reporter,
            self.salesperson,
            self.auditor,
            self.other_officer,
            self.portal,
            self.public,
        ):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self.arrival.with_user(user).read(["text"]))

    def test_not_for_people_involved(self):
        self.arrival.with_user(self.quality_head).action_log_complaint()
        self.assertTrue(self.arrival.with_user(self.officer).text)
        self.arrival.complaint_id.involved_employee_ids = self._make_employee("O", self.officer)
        self.assertNoAccess(lambda: self.arrival.with_user(self.officer).read(["text"]))
