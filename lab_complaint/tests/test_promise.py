from datetime import date

from odoo.tests import freeze_time

from .promise_case import MONDAY, PromiseCase


class TestPromise(PromiseCase):
    """What was promised to the complainant and by when, ISO/IEC 17025:2017, 7.9.5."""

    def test_promises_are_made_with_the_case(self):
        complaint = self._receive()
        self.assertEqual(
            self._due(complaint),
            {
                "acknowledgement": "2026-03-04",
                "screening": "2026-03-05",
                "progress": "2026-03-09",
                "outcome": "2026-03-23",
            },
        )
        self.assertEqual(complaint.next_promise, "acknowledgement")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))

    def test_whoever_logs_makes_them(self):
        """Also a reporter, who may not read them."""
        with freeze_time(MONDAY):
            complaint = self._log(self.reporter)
        self.assertEqual(len(complaint.deadline_ids), 4)
        self.assertEqual(complaint.with_user(self.reporter).next_promise, "acknowledgement")

    def test_weekend_is_not_counted(self):
        """Friday, and the Saturday after it: both are promised for Tuesday."""
        for moment in ("2026-03-06 01:00:00", "2026-03-07 01:00:00"):
            with self.subTest(moment=moment):
                complaint = self._receive(moment)
                self.assertEqual(complaint.next_promise_on, date(2026, 3, 10))

    def test_day_is_that_of_the_laboratory(self):
        """At 23:30 UTC on Monday it is Tuesday in Shanghai, and in Paris too in summer."""
        here = self._receive("2026-03-02 23:30:00")
        there = self._receive("2026-03-02 22:30:00", company_id=self.other_company.id)
        self.assertEqual(here.next_promise_on, date(2026, 3, 5))
        self.assertEqual(there.next_promise_on, date(2026, 3, 4))

    def test_corrected_date_of_receipt_moves_the_promises(self):
        complaint = self._receive()
        with freeze_time("2026-03-03 06:00:00"):
            complaint.received_on = "2026-03-03 01:00:00"
        self.assertEqual(self._due(complaint)["acknowledgement"], "2026-03-05")
        self.assertEqual(self._due(complaint)["outcome"], "2026-03-24")
        self.assertEqual(str(self._deadline(complaint, "outcome").original_due_on), "2026-03-23")

    def test_history_promises_nothing(self):
        """Cases that are entered after their end were handled elsewhere."""
        for state in ("closed", "not_accepted", "withdrawn"):
            with self.subTest(state=state):
                complaint = self._log(stage_id=self.stages[state].id, former_number="2019-1")
                self.assertFalse(complaint.deadline_ids)
                self.assertFalse(complaint.next_promise_on)
                self.assertFalse(complaint.next_promise)
                self.assertFalse(complaint.is_late)

    def test_next_is_the_earliest_open(self):
        complaint = self._receive()
        complaint._keep_promise("acknowledgement", "2026-03-03 01:00:00")
        self.assertEqual(complaint.next_promise, "screening")
        complaint._keep_promise("screening", "2026-03-03 01:00:00")
        self.assertEqual(complaint.next_promise, "progress")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 9))

    def test_nothing_is_promised_without_policy(self):
        self.policies.search([]).unlink()
        complaint = self._receive()
        self.assertFalse(complaint.deadline_ids)
        complaint._keep_promise("outcome", MONDAY)
        self.assertFalse(complaint.deadline_ids)

    def test_open_cases_of_an_earlier_release(self):
        """An update makes the promises that are still ahead."""
        complaint, answered = self._receive(), self._receive()
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM lab_complaint_deadline")
        self.env.invalidate_all()
        with freeze_time("2026-03-09 01:00:00"):
            complaint.stage_id = self.stages["investigation"]
            answered.stage_id = self.stages["follow_up"]
        for _time in range(2):
            complaint._promise_what_is_ahead()
            self.assertEqual(
                self._due(complaint), {"progress": "2026-03-09", "outcome": "2026-03-23"}
            )
            self.assertEqual(self._due(answered), {"callback": "2026-03-23"})


