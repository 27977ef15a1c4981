from .portal_case import PortalPageCase
from .status_case import PAGE, StatusPageCase
from .test_asking import LINK
from .test_reply import ReplyCase


class ReplyDoor:
    """What is true of each door to the reply; `_send` uses one."""

    allow_inherited_tests_method = True

    def test_form(self):
        page = self._send()
        self.assertRegex(page.text, r'<textarea[^>]* name="summary"')
        self.assertEqual(page.text.count('name="score"'), 5)
        self.assertNotRegex(page.text, r'id="score_\d"[^>]*checked')

    def test_accepted(self):
        page = self._send(acceptance="accepted", score="4", summary="Quick")
        self.assertEqual(page.request.method, "GET")
        self.assertRegex(page.text, "we have your reply|We have your reply")
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertRecordValues(
            self._said("callback").filtered("acceptance"),
            [{"acceptance": "accepted", "way": "portal", "summary": "Quick"}],
        )
        self.assertEqual(self._ratings().mapped("rating"), [4])

    def test_not_accepted_and_changed(self):
        self._send(acceptance="not_accepted", summary="Still wrong")
        self.assertEqual(self.complaint.acceptance, "not_accepted")
        self.assertFalse(self._ratings())
        self._send(acceptance="accepted", score="3")
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertEqual(len(self._said("callback").filtered("acceptance")), 2)

    def test_incomplete_keeps_what_was_typed(self):
        page = self._send(summary="Words <b>kept</b>", score="5")
        self.assertIn("Choose whether you accept", page.text)
        self.assertIn("Words &lt;b&gt;kept", page.text)
        self.assertRegex(page.text, r'id="score_5"[^>]*checked')
        self.assertFalse(self._said("callback").filtered("acceptance"))

    def test_wrong_values(self):
        for values in ({"acceptance": "no_reply"}, {"acceptance": "x", "score": "9" * 5000}):
            self.assertIn("Choose whether you accept", self._send(**values).text)
        self.assertFalse(self._said("callback").filtered("acceptance"))

    def test_script_stays_text(self):
        page = self._send(acceptance="not_accepted", summary="<script>alert(1)</script>", score="1")
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertEqual(self.complaint.with_user(self.officer).handling_score, "1")

    def test_after_the_end(self):
        self.case.action_record_callback("no_reply")
        self.case.action_close(way="letter")
        page = self._send(acceptance="not_accepted")
        self.assertNotIn("reply_form", page.text)
        self.assertEqual(self.complaint.sudo().acceptance, "no_reply")

    def test_csrf(self):
        page = self.url_open(self.door, data={"acceptance": "accepted"})
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self._said("callback").filtered("acceptance"))


class TestReplyOnStatusPage(ReplyDoor, StatusPageCase, ReplyCase):
    """By number and query code."""

    door = f"{PAGE}/reply"

    def setUp(self):
        super().setUp()
        self._enter()

    def _send(self, **values):
        page = self._post("/reply", **values)
        self.env.invalidate_all()
        return page

    def test_ended_says_what_is_left(self):
        self.case.action_record_callback("no_reply")
        self.case.action_close(way="letter")
        self.assertIn("you can appeal", self.url_open(PAGE).text)

    def test_said_is_shown(self):
        page = self._send(acceptance="not_accepted", summary="Still wrong")
        self.assertIn("you did not accept our answer", page.text)
        self.assertIn("Your reply: not accepted", page.text)
        self.assertIn("Still wrong", page.text)

    def test_without_code(self):
        self._post("/leave")
        self.assertNotShown(self._send(acceptance="accepted"))
        self.assertFalse(self._said("callback"))

    def test_not_asked_before_the_answer(self):
        other = self._log(partner_id=self.contact.id)
        self._post("/leave")
        page = self._enter(other.name, self._code(other))
        self.assertShown(page, other)
        self.assertNotIn("reply_form", page.text)


class TestReplyInPortal(ReplyDoor, PortalPageCase, ReplyCase):
    """On the page of the case."""

    def setUp(self):
        super().setUp()
        self._log_in(self.lin)
        self.door = f"{self.path}/reply"

    def _send(self, **values):
        return self._post(self.door, **values)

    def test_by_a_colleague(self):
        self._log_in(self.bo)
        self._send(acceptance="accepted", score="5")
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertFalse(self._ratings().partner_id)


class TestReplyByLink(ReplyDoor, PortalPageCase, ReplyCase):
    """By the link in the email, without login."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        with self.mock_mail_gateway():
            self.case.action_ask_reply()
        self.door = LINK.search(self._said("callback").body)[0]

    def _send(self, **values):
        page = self.url_open(self.door)
        if 'name="csrf_token"' not in page.text:
            return page
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(self.door, data={"csrf_token": token, **values})
        self.env.invalidate_all()
        return page

    def test_shows_the_question_and_nothing_else(self):
        self.case.action_report_progress(way="portal", summary="We measure")
        page = self.url_open(self.door)
        self.assertIn(self.complaint.name, page.text)
        for hidden in (
            self.complaint.subject,
            self.complaint.description,
            "We measure",
            "Ms Lin",
            self.officer.name,
            "you accepted",
        ):
            self.assertNotIn(hidden, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_looking_at_it_says_nothing(self):
        self.url_open(f"{self.door}?acceptance=accepted&score=5")
        self.assertFalse(self.complaint.acceptance)

    def test_wrong_link(self):
        for path in (
            f"{self.door}x",
            self.door[:-3],
            "/complaints/reply/x",
            "/complaints/reply/%FF",
        ):
            page = self.url_open(path)
            with self.subTest(path):
                self.assertEqual(page.status_code, 404)
                self.assertNotIn(self.complaint.name, page.text)

    def test_used_by_who_is_logged_in(self):
        """Staff who complain of their own laboratory leave no trace."""
        self._log_in(self.reporter)
        self._send(acceptance="accepted", score="2")
        self.assertNotIn(self.reporter, self._said("callback").create_uid)
        self.assertNotIn(self.reporter, self._ratings().create_uid)
