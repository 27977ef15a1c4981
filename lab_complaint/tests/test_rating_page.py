from odoo.tests import HttpCase

from .candidate_case import LOW, CandidateCase

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class TestRatingPage(HttpCase, CandidateCase):
    """Customers rate an order by the link they were sent, without a login or with one."""

    def setUp(self):
        super().setUp()
        self.rating = self._rate(0, partner_id=self.contact.id, consumed=False)

    def _submit(self, **values):
        page = self.url_open(f"/rate/{self.rating.access_token}/{LOW}")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            f"/rate/{self.rating.access_token}/submit_feedback",
            data={"csrf_token": token, "rate": LOW, **values},
        )

    def test_by_the_link(self):
        self.authenticate(None, None)
        self.assertEqual(self._submit(feedback=SCRIPT).status_code, 200)
        arrival = self._arrivals_of(self.rating)
        self.assertRecordValues(
            arrival, [{"text": SCRIPT, "doubt": "low_score", "order_id": self.order.id}]
        )
        arrival.with_user(self.officer).action_log_complaint()
        complaint = arrival.complaint_id
        self.assertEqual(complaint.description, SCRIPT)
        bodies = "".join((complaint.message_ids | arrival.message_ids).mapped("body"))
        self.assertNotIn("<script", bodies)
        self.assertNotIn("<img", bodies)

    def test_by_a_portal_user(self):
        self.rating.partner_id = self.portal.partner_id
        self.authenticate(self.portal.login, self.portal.login)
        self.assertEqual(self._submit(feedback="Slow").status_code, 200)
        arrival = self._arrivals_of(self.rating)
        self.assertEqual(arrival.partner_id, self.portal.partner_id)
        self.assertNotIn(self.portal, arrival.create_uid | arrival.write_uid)

    def test_twice_is_one_arrival(self):
        self.authenticate(None, None)
        self._submit(feedback="Slow")
        self._submit(feedback="Very slow")
        arrival = self._arrivals_of(self.rating)
        self.assertRecordValues(
            arrival, [{"text": "Slow", "later_text": "Score 20 %: Very slow", "state": "open"}]
        )
