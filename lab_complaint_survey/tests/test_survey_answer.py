from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command

from odoo.addons.lab_complaint.models.lab_complaint_arrival import LabComplaintArrival

from .survey_case import SurveyCase

SCREENING = "odoo.addons.lab_complaint.models.lab_complaint_arrival_screening"


class TestSurveyAnswer(SurveyCase):
    """Low and negative answers of surveys that are screened wait for an officer, once."""

    def test_low_on_the_scale(self):
        answer = self._answer(scale=2, words="It took weeks", partner=self.contact)
        self.assertRecordValues(
            self._arrivals_of(answer),
            [
                {
                    "kind": "survey",
                    "state": "open",
                    "doubt": "low_score",
                    "name": "How content are you?",
                    "text": "Punctuality – 2\nAnything else? – It took weeks",
                    "score": 25,
                    "partner_id": self.contact.id,
                    "sender_email": self.contact.email,
                    "company_id": self.company.id,
                    "received_on": answer.end_datetime,
                    "create_uid": SUPERUSER_ID,
                }
            ],
        )

    def test_threshold(self):
        for threshold, scale, expected in (
            (40, 2, True),
            (40, 3, False),
            (50, 3, True),
            (40, 1, True),
            (0, 1, False),
        ):
            self.survey.complaint_threshold = threshold
            with self.subTest(threshold=threshold, scale=scale):
                self.assertEqual(bool(self._arrivals_of(self._answer(scale=scale))), expected)

    def test_lowest_scale_counts(self):
        second = self._ask("Price", "scale", scale_min=0, scale_max=10)
        answer = self._answer(scale=5, done=False)
        answer._save_lines(second, "0")
        answer._mark_done()
        self.assertRecordValues(
            self._arrivals_of(answer),
            [{"doubt": "low_score", "score": 0, "text": "Punctuality – 5\nPrice – 0"}],
        )

    def test_words(self):
        for given, expected in (
            ({"words": "A complaint about the driver"}, True),
            ({"words": "报告延误了"}, True),
            ({"words": "All well, and well calculated"}, False),
            ({"choice": 1}, True),
            ({"choice": 0}, False),
            ({"row": 1}, True),
            ({"row": 0}, False),
        ):
            with self.subTest(given):
                arrival = self._arrivals_of(self._answer(**given))
                self.assertEqual(arrival.mapped("doubt"), ["negative_comment"] * expected)

    def test_words_of_the_question_do_not_count(self):
        self.words.title = "Any complaint?"
        self.assertFalse(self._arrivals_of(self._answer(words="None, thank you")))

    def test_comment_on_a_choice(self):
        answer = self._answer(done=False)
        chosen = [str(self.choice.suggested_answer_ids[0].id)]
        answer._save_lines(self.choice, chosen, comment="But late")
        answer._mark_done()
        self.assertEqual(self._arrivals_of(answer).text, "All in all – Good\nAll in all – But late")

    def test_matrix_names_its_row(self):
        arrival = self._arrivals_of(self._answer(row=1))
        self.assertEqual(arrival.text, "Our staff – Sampling – Wrong")

    def test_score_of_a_scored_survey(self):
        self.survey.scoring_type = "scoring_without_answers"
        self.choice.suggested_answer_ids[1].value = "Middling"
        self.assertEqual(self._arrivals_of(self._answer(choice=1)).doubt, "low_score")
        self.assertFalse(self._arrivals_of(self._answer(choice=0)))

    def test_scored_survey_without_points(self):
        """Nothing to win is no low score."""
        self.survey.scoring_type = "scoring_without_answers"
        self.choice.suggested_answer_ids.answer_score = 0
        self.assertFalse(self._arrivals_of(self._answer(choice=0, words="Fine")))

    def test_questions_that_were_not_asked_cost_nothing(self):
        self.survey.scoring_type = "scoring_without_answers"
        self._ask(
            "What went well?",
            "simple_choice",
            ("Much", 98),
            triggering_answer_ids=[Command.link(self.choice.suggested_answer_ids[1].id)],
        )
        self.assertFalse(self._arrivals_of(self._answer(choice=0)))

    # --- which answers ---

    def test_not_screened(self):
        self.survey.complaint_screening = False
        self.assertFalse(self._arrivals_of(self._answer(scale=1, words="Wrong")))

    def test_not_finished(self):
        answer = self._answer(scale=1, done=False)
        answer._mark_in_progress()
        self.assertFalse(self._arrivals_of(answer))

    def test_tried_by_its_makers(self):
        answer = self._answer(scale=1, done=False)
        answer.test_entry = True
        answer._mark_done()
        self.assertFalse(self._arrivals_of(answer))

    def test_nothing_answered(self):
        self.survey.scoring_type = "scoring_without_answers"
        self.assertFalse(self._arrivals_of(self._answer()))
        self.assertFalse(self._arrivals_of(self._answer(words="  ")))

    def test_other_doors(self):
        """A session that is ended, and an answer that is brought in whole."""
        answer = self._answer(scale=1, done=False)
        self.survey.action_end_session()
        self.assertEqual(len(self._arrivals_of(answer)), 1)
        copy = answer.copy({"state": "done"})
        self.assertEqual(len(self._arrivals_of(copy)), 1)

    def test_once_for_each_answer(self):
        answer = self._answer(scale=1)
        answer._mark_done()
        self.survey.action_end_session()
        self.env["lab.complaint.arrival"]._cron_attend()
        self.assertEqual(len(self._arrivals_of(answer)), 1)
        self.assertFalse(self._arrivals_of(answer).later_text)

    def test_becomes_a_complaint(self):
        arrival = self._arrivals_of(self._answer(scale=1, email="lin@gauge.example.com"))
        arrival.with_user(self.officer).action_log_complaint()
        complaint = arrival.complaint_id
        self.assertEqual(complaint.channel_id.code, "survey")
        self.assertRecordValues(
            complaint,
            [
                {
                    "description": "Punctuality – 1",
                    "complainant_email": "lin@gauge.example.com",
                    "partner_id": False,
                    "is_anonymous": False,
                }
            ],
        )

    def test_anonymous_answer(self):
        arrival = self._arrivals_of(self._answer(scale=1))
        arrival.with_user(self.officer).action_log_complaint()
        self.assertTrue(arrival.complaint_id.is_anonymous)

    def test_words_that_are_code_are_words(self):
        arrival = self._arrivals_of(self._answer(words="Wrong <script>alert(1)</script>"))
        arrival.with_user(self.officer).action_log_complaint()
        self.assertIn("<script>", arrival.complaint_id.description)
        bodies = "".join(arrival.complaint_id.message_ids.mapped("body"))
        self.assertNotIn("<script", bodies)

    # --- never in the way ---

    def test_failure_does_not_break_the_survey(self):
        def fail(self, vals_list):
            raise ValueError("Broken")

        with (
            patch.object(LabComplaintArrival, "_take_in", fail),
            self.assertLogs(SCREENING, "ERROR"),
        ):
            answer = self._answer(scale=1)
        self.assertEqual(answer.state, "done")
        self.env["lab.complaint.arrival"]._cron_attend()
        self.assertEqual(len(self._arrivals_of(answer)), 1)

    def test_deleted_survey_leaves_the_arrival(self):
        answer = self._answer(scale=1)
        arrival = self._arrivals_of(answer)
        self.survey.unlink()
        self.assertFalse(answer.exists())
        self.assertRecordValues(arrival, [{"state": "open", "text": "Punctuality – 1"}])

    def test_threshold_is_a_percentage(self):
        for threshold in (-1, 101):
            with self.subTest(threshold), self.assertRefused(IntegrityError):
                self.survey.complaint_threshold = threshold

    def test_screened_for_a_company(self):
        with self.assertRefused(IntegrityError):
            self.survey.complaint_company_id = False
        self.survey.complaint_screening = False
        self.survey.complaint_company_id = False
