from odoo.exceptions import UserError

from .common_answer import AnswerCase


class TestFormalEnd(AnswerCase):
    """Formal notice of the end, or the reason why not, ISO/IEC 17025:2017, 7.9.7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.stage_id = cls.stages["follow_up"]
        cls.installed_requirements.filtered(lambda r: r.code in ("FUP-1", "FUP-4")).active = True

    def _finish(self):
        self._tell_outcome()
        self.case.action_record_callback("accepted")

    def test_by_letter(self):
        self._finish()
        self.assertTrue(self.case.action_close(way="letter"))
        self.assertEqual(self.complaint.state, "closed")
        self.assertTrue(self.complaint.closed_on)
        self.assertTrue(self._said("closure").is_given)

    def test_by_mail(self):
        self._finish()
        self.case.action_close()
        self.assertEqual(self.complaint.state, "follow_up")
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.complaint.state, "closed")

    def test_not_possible(self):
        self._finish()
        self.case.action_close(not_possible_reason="The company no longer exists")
        self.assertEqual(self.complaint.state, "closed")

    def test_refused_closing_sends_nothing(self):
        self._require("follow_up", "[('remedy_sought', '!=', False)]", "Ask for the remedy")
        self._tell_outcome()
        with self.mock_mail_gateway():
            for values in ({}, {"way": "letter"}, {"not_possible_reason": "Gone"}):
                with self.subTest(**values):
                    with self.assertRefused(
                        UserError, r"(?s)Ask for the remedy.*record whether the answer"
                    ) as refused:
                        self.case.action_close(**values)
                    self.assertNotIn("formal notice", str(refused.exception))
        self.assertFalse(self._mails)
        self.assertFalse(self._said("closure"))
        self.assertEqual(self.complaint.state, "follow_up")

    def test_outcome_was_not_told(self):
        with self.assertRefused(UserError, "Tell the complainant the outcome"):
            self.case.action_close()

    def test_notice_by_another_door_closes_alike(self):
        self._finish()
        self._tell("closure")
        self.assertEqual(self.complaint.state, "closed")

    def test_no_closing_without_notice(self):
        self._finish()
        with self.assertRefused(UserError, "formal notice of the end"):
            self.case.stage_id = self.stages["closed"]

    def test_mail_that_waits_is_no_notice(self):
        self._finish()
        self.case.action_close()
        with self.assertRefused(UserError, "formal notice of the end"):
            self.case.stage_id = self.stages["closed"]

    def test_something_comes_up_while_the_mail_waits(self):
        """The notice is not sent any more when the case cannot be closed."""
        self._finish()
        self.case.action_close()
        self._require("follow_up", "[('remedy_sought', '!=', False)]", "Ask for the remedy")
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.complaint.state, "follow_up")
        self.assertEqual(self._said("closure").delivery_state, "failed")

    def test_notice_that_comes_back_is_given_again(self):
        self._finish()
        with self.mock_mail_gateway():
            self.case.action_close()
        self.assertEqual(self.complaint.state, "closed")
        self._pass_a_day()
        with self.assertRefused(UserError, "has ended"):
            self.case.action_close(way="letter")
        self._said("closure").sent_message_id.notification_ids.notification_status = "bounce"
        self.assertEqual(self.case.untold_kinds, "closure")
        with self.assertRefused(UserError, "has ended"):
            self.case.action_report_progress(way="phone", summary="More")
        self.case.action_close(way="letter")
        self.assertFalse(self.case.untold_kinds)
        with self.assertRefused(UserError, "has ended"):
            self.case.action_close(way="letter")

    def test_promise_of_the_laboratorys_own(self):
        """A requirement that asks for more than the notice is not met by the notice."""
        self._finish()
        self._require(
            "follow_up",
            "[('communication_ids', 'any', [('kind', '=', 'closure'), ('way', '=', 'letter')])]",
            "Close by letter",
        )
        with self.assertRefused(UserError, "Close by letter"):
            self.case.action_close(way="phone")