class TestLate(PromiseCase):
    """A promise is late when its last day is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._receive()
        cls.closed = cls._log(stage_id=cls.stages["closed"].id)
        cls.both = cls.complaint | cls.closed

    def _assert_late(self, expected):
        """The field and the search by it say the same."""
        self.both.invalidate_recordset()
        self.assertEqual(self.complaint.is_late, expected)
        self.assertFalse(self.closed.is_late)
        own = [("id", "in", self.both.ids)]
        searched = {
            (operator, value): self._complaints().search([*own, ("is_late", operator, value)])
            for operator in ("=", "!=")
            for value in (True, False)
        }
        late = self.complaint if expected else self.complaint.browse()
        for (operator, value), found in searched.items():
            with self.subTest(operator=operator, value=value):
                wanted = late if (operator == "=") == value else self.both - late
                self.assertEqual(found, wanted)
        self.assertEqual(
            self._complaints().search([*own, ("is_late", "in", [True, False])]), self.both
        )

    def test_on_the_last_day_it_is_not_late(self):
        with freeze_time("2026-03-04 04:00:00"):
            self._assert_late(False)

    def test_on_the_day_after_it_is_late(self):
        with freeze_time("2026-03-05 04:00:00"):
            self._assert_late(True)

    def test_day_turns_over_at_the_laboratory(self):
        """At 17:00 UTC of the last day the next day has begun in Shanghai."""
        with freeze_time("2026-03-04 17:00:00"):
            self.assertTrue(self.complaint.is_late)

    def test_ended_case_is_never_late(self):
        with freeze_time("2026-06-01 04:00:00"):
            self.complaint.stage_id = self.stages["closed"]
            self.assertFalse(self.complaint.is_late)

    def test_paused_promise_is_not_late(self):
        for kind in ("acknowledgement", "screening"):
            self.complaint._keep_promise(kind, MONDAY)
        with freeze_time("2026-03-06 04:00:00"):
            self.complaint.action_pause("Waiting for the sample")
        with freeze_time("2026-06-01 04:00:00"):
            self._assert_late(False)
            self.assertEqual(self.complaint.next_promise, "progress")
            self.assertEqual(self.complaint.next_promise_on, date(2026, 3, 9))

    def test_promise_that_is_not_paused_comes_first(self):
        """The acknowledgement is owed while the sample is waited for."""
        with freeze_time("2026-03-03 04:00:00"):
            self.complaint.action_pause("Waiting for the sample")
        with freeze_time("2026-06-01 04:00:00"):
            self._assert_late(True)


class TestPromiseOnOrder(PromiseCase):
    """Sales staff see on the order what was promised."""

    def test_earliest_promise_of_open_complaints(self):
        self.assertFalse(self.order.complaint_next_promise_on)
        self._receive(order_id=self.order.id)
        earlier = self._receive("2026-02-27 01:00:00", order_id=self.order.id)
        self._receive("2026-01-05 01:00:00", order_id=self.other_order.id)
        orders = (self.order | self.other_order).with_user(self.salesperson)
        self.assertEqual(
            orders.mapped("complaint_next_promise_on"), [date(2026, 3, 3), date(2026, 1, 7)]
        )
        earlier.stage_id = self.stages["withdrawn"]
        orders.invalidate_recordset(["complaint_next_promise_on"])
        self.assertEqual(orders[0].complaint_next_promise_on, date(2026, 3, 4))

    def test_one_query_for_all_orders(self):
        orders = self.order | self.other_order
        for order in orders:
            self._receive(order_id=order.id)
        orders = orders.with_user(self.salesperson)
        orders.mapped("complaint_next_promise_on")
        orders.invalidate_recordset(["complaint_next_promise_on"])
        with self.assertQueryCount(2):
            orders.mapped("complaint_next_promise_on")

    def test_people_without_the_complaint_see_nothing(self):
        """Another salesperson's complaint is not told by its date."""
        self._receive(order_id=self.order.id)
        other = self._make_user("other_salesperson", "sales_team.group_sale_salesman_all_leads")
        self.assertFalse(self.order.with_user(other).complaint_next_promise_on)
