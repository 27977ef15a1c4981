import json

from odoo import Command
from odoo.tests import HttpCase

from .common import ComplaintCase

SECRET = "The calibrator admits it"


class ChatterCase(ComplaintCase):
    """A screened complaint with a note, an activity and a file of the officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in daily work: who logs a case follows it.
        cls.env = cls.env(context={"tz": "UTC"})
        cls.investigator = cls._make_user("investigator")
        cls.involved = cls._make_user("involved", "lab_complaint.group_officer")
        cls.complaint = cls._log(cls.reporter, order_id=cls.order.id)
        cls.complaint.write(
            {
                "investigator_ids": cls.investigator.ids,
                "involved_employee_ids": cls._make_employee("Involved", cls.involved).ids,
            }
        )
        officer = cls.complaint.with_user(cls.officer)
        cls.note = officer.message_post(
            body=SECRET, subtype_xmlid="mail.mt_note", attachments=[("raw.txt", b"Secret")]
        ).sudo()
        cls.file = cls.note.attachment_ids
        cls.activity = officer.activity_schedule(
            "mail.mail_activity_data_todo", summary=SECRET, user_id=cls.officer.id
        ).sudo()
        cls.complaint.stage_id = cls.stages["screening"]
        cls.env.flush_all()
        cls.handlers = (
            cls.officer,
            cls.quality_head,
            cls.manager,
            cls.auditor,
            cls.investigator,
        )
        cls.outsiders = (cls.reporter, cls.salesperson, cls.involved)

    def _each(self, users):
        for user in users:
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                yield user


class TestDiscussion(ChatterCase):
    """What is written about a case is for those who handle it, ISO/IEC 17025:2017, 4.2."""

    def test_handlers_read_notes(self):
        for user in self._each(self.handlers):
            self.assertIn(SECRET, self.note.with_user(user).body)
            self.assertIn(self.note, self.complaint.with_user(user).message_ids)
            found = self.env["mail.message"].with_user(user).search([("body", "ilike", SECRET)])
            self.assertEqual(found, self.note)

    def test_outsiders_do_not(self):
        for user in self._each(self.outsiders):
            self.assertNoAccess(lambda user=user: self.note.with_user(user).read(["body"]))
            found = self.env["mail.message"].with_user(user).search([("body", "ilike", SECRET)])
            self.assertFalse(found)

    def test_outsiders_do_not_read_them_from_the_case(self):
        for user in self._each((self.reporter, self.salesperson)):
            self.assertNotIn(self.note, self.complaint.with_user(user).message_ids)

    def test_outsiders_do_not_find_out_by_asking(self):
        own = ("id", "=", self.complaint.id)
        for domain in [
            [own, ("message_ids.body", "ilike", SECRET)],
            [own, ("message_ids", "ilike", SECRET)],
            [own, ("activity_ids.summary", "ilike", SECRET)],
            [own, ("message_ids.attachment_ids.name", "=", "raw.txt")],
        ]:
            for user in self.outsiders:
                with self.subTest(domain, user=user.login):
                    self.assertFalse(self._complaints(user).search_count(domain))
        self.assertTrue(self._complaints(self.auditor).search_count(domain))

    def test_thread_of_the_web_client(self):
        """What the chatter asks for, in place of the fields."""
        for users, expected in [(self.handlers, 1), (self.outsiders, 0)]:
            for user in self._each(users):
                messages = self.env["mail.message"].with_user(user)
                thread = self.complaint.with_user(user)
                found = messages._message_fetch(None, thread=thread, search_term=SECRET)
                self.assertEqual(found["count"], expected)
                self.assertEqual(bool(messages._get_with_access(self.note.id)), bool(expected))

    def test_reporter_reads_along_until_it_is_screened(self):
        self.complaint.with_user(self.officer).write(
            {"stage_id": self.stages["received"].id, "back_reason": "Asked again"}
        )
        for user in self._each((self.reporter, self.salesperson)):
            self.assertIn(SECRET, self.note.with_user(user).body)

    def test_investigator_of_another_case(self):
        other = self._make_user("other_investigator")
        self._log(investigator_ids=other.ids)
        self.assertTrue(other.has_group("lab_complaint.group_investigator"))
        self.assertNoAccess(lambda: self.note.with_user(other).read(["body"]))

    def test_reporter_writes_and_reads_his_own(self):
        for user in self._each((self.reporter, self.salesperson)):
            thread = self.complaint.with_user(user)
            note = thread.message_post(
                body="They called again", attachments=[("photo.txt", b"Photo")]
            )
            self.env.invalidate_all()
            self.assertIn(note, thread.message_ids)
            self.assertIn("called again", note.body)
            self.assertEqual(note.attachment_ids.with_user(user).raw, b"Photo")
            self.assertIn("called again", note.with_user(self.officer).body)

    def test_answer_to_the_reporter_is_read(self):
        answer = self.complaint.with_user(self.officer).message_post(
            body="What did they say?", partner_ids=self.reporter.partner_id.ids
        )
        self.assertIn("What", answer.with_user(self.reporter).body)
        self.assertNoAccess(lambda: answer.with_user(self.salesperson).read(["body"]))

    def test_activities(self):
        for user in self._each(self.handlers):
            self.assertEqual(self.activity.with_user(user).summary, SECRET)
            self.assertIn(self.activity, self.complaint.with_user(user).activity_ids)
        for user in self._each(self.outsiders):
            activities = self.env["mail.activity"].with_user(user)
            self.assertNoAccess(lambda user=user: self.activity.with_user(user).read(["summary"]))
            self.assertFalse(activities.search_count([("summary", "=", SECRET)]))

    def test_own_activity_is_read(self):
        own = self.complaint.activity_schedule(
            "mail.mail_activity_data_todo", summary="Call", user_id=self.reporter.id
        )
        self.assertEqual(own.with_user(self.reporter).summary, "Call")
        found = self.env["mail.activity"].with_user(self.reporter).search([])
        self.assertIn(own, found)
        self.assertNotIn(self.activity, found)

    def test_files(self):
        for user in self._each(self.handlers):
            self.assertEqual(self.file.with_user(user).raw, b"Secret")
            self.assertIn(self.file, self._files(user))
        for user in self._each(self.outsiders):
            self.assertNoAccess(lambda user=user: self.file.with_user(user).read(["raw"]))
            self.assertNotIn(self.file, self._files(user))

    def _files(self, user):
        """Files of the case as three ways of searching find them."""
        files = self.env["ir.attachment"].with_user(user)
        case = [("res_model", "=", "lab.complaint"), ("res_id", "=", self.complaint.id)]
        found = files.search(case)
        self.assertEqual(files.search([("id", "=", self.file.id)]), found & self.file)
        self.assertEqual(files.search([("name", "=", "raw.txt")]), found & self.file)
        return found

    def test_files_of_other_records_are_read_as_ever(self):
        files = self.env["ir.attachment"].with_user(self.reporter)
        own = files.create({"name": "own.txt", "raw": b"Own"})
        self.assertIn(own, files.search([("name", "=", "own.txt")]))
        of_partner = self.env["ir.attachment"].create(
            {
                "name": "partner.txt",
                "raw": b"P",
                "res_model": "res.partner",
                "res_id": self.reporter.partner_id.id,
            }
        )
        self.assertEqual(of_partner.with_user(self.reporter).raw, b"P")

    def test_mails_of_communications_are_for_officers(self):
        said = self.env["lab.complaint.communication"].create(
            {"complaint_id": self.complaint.id, "kind": "progress"}
        )
        mail = said.message_post(body="Dear Ms Lin")
        self.assertIn("Lin", mail.with_user(self.officer).body)
        for user in self._each((self.auditor, self.investigator)):
            self.assertEqual(said.with_user(user).kind, "progress")
            self.assertNoAccess(lambda user=user: mail.with_user(user).read(["body"]))


class TestNotifications(ChatterCase):
    """Nobody is told what they may not read."""

    def _told(self, **values):
        message = self.complaint.with_user(self.officer).message_post(
            body="News", subtype_xmlid="mail.mt_comment", **values
        )
        return message.sudo().notified_partner_ids

    def test_followers_who_handle_are_told(self):
        self.complaint.message_subscribe((self.auditor | self.investigator).partner_id.ids)
        told = self._told()
        self.assertIn(self.auditor.partner_id, told)
        self.assertIn(self.investigator.partner_id, told)

    def test_reporter_who_follows_is_not(self):
        self.assertIn(self.reporter.partner_id, self.complaint.message_partner_ids)
        self.assertNotIn(self.reporter.partner_id, self._told())

    def test_reporter_who_is_asked_is(self):
        partner = self.reporter.partner_id
        self.assertIn(partner, self._told(partner_ids=partner.ids))

    def test_who_may_not_read_is_not_even_when_asked(self):
        stranger = self._make_user("stranger").partner_id
        foreign = self.other_officer.partner_id
        told = self._told(partner_ids=(stranger | foreign | self.involved.partner_id).ids)
        self.assertFalse(told & (stranger | foreign | self.involved.partner_id))

    def test_complainant_is_told(self):
        self.assertIn(self.contact, self._told(partner_ids=self.contact.ids))

    def test_involved_do_not_follow(self):
        partner = self.investigator.partner_id
        self.complaint.message_subscribe((partner | self.involved.partner_id).ids)
        self.assertIn(partner, self.complaint.message_partner_ids)
        self.assertNotIn(self.involved.partner_id, self.complaint.message_partner_ids)

    def test_who_became_involved_elsewhere_follows_no_longer_after_a_change(self):
        """By a certificate or a department: no change of the case itself."""
        partner = self.investigator.partner_id
        self.complaint.message_subscribe(partner.ids)
        self.env.cr.execute(
            "INSERT INTO lab_complaint_involved_user_rel (complaint_id, user_id) VALUES (%s, %s)",
            [self.complaint.id, self.investigator.id],
        )
        self.complaint.invalidate_recordset()
        self.complaint.subject = "Another subject"
        self.assertNotIn(partner, self.complaint.message_partner_ids)

    def test_who_becomes_involved_follows_no_longer(self):
        self.assertIn(self.reporter.partner_id, self.complaint.message_partner_ids)
        employee = self._make_employee("Reporter", self.reporter)
        self.complaint.involved_employee_ids = [Command.link(employee.id)]
        self.assertNotIn(self.reporter.partner_id, self.complaint.message_partner_ids)

    def test_involved_who_follows_through_a_certificate_is_not_told(self):
        """Whatever makes a person involved, and whenever."""
        self.complaint.message_subscribe(self.auditor.partner_id.ids)
        employee = self._make_employee("Auditor", self.auditor)
        certificate = self.env["lab.certificate"].create(
            {"name": "C-9", "company_id": self.company.id}
        )
        self.complaint.certificate_ids = [Command.create({"certificate_id": certificate.id})]
        certificate.performed_by_ids = employee
        self.assertIn(self.auditor, self.complaint.involved_user_ids)
        self.assertNotIn(self.auditor.partner_id, self._told())

    def test_statement_reaches_its_own_person(self):
        """The one thing an involved person is told: the question to them."""
        statement = self.env["lab.complaint.statement"].create(
            {
                "complaint_id": self.complaint.id,
                "employee_id": self.involved.employee_id.id
                or self.complaint.involved_employee_ids.id,
                "question": "What happened?",
                "reference": "Certificate C-1",
            }
        )
        partners = self.involved.partner_id | self.salesperson.partner_id
        message = statement.with_user(self.officer).message_post(
            body="Please answer",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partners.ids,
        )
        self.assertEqual(message.sudo().notified_partner_ids, self.involved.partner_id)

    def test_decision_reaches_nobody_outside(self):
        decision = self.env["lab.complaint.decision"].create({"complaint_id": self.complaint.id})
        partners = (self.auditor | self.reporter | self.involved).partner_id
        message = decision.with_user(self.officer).message_post(
            body="Proposed", subtype_xmlid="mail.mt_comment", partner_ids=partners.ids
        )
        self.assertEqual(message.sudo().notified_partner_ids, self.auditor.partner_id)


class TestChatterOfTheWebClient(HttpCase, ChatterCase):
    """The routes that the chatter calls."""

    def _call(self, route, **params):
        response = self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        result = response.json()
        self.assertNotIn("error", result, result)
        return result["result"]

    def _thread(self, login):
        self.authenticate(login, login)
        case = {"thread_model": "lab.complaint", "thread_id": self.complaint.id}
        messages = self._call("/mail/thread/messages", **case)
        self._call("/mail/thread/recipients", **case)
        data = self._call(
            "/mail/data",
            fetch_params=[
                [
                    "mail.thread",
                    {
                        **case,
                        "request_list": [
                            "activities",
                            "attachments",
                            "followers",
                            "scheduledMessages",
                            "suggestedRecipients",
                        ],
                    },
                ]
            ],
        )
        return json.dumps([messages, data])

    def test_thread(self):
        self.assertIn(SECRET, self._thread(self.officer.login))
        for user in (self.reporter, self.salesperson):
            with self.subTest(user=user.login):
                shown = self._thread(user.login)
                self.assertNotIn(SECRET, shown)
                self.assertNotIn("raw.txt", shown)

    def test_reporter_posts(self):
        self.authenticate(self.reporter.login, self.reporter.login)
        self._call(
            "/mail/message/post",
            thread_model="lab.complaint",
            thread_id=self.complaint.id,
            post_data={"body": "They called again", "message_type": "comment"},
        )
        self.assertIn("called again", self._thread(self.reporter.login))


class TestNothingToTheComplainant(ComplaintCase):
    """A message on the case is no way to answer: communications are, and they have rules."""

    def test_message_stays_in_the_laboratory(self):
        complaint = self._log(partner_id=self.contact.id)
        complaint.message_subscribe(partner_ids=self.contact.ids)
        message = complaint.with_user(self.officer).message_post(
            body="You are right",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
        )
        self.assertFalse(message.notification_ids.res_partner_id & self.contact)
