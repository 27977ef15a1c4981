from unittest.mock import patch

from odoo.exceptions import UserError

from .gateway_case import STRANGER, WORDS, GatewayCase

ACKNOWLEDGE = (
    "odoo.addons.lab_complaint.models.lab_complaint_answer.LabComplaint.action_acknowledge"
)


class TestMailAcknowledgement(GatewayCase):
    """Who complains by mail has number and query code at once, without a person (7.9.5)."""

    def _activities(self, case):
        return case.activity_ids.filtered(lambda one: "Acknowledge it" in (one.summary or ""))

    def test_sent(self):
        case = self._case(STRANGER)
        self.assertTrue(case.is_acknowledgement_due)
        mails = self._work_off()
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails[0]["email_to"], ["zhao@outside.example.com"])
        self.assertIn(case.name, mails[0]["body"])
        self.assertRegex(mails[0]["body"], r"\b\w{4}-\w{4}-\w{4}\b")
        self.assertRecordValues(
            case.communication_ids,
            [{"kind": "acknowledgement", "way": "mail", "is_given": True}],
        )
        self.assertTrue(case.has_query_code)
        self.assertFalse(case.is_acknowledgement_due)
        self.assertFalse(self._activities(case))

    def test_once(self):
        self._case(STRANGER)
        self.assertEqual(len(self._work_off()), 1)
        self.assertFalse(self._work_off())

    def test_whoever_works_on_it_meanwhile(self):
        """An officer may open the case and write it in the moment in which it is acknowledged."""
        case = self._case(STRANGER)
        with (
            self.mock_mail_gateway(),
            self._collision(case._name, "action_acknowledge"),
        ):
            self.env.ref("lab_complaint.cron_acknowledge_mail").method_direct_trigger()
        self.assertRecordValues(
            case.communication_ids, [{"kind": "acknowledgement", "delivery_state": "outgoing"}]
        )
        self.assertFalse(case.is_acknowledgement_due)
        self.assertFalse(self._activities(case))

    def test_not_when_the_case_has_ended_meanwhile(self):
        case = self._case(STRANGER)
        case.with_user(self.officer).action_withdraw("Taken back")
        with self.mock_mail_gateway():
            case._acknowledge_by_itself()
        self.assertFalse(self._mails)
        self.assertFalse(self._activities(case))

    def test_says_that_it_is_automatic(self):
        self._case(STRANGER)
        self._work_off()
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        letters = self._all("mail.mail").filtered(
            lambda mail: mail.model == "lab.complaint.communication"
        )
        self.assertEqual(["auto-replied" in mail.headers for mail in letters], [True, False])

    def test_at_once(self):
        triggers = self.env["ir.cron.trigger"].sudo()
        cron = self.env.ref("lab_complaint.cron_acknowledge_mail")
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self._case()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)
        self.assertEqual(cron.code, "model._cron_acknowledge_mail()")

    def test_switched_off(self):
        self.company.complaint_acknowledge_mail = False
        case = self._case(STRANGER)
        self.assertFalse(case.is_acknowledgement_due)
        self.assertFalse(self._work_off())

    def test_nobody_to_write_to(self):
        self.assertFalse(self._case(None).is_acknowledgement_due)

    def test_entered_by_hand(self):
        self._log(partner_id=self.contact.id)
        self.assertFalse(self._work_off())

    def test_acknowledged_meanwhile(self):
        case = self._case(STRANGER)
        case.with_user(self.officer).action_acknowledge(way="phone", summary="Told")
        self.assertFalse(self._work_off())

    def test_ended_meanwhile(self):
        case = self._case(STRANGER)
        case.with_user(self.officer).action_withdraw("Taken back")
        self.assertFalse(self._work_off())

    def test_sent_twice(self):
        first = self._case(STRANGER)
        second = self._case(STRANGER)
        self.assertEqual(len(self._work_off()), 1)
        self.assertTrue(first.communication_ids)
        self.assertFalse(second.communication_ids)
        self.assertEqual(self._activities(second).user_id, second._quality_heads())

    def test_again_after_the_end(self):
        self._case(STRANGER).with_user(self.officer).action_withdraw("Taken back")
        self.assertTrue(self._case(STRANGER))
        self.assertEqual(len(self._work_off()), 1)

    def test_no_more_than_three_a_day(self):
        sent = []
        for _number in range(4):
            case = self._case(STRANGER)
            sent.append(len(self._work_off()))
            case.with_user(self.officer).action_withdraw("Taken back")
        self.assertEqual(sent, [1, 1, 1, 0])
        self.assertTrue(self._activities(case))

    def test_failure(self):
        for error in (UserError("No text"), ValueError("Broken text")):
            with self.subTest(error=error), patch(ACKNOWLEDGE, side_effect=error):
                case = self._case(sender=f"x{len(str(error))}@x.example.com")
                self.assertFalse(self._work_off())
            self.assertTrue(self._activities(case))
            self.assertFalse(case.is_acknowledgement_due)
            self.assertFalse(self._work_off())

    def test_one_failure_does_not_stop_the_others(self):
        origin = type(self.env["lab.complaint"]).action_acknowledge
        failing = self._case(STRANGER)
        self._case("wu@x.example.com")

        def acknowledge(complaints, **values):
            if complaints == failing:
                raise ValueError
            return origin(complaints, **values)

        with patch(ACKNOWLEDGE, acknowledge):
            self.assertEqual(len(self._work_off()), 1)
        self.assertTrue(self._activities(failing))

    def test_for_officers_alone(self):
        case = self._case()
        self.assertNoAccess(
            lambda: case.with_user(self.reporter).write({"is_acknowledgement_due": True})
        )

    def test_mails_that_wait_are_not_answered(self):
        self._receive_mail(Auto_Submitted="auto-generated")
        self._receive_mail(words=WORDS, X_Spam_Flag="YES")
        self.assertFalse(self._work_off())
