from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID

from odoo.addons.lab_complaint.models.lab_complaint_arrival import LabComplaintArrival

from .candidate_case import HIGH, LOW, CandidateCase

SCREENING = "odoo.addons.lab_complaint.models.lab_complaint_arrival_screening"


class TestRating(CandidateCase):
    """Low ratings and negative comments wait to be screened, once, through whatever door."""

    def test_low_rating(self):
        rating = self._rate(LOW, "Nobody called back", partner_id=self.contact.id)
        arrival = self._arrivals_of(rating)
        self.assertRecordValues(
            arrival,
            [
                {
                    "kind": "rating",
                    "state": "open",
                    "doubt": "low_score",
                    "name": self.order.name,
                    "text": "Nobody called back",
                    "score": 20,
                    "partner_id": self.contact.id,
                    "order_id": self.order.id,
                    "company_id": self.company.id,
                    "received_on": rating.rated_on,
                    "create_uid": SUPERUSER_ID,
                }
            ],
        )

    def test_threshold(self):
        for threshold, rating, expected in (
            (2, 2, True),
            (2, 2.5, False),
            (2, 0, True),
            (3, 3, True),
            (0, 1, False),
            (0, 0, False),
        ):
            self.company.complaint_rating_threshold = threshold
            with self.subTest(threshold=threshold, rating=rating):
                self.assertEqual(bool(self._arrivals_of(self._rate(rating))), expected)

    def test_threshold_is_of_five(self):
        for threshold in (-1, 6):
            with self.subTest(threshold), self.assertRefused(IntegrityError):
                self.company.complaint_rating_threshold = threshold

    def test_without_words(self):
        arrival = self._arrivals_of(self._rate(LOW))
        self.assertEqual(arrival.text, "Rated 1 of 5, without words.")

    def test_not_given_yet(self):
        rating = self._rate(0, consumed=False)
        self.assertFalse(self._arrivals_of(rating))
        rating.write({"rating": LOW, "consumed": True})
        self.assertEqual(len(self._arrivals_of(rating)), 1)

    def test_doors(self):
        """By the token, through the chatter, and changed one field after the other."""
        rating = self._rate(0, consumed=False)
        self.order.rating_apply(LOW, rating=rating, feedback="Slow")
        self.assertEqual(self._arrivals_of(rating).text, "Slow")
        message = self.order.message_post(body="Slow", rating_value=LOW)
        self.assertEqual(len(self._arrivals_of(message.rating_ids)), 1)
        good = self._rate(HIGH)
        good.rating = LOW
        self.assertEqual(len(self._arrivals_of(good)), 1)

    def test_negative_comments(self):
        for words, expected in (
            ("A COMPLAINT about the driver", True),
            ("That was Wrong.", True),
            ("你们延误了三天", True),
            ("我很不满意", True),
            ("Well calculated, no plates, many thanks", False),
            ("非常好", False),
            ("", False),
        ):
            with self.subTest(words):
                arrival = self._arrivals_of(self._rate(HIGH, words))
                self.assertEqual(arrival.mapped("doubt"), ["negative_comment"] * expected)

    def test_words_of_the_laboratory(self):
        self.company.complaint_alarm_words = " Räumung \n\n咖啡\n(x"
        for words, expected in (
            ("räumungsklage", True),
            ("没有咖啡", True),
            ("(x", True),
            ("A complaint", False),
        ):
            with self.subTest(words):
                self.assertEqual(bool(self._arrivals_of(self._rate(HIGH, words))), expected)
        self.company.complaint_alarm_words = False
        self.assertFalse(self._arrivals_of(self._rate(HIGH, "没有咖啡")))

    def test_ratings_of_the_handling_are_none(self):
        case = self._log()
        case._rate_handling(LOW, "Wrong")
        self.assertEqual(case.rating_ids.rating, LOW)
        self.assertFalse(self._arrivals_of(case.rating_ids))

    # --- changed later ---

    def test_changed_before_it_is_screened(self):
        rating = self._rate(LOW, "Slow")
        rating.write({"rating": HIGH, "feedback": "Settled on the phone"})
        arrival = self._arrivals_of(rating)
        self._end_request()
        self.assertEqual(arrival.text, "Slow")
        self.assertEqual(arrival.later_text, "Score 100 %: Settled on the phone")
        self.assertEqual(arrival.state, "open")
        new = arrival.message_ids.sudo().tracking_value_ids.mapped("new_value_text")
        self.assertIn(arrival.later_text, new)
        arrival.with_user(self.officer).action_log_complaint()
        self.assertEqual(
            arrival.complaint_id.description, "Slow\n\nScore 100 %: Settled on the phone"
        )

    def test_changed_back_before_it_is_screened(self):
        rating = self._rate(LOW, "Slow")
        rating.feedback = "Very slow"
        rating.feedback = "Slow"
        self.assertFalse(self._arrivals_of(rating).later_text)

    def test_changed_after_it_was_screened(self):
        for screen in (
            lambda arrival: arrival.action_set_aside("Praise in fact"),
            lambda arrival: arrival.action_log_complaint(),
        ):
            rating = self._rate(LOW, "Slow")
            arrival = self._arrivals_of(rating)
            screen(arrival.with_user(self.officer))
            rating.write({"rating": 2, "feedback": "Very slow"})
            self.assertEqual(self._arrivals_of(rating), arrival)
            self.assertRecordValues(arrival, [{"text": "Slow", "later_text": False, "score": 20}])

    def test_withdrawn_rating_leaves_the_arrival(self):
        rating = self._rate(LOW, "Slow")
        arrival = self._arrivals_of(rating)
        rating.reset()
        rating.unlink()
        self.assertRecordValues(arrival, [{"state": "open", "text": "Slow", "has_source": False}])

    # --- whom and what it is about ---

    def test_source_opens(self):
        rating = self._rate(LOW)
        arrival = self._arrivals_of(rating).with_user(self.officer)
        self.assertTrue(arrival.has_source)
        action = arrival.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), (rating._name, rating.id))

    def test_record_of_no_order(self):
        rating = self._rate(LOW, record=self.contact)
        self.assertRecordValues(
            self._arrivals_of(rating),
            [{"name": self.contact.display_name, "order_id": False, "state": "open"}],
        )

    def test_contact_of_the_record(self):
        self.assertEqual(self._arrivals_of(self._rate(LOW)).partner_id, self.contact)

    def test_record_that_is_gone(self):
        order = self._make_order(self.contact)
        rating = self._rate(HIGH, record=order)
        self.env.cr.execute("UPDATE rating_rating SET res_id = %s", [2**30])
        rating.invalidate_recordset()
        rating.rating = LOW
        self.assertEqual(len(self._arrivals_of(rating)), 1)

    def test_company_of_the_record(self):
        order = self._make_order(self.other_customer, company_id=self.other_company.id)
        self.company.complaint_rating_threshold = 0
        arrival = self._arrivals_of(self._rate(LOW, record=order))
        self.assertEqual(arrival.company_id, self.other_company)
        self.assertNoAccess(lambda: arrival.with_user(self.officer).read(["text"]))
        self.assertTrue(arrival.with_user(self.other_officer).text)

    # --- never in the way ---

    def test_failure_does_not_break_the_rating(self):
        def fail(self, vals_list):
            raise ValueError("Broken")

        with (
            patch.object(LabComplaintArrival, "_take_in", fail),
            self.assertLogs(SCREENING, "ERROR") as log,
        ):
            rating = self._rate(LOW, "Call Ms Lin")
        self.assertEqual(rating.rating, LOW)
        self.assertFalse(self._arrivals_of(rating))
        self.assertNotIn("Ms Lin", "".join(log.output))
        self.env["lab.complaint.arrival"]._cron_attend()
        self.assertEqual(self._arrivals_of(rating).text, "Call Ms Lin")

    def test_collision_is_tried_again(self):
        """By the server, which does the whole request once more."""

        def collide(self, vals_list):
            raise SerializationFailure

        with (
            patch.object(LabComplaintArrival, "_take_in", collide),
            self.assertRaises(SerializationFailure),
        ):
            self._rate(LOW)

    def test_bad_rating_is_still_refused(self):
        with self.assertRefused((IntegrityError, AssertionError)):
            self._rate(HIGH).rating = 7

    def test_by_whoever_gives_it(self):
        for user in (self.reporter, self.salesperson, self.officer):
            ratings = self.env["rating.rating"].with_user(user)
            rating = ratings.create(self._rating_values(self.order, LOW, "Slow"))
            with self.subTest(user=user.login):
                self.assertEqual(len(self._arrivals_of(rating.sudo())), 1)

    def test_defaults_of_a_request_change_nothing(self):
        context = {"default_state": "set_aside", "default_set_aside_reason": "x", "default_name": 1}
        ratings = self.env["rating.rating"].with_user(self.reporter).with_context(**context)
        rating = ratings.create(self._rating_values(self.order, LOW, "Slow"))
        self.assertRecordValues(
            self._arrivals_of(rating.sudo()),
            [{"state": "open", "set_aside_reason": False, "name": self.order.name}],
        )

    def test_two_hundred_at_once(self):
        orders = self.env["sale.order"].union(
            *(self._make_order(self.contact) for _number in range(4))
        )

        def rate(count):
            values = [
                self._rating_values(orders[number % 4], LOW, f"Slow {number}")
                for number in range(count)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ratings = self.env["rating.rating"].create(values)
            self.env.flush_all()
            return ratings, self.env.cr.sql_log_count - before

        rate(4)
        _few, queries_of_few = rate(4)
        many, queries_of_many = rate(200)
        self.assertEqual(len(self._arrivals_of(many)), 200)
        # Odoo itself looks for what each rating is about.
        self.assertLess(queries_of_many, queries_of_few + 30)
