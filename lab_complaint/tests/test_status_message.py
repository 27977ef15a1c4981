from freezegun import freeze_time

from odoo import SUPERUSER_ID

from odoo.addons.lab_complaint.models.lab_complaint_query_attempt import LIMITS

from .status_case import PAGE, StatusPageCase


class TestStatusMessage(StatusPageCase):
    """What the complainant writes arrives with the case and with whoever leads it."""

    def _write(self, text="Any news?"):
        self._enter()
        page = self._post("/message", message=text)
        self.env.invalidate_all()
        return page

    def _message(self, complaint=None):
        return (complaint or self.complaint)._status_messages()

    def test_arrives(self):
        page = self._write()
        self.assertIn("we have your message", page.text)
        self.assertIn("Any news?", page.text)
        self.assertRecordValues(
            self._message(),
            [
                {
                    "author_id": False,
                    "email_from": "Complainant",
                    "subtype_id": self.env.ref("lab_complaint.mt_complainant_message").id,
                    "create_uid": SUPERUSER_ID,
                }
            ],
        )
        self.assertIn("Any news?", self.case.message_ids[0].body)

    def test_reloading_sends_nothing_again(self):
        page = self._write()
        self.assertEqual(page.request.method, "GET")
        self.url_open(page.url)
        self.assertEqual(len(self._message()), 1)

    def test_activity(self):
        self._write()
        activity = self.complaint.activity_ids
        self.assertEqual(activity.user_id, self.officer)
        self.assertIn("has written", activity.summary)
        self.assertNotIn("Any news", f"{activity.summary} {activity.note}")

    def test_one_activity_for_several_messages(self):
        self._write()
        self._write("And another thing")
        self.assertEqual(len(self.complaint.activity_ids), 1)
        self.complaint.activity_ids.with_user(self.officer).action_feedback()
        self._write("Thank you")
        self.assertEqual(len(self.complaint.activity_ids), 1)

    def test_activity_where_nobody_is_in_charge(self):
        self.complaint.user_id = False
        self._write()
        self.assertEqual(
            self.complaint.activity_ids.user_id, self.company._complaint_quality_heads()
        )

    def test_activity_goes_to_nobody_involved(self):
        self.complaint.involved_employee_ids = self._make_employee("Officer", self.officer)
        self._write()
        self.assertTrue(self.complaint.activity_ids)
        self.assertNotIn(self.officer, self.complaint.activity_ids.user_id)

    def test_escaped(self):
        page = self._write("<script>alert(1)</script>\n<b>second line</b>")
        self.assertNotIn("<script>alert(1)", page.text)
        body = self._message().body
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", body)
        self.assertIn("&lt;b&gt;second line", body)
        self.assertIn("<br", body)

    def test_goes_to_nobody_outside(self):
        self.complaint.message_subscribe(self.contact.ids)
        with self.mock_mail_gateway():
            self._write()
        self.assertFalse(
            [mail for mail in self._mails if "lin@gauge.example.com" in str(mail["email_to"])]
        )
        self.assertFalse(self._message().notified_partner_ids)

    def test_who_may_not_read_the_handling_does_not_read_it(self):
        self.complaint.stage_id = self.stages["screening"]
        self._write()
        for user in (self.reporter, self.salesperson, self.portal, self.other_officer):
            with self.subTest(user=user.login):
                self.assertNoAccess(
                    lambda user=user: self._message().with_user(user).read(["body"])
                )
        self.assertTrue(self._message().with_user(self.auditor).body)

    def test_refused_with_words(self):
        self._enter()
        for text, words in (
            ("", "Write your message."),
            (" \n\x00 ", "Write your message."),
            ("x" * 5001, "5000 characters"),
        ):
            page = self._post("/message", message=text)
            with self.subTest(words):
                self.assertShown(page)
                self.assertIn(words, page.text)
        self.assertIn("x" * 5001, page.text)
        self.assertFalse(self._message())
        self.assertFalse(self.complaint.activity_ids)

    def test_not_too_many(self):
        for _message in range(LIMITS["message"]):
            self._write()
        page = self._write("One more")
        self.assertIn("There were many messages", page.text)
        self.assertIn("One more", page.text)
        self.assertEqual(len(self._message()), LIMITS["message"])

    def test_without_code(self):
        other = self._log()
        self.assertNotShown(self._post("/message", message="Let me in"))
        self._enter()
        self._post("/message", message="For the other", complaint_id=other.id, number=other.name)
        self.assertFalse(self._message(other))
        self.assertTrue(self._message())

    def test_file_in_the_place_of_words(self):
        self._enter()
        token = self._post("/message", message="").text
        token = token.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(
            f"{PAGE}/message", data={"csrf_token": token}, files={"message": ("a.txt", b"Words")}
        )
        self.assertIn("Write your message.", page.text)
        self.assertFalse(self._message())

    def test_on_an_ended_case(self):
        self.case.action_withdraw(withdrawal_reason="Taken back")
        self._write("I want it to go on")
        self.assertIn("go on", self._message().body)
        self.assertEqual(self.complaint.state, "withdrawn")

    def test_staff_who_complain_are_not_named(self):
        """Who is logged in at that time leaves no trace."""
        self.authenticate(self.reporter.login, self.reporter.login)
        self._wrong()
        self._write("I work here and will not say who I am")
        message = self._message()
        self.assertTrue(message)
        self.assertTrue(self.complaint.activity_ids)
        attempts = self.env["lab.complaint.query.attempt"].search([])
        for record in (message, self.complaint.activity_ids, attempts, self.complaint):
            with self.subTest(record._name):
                self.assertNotIn(self.reporter, record.create_uid | record.write_uid)
        self.assertNotIn(
            self.reporter.partner_id, message.author_id | self.complaint.message_partner_ids
        )

    def test_nobody_of_the_laboratory_writes_in_that_name(self):
        """A note with the same subtype is not shown as the complainant's."""
        self.case.message_post(
            body="I withdraw",
            subtype_xmlid="lab_complaint.mt_complainant_message",
            author_id=False,
            email_from="Complainant",
        )
        self.assertFalse(self._message())
        self.assertNotIn("I withdraw", self._enter().text)

    def test_two_ways(self):
        """Question and answer stand on the page, the latest first, without the name of who told."""
        with freeze_time("2030-03-01 09:00:00"):
            self._write("Any news?")
        self._sql(
            "UPDATE mail_message SET date = now() - interval '1 hour' WHERE id = %s",
            self._message().id,
        )
        self.case.action_report_progress(way="portal", summary="We measure again on Monday.")
        words = self._words(self._enter())
        self.assertLess(words.index("We measure again"), words.index("Any news?"))
        self.assertIn("Your message", words)
