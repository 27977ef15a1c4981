from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from .common import ComplaintCase


class TestPromise(ComplaintCase):
    """What was promised to the complainant and by when, ISO/IEC 17025:2017, 7.9.5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages["received"].write({"promise": "acknowledgement", "promise_days": 2})

    def _promised(self, received_on, days=2, company=None):
        self.stages["received"].promise_days = days
        with freeze_time("2027-01-04 03:00:00"):
            return self._log(
                received_on=received_on,
                stage_id=self.stages["received"].id,
                company_id=(company or self.company).id,
            )

    def _make_holiday(self, begin, end, company=None, **values):
        leaves = self.env["resource.calendar.leaves"].with_company(company or self.company)
        holiday = leaves.create(
            {
                "name": "Holiday",
                "date_from": begin,
                "date_to": end,
                "calendar_id": self.company.resource_calendar_id.id,
                **values,
            }
        )
        # Odoo gives a holiday the company of whoever writes it to the database.
        holiday.flush_recordset()
        return holiday

    def test_day_of_receipt_is_not_counted(self):
        """Monday morning: two working days later it is Wednesday."""
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise, "acknowledgement")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))

    def test_weekend_is_not_counted(self):
        """Friday, and the Saturday after it: both are promised for Tuesday."""
        self.assertEqual(self._promised("2026-03-06 01:00:00").next_promise_on, date(2026, 3, 10))
        self.assertEqual(self._promised("2026-03-07 01:00:00").next_promise_on, date(2026, 3, 10))

    def test_promise_for_the_same_day(self):
        complaint = self._promised("2026-03-02 01:00:00", days=0)
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 2))

    def test_long_promise(self):
        """Fifteen working days are three weeks."""
        complaint = self._promised("2026-03-02 01:00:00", days=15)
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 23))

    def test_day_is_that_of_the_laboratory(self):
        """At 16:30 UTC on Monday it is Tuesday in Shanghai and Monday in Paris."""
        here = self._promised("2026-03-02 16:30:00")
        there = self._promised("2026-03-02 16:30:00", company=self.other_company)
        self.assertEqual(here.next_promise_on, date(2026, 3, 5))
        self.assertEqual(there.next_promise_on, date(2026, 3, 4))

    def test_public_holiday_is_not_counted(self):
        """Tuesday and Wednesday are holidays: Friday takes the place of Wednesday."""
        self._make_holiday("2026-03-02 16:00:00", "2026-03-04 15:59:59")
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 6))

    def test_public_holiday_of_the_whole_company(self):
        """A holiday without calendar is for every calendar of its company."""
        self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59", calendar_id=False)
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 5))

    def test_holiday_of_another_company_is_a_working_day(self):
        self._make_holiday(
            "2026-03-02 16:00:00",
            "2026-03-03 15:59:59",
            company=self.other_company,
            calendar_id=False,
        )
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))

    def test_leave_of_a_person_is_a_working_day(self):
        employee = self._make_employee("On leave")
        self._make_holiday(
            "2026-03-02 16:00:00", "2026-03-03 15:59:59", resource_id=employee.resource_id.id
        )
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))

    def test_holiday_announced_later_moves_the_promise(self):
        """The authorities announce holidays during the year."""
        complaint = self._promised("2026-03-02 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 4))
        self._make_holiday("2026-03-02 16:00:00", "2026-03-03 15:59:59")
        complaint.invalidate_recordset()
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 5))

    def test_working_saturday(self):
        """A make-up working day of the calendar is counted like any other."""
        self.company.resource_calendar_id.attendance_ids = [
            Command.create(
                {
                    "name": "Saturday",
                    "dayofweek": "5",
                    "hour_from": 8,
                    "hour_to": 12,
                    "day_period": "morning",
                }
            )
        ]
        complaint = self._promised("2026-03-06 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 9))

    def test_company_without_calendar(self):
        self.company.resource_calendar_id = False
        complaint = self._promised("2026-03-06 01:00:00")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 8))

    def test_no_promise_in_this_stage(self):
        complaint = self._log(stage_id=self.stages["closed"].id)
        self.assertFalse(complaint.next_promise_on)
        self.assertFalse(complaint.next_promise)

    def test_next_stage_has_its_own_promise(self):
        complaint = self._promised("2026-03-02 01:00:00")
        self.stages["screening"].write({"promise": "screening", "promise_days": 3})
        complaint.stage_id = self.stages["screening"]
        self.assertEqual(complaint.next_promise, "screening")
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 5))

    def test_corrected_date_of_receipt_moves_the_promise(self):
        complaint = self._promised("2026-03-02 01:00:00")
        complaint.received_on = "2026-03-03 01:00:00"
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 5))

    def test_new_days_of_the_stage_move_the_promise(self):
        complaint = self._promised("2026-03-02 01:00:00")
        self.stages["received"].promise_days = 4
        self.assertEqual(complaint.next_promise_on, date(2026, 3, 6))


class TestLate(ComplaintCase):
    """A promise is late when its last day is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages["received"].write({"promise": "acknowledgement", "promise_days": 2})
        with freeze_time("2026-03-02 03:00:00"):
            cls.complaint = cls._log(stage_id=cls.stages["received"].id)
            cls.closed = cls._log(stage_id=cls.stages["closed"].id)
            cls.env.flush_all()
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
