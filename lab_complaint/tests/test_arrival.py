from odoo.exceptions import UserError

from .candidate_case import CandidateCase


class TestArrival(CandidateCase):
    """What arrived stays as it came, is screened by officers, and is never dropped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arrival = cls._arrive()

    def test_becomes_a_complaint(self):
        action = self.arrival.with_user(self.officer).action_log_complaint()
        complaint = self._complaints().browse(action["res_id"])
        self.assertEqual(action["res_model"], "lab.complaint")
        self.assertRecordValues(
            complaint,
            [
                {
                    "description": "Nobody called back",
                    "subject": "Nobody called back",
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
        for reason in (None, "", "  ", "...", "？！"):
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
        self.arrival.complaint_id.involved_employee_ids = self._make_employee("Wu", self.officer)
        self.assertNoAccess(lambda: self.arrival.with_user(self.officer).read(["text"]))
        self.assertTrue(self.arrival.with_user(self.quality_head).text)

    def test_files_and_notes_are_read_like_the_arrival(self):
        arrival = self._arrive(original=self.scan, original_name="receipt.pdf")
        arrival.message_post(body="Asked the driver")
        file = self.env["ir.attachment"].search(
            [("res_model", "=", arrival._name), ("res_id", "=", arrival.id), ("res_field", "!=", 0)]
        )
        self.assertTrue(file.with_user(self.officer).read(["datas"]))
        note = arrival.message_ids[0]
        for user in (self.reporter, self.auditor, self.other_officer, self.portal):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: file.with_user(user).read(["datas"]))
                self.assertNoAccess(lambda user=user: note.with_user(user).read(["body"]))

    def test_messages_stay_in_the_laboratory(self):
        message = self.arrival.with_user(self.officer).message_post(
            body="Did you mean us?",
            partner_ids=(self.contact | self.quality_head.partner_id).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(
            message.sudo().notification_ids.res_partner_id, self.quality_head.partner_id
        )

    def test_subject_of_a_mail(self):
        arrival = self._arrive(kind="mail", name="Re: Our gauge")
        arrival.with_user(self.officer).action_log_complaint()
        self.assertEqual(arrival.complaint_id.subject, "Re: Our gauge")

    def test_original_stays(self):
        arrival = self._arrive(original=self.scan, original_name="receipt.pdf")
        with self.assertRefused(UserError, "system records"):
            arrival.with_user(self.manager).original = False

    def test_taken_up_again(self):
        arrival = self.arrival.with_user(self.officer)
        with self.assertRefused(UserError, "not set aside"):
            arrival.action_take_up("He called again")
        arrival.action_set_aside("Praise in fact")
        with self.assertRefused(UserError, "Say why"):
            arrival.action_take_up(" ")
        self.assertEqual(arrival.state, "set_aside")
        arrival.action_take_up("He called again")
        self._end_request()
        self.assertRecordValues(
            arrival,
            [{"state": "open", "set_aside_reason": False, "screened_by_id": False}],
        )
        self.assertIn("He called again", "".join(arrival.message_ids.mapped("body")))
        old = arrival.message_ids.sudo().tracking_value_ids.mapped("old_value_text")
        self.assertIn("Praise in fact", old)
        arrival.action_log_complaint()
        self.assertEqual(arrival.state, "logged")

    def test_no_request_leaves_out_the_history(self):
        context = {"tracking_disable": True, "mail_notrack": True}
        arrival = self.arrival.with_user(self.officer).with_context(**context)
        arrival.action_set_aside("Praise in fact")
        self._end_request()
        arrival.action_take_up("He called again")
        self._end_request()
        old = arrival.message_ids.sudo().tracking_value_ids.mapped("old_value_text")
        self.assertIn("Praise in fact", old)

    def test_many_are_set_aside_or_none(self):
        second = self._arrive()
        both = (self.arrival | second).with_user(self.officer)
        both.action_set_aside("The same test by our own staff")
        self.assertEqual(set(both.mapped("state")), {"set_aside"})
        third = self._arrive().with_user(self.officer)
        with self.assertRefused(UserError, "screened before"):
            (third | second.with_user(self.officer)).action_set_aside("No")
        self.assertEqual(third.state, "open")

    def test_screening_is_for_officers(self):
        for user in (self.reporter, self.auditor, self.other_officer, self.portal, self.public):
            arrival = self.arrival.with_user(user)
            for call in (
                arrival.action_log_complaint,
                lambda arrival=arrival: arrival.action_set_aside("No"),
                lambda arrival=arrival: arrival.action_take_up("Yes"),
                arrival.action_open_source,
            ):
                with self.subTest(user=user.login):
                    self.assertNoAccess(call)

    def test_dialog_sets_aside(self):
        dialog = (
            self.env["lab.complaint.arrival.reason"]
            .with_user(self.officer)
            .with_context(active_ids=self.arrival.ids, default_method="action_set_aside")
        )
        dialog.create({"reason": "A joke"}).action_confirm()
        self.assertEqual(self.arrival.set_aside_reason, "A joke")
        with self.assertRefused(ValueError, "unlink"):
            dialog.create({"method": "unlink", "reason": "A joke"})
        self.assertNoAccess(lambda: dialog.with_user(self.reporter).create({"reason": "A joke"}))

    def test_logged_by_somebody_involved(self):
        """The complaint is not lost, and not shown either."""
        department = self._make_department("Pressure")
        self._make_employee("Wu", self.officer, department)
        self.env["lab.certificate"].create(
            {
                "name": "JZ2026-7001",
                "company_id": self.company.id,
                "customer_id": self.customer.id,
                "department_id": department.id,
            }
        )
        arrival = self._arrive(text="JZ2026-7001 is wrong").with_user(self.officer)
        answer = arrival.action_log_complaint()
        self._end_request()
        complaint = arrival.sudo().complaint_id
        self.assertIn(self.officer, complaint.involved_user_ids)
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn(complaint.name, answer["params"]["message"])
        self.assertNoAccess(lambda: arrival.read(["text"]))

    def test_nobody_known_is_anonymous(self):
        arrival = self._arrive(partner_id=False, order_id=False)
        arrival.with_user(self.officer).action_log_complaint()
        self.assertRecordValues(
            arrival.complaint_id, [{"is_anonymous": True, "complainant_role": "public"}]
        )

    def test_order_is_recognised_where_none_is_known(self):
        self.order.name = "QZ2026-0101"
        arrival = self._arrive(order_id=False, text="QZ2026-0101 came late")
        arrival.with_user(self.officer).action_log_complaint()
        self.assertEqual(arrival.complaint_id.order_id, self.order)

    def test_received_when_it_arrived(self):
        arrival = self._arrive(received_on="2026-03-02 08:00:00")
        arrival.with_user(self.officer).action_log_complaint()
        self.assertEqual(arrival.complaint_id.received_on, arrival.received_on)

    def test_channels(self):
        for kind, channel in (
            ("mail", "contact"),
            ("rating", "survey"),
            ("receipt", "on_site"),
            ("survey", "survey"),
        ):
            arrival = self._arrive(kind=kind)
            arrival.with_user(self.officer).action_log_complaint()
            with self.subTest(kind=kind):
                self.assertEqual(arrival.complaint_id.channel_id.code, channel)

    def test_source_that_is_gone(self):
        """Its record was deleted, or its add-on removed."""
        for source in (
            {"source_model": "rating.rating", "source_id": 2**30},
            {"source_model": "removed.model", "source_id": 7},
        ):
            arrival = self._arrive(**source).with_user(self.officer)
            with self.subTest(source):
                self.assertFalse(arrival.has_source)
                self.assertTrue(arrival.read())
                with self.assertRefused(UserError, "not there any more"):
                    arrival.action_open_source()
