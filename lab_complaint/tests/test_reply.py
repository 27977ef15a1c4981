from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError

from odoo.addons.lab_complaint.models.lab_complaint_query_attempt import LIMITS

from .common_answer import AnswerCase


class ReplyCase(AnswerCase):
    """A case in follow-up whose outcome was told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.stage_id = cls.stages["follow_up"]
        cls._tell_outcome()

    def _reply(self, *arguments, complaint=None, **named):
        (complaint or self.complaint).sudo()._take_reply(*arguments, **named)
        self.env.invalidate_all()

    def _ratings(self, complaint=None):
        return (complaint or self.complaint).sudo().rating_ids.sorted("id")


class TestReply(ReplyCase):
    """What the complainant replies is a call-back, whatever the door."""

    def test_accepted(self):
        with self._counting_promises() as kept:
            self._reply("accepted", "Thank you", 5)
        self.assertRecordValues(
            self._said("callback"),
            [
                {
                    "way": "portal",
                    "acceptance": "accepted",
                    "summary": "Thank you",
                    "user_id": SUPERUSER_ID,
                    "is_given": True,
                    "is_independent": True,
                }
            ],
        )
        self.assertEqual(self.complaint.acceptance, "accepted")
        self.assertEqual([kind for kind, _on in kept], ["callback"])
        self.assertEqual(self.complaint.state, "follow_up")

    def test_officer_learns_that_it_is_accepted(self):
        self._reply("accepted")
        activity = self.complaint.activity_ids
        self.assertEqual(activity.user_id, self.officer)
        self.assertIn("accepts the answer", activity.summary)
        self.case.action_record_callback("accepted")
        self.assertEqual(self.complaint.activity_ids, activity)

    def test_not_accepted(self):
        self.installed_requirements.filtered(lambda r: r.code == "FUP-2").active = True
        self._reply("not_accepted", "The values are still wrong")
        self.assertEqual(self.complaint.acceptance, "not_accepted")
        activity = self.complaint.activity_ids
        self.assertEqual(activity.user_id, self.officer)
        self.assertIn("Answer not accepted", activity.summary)
        with self.assertRefused(UserError, "log the appeal, or reopen"):
            self.case.action_close(way="letter")

    def test_activity_where_nobody_is_in_charge(self):
        self.complaint.user_id = False
        self._reply("not_accepted")
        self.assertIn(self.complaint.activity_ids.user_id, self.company._complaint_quality_heads())

    def test_activity_goes_to_nobody_involved(self):
        self._involve(self.officer)
        self._reply("not_accepted", "It was the officer")
        activity = self.complaint.activity_ids
        self.assertIn(activity.user_id, self.complaint._quality_heads())
        self.assertNotIn("It was the officer", f"{activity.summary} {activity.note}")

    def test_each_is_kept_and_the_last_counts(self):
        self._reply("accepted", "Fine", 4)
        self._reply("not_accepted", "Not fine after all", 2)
        self.assertEqual(self.complaint.acceptance, "not_accepted")
        self.assertEqual(len(self._said("callback")), 2)
        self.assertEqual(self._ratings().mapped("rating"), [4, 2])
        self.assertEqual(self.case.handling_score, "2")

    def test_staff_who_complain_are_not_named(self):
        self.complaint.with_user(self.reporter).sudo()._take_reply("accepted", "I work here", 3)
        records = (self._said("callback"), self._ratings(), self.complaint.activity_ids)
        for record in (*records, self.complaint.sudo().message_ids):
            with self.subTest(record._name):
                self.assertNotIn(self.reporter, record.create_uid | record.write_uid)

    def test_refused_with_words(self):
        for arguments, words in (
            (("",), "Choose whether"),
            (("no_reply",), "Choose whether"),
            (("perhaps",), "Choose whether"),
            (("accepted", "x" * 5001), "5000 characters"),
            (("accepted", "", 0), "five steps"),
            (("accepted", "", 6), "five steps"),
        ):
            with self.subTest(words), self.assertRefused(UserError, words):
                self._reply(*arguments)
        self.assertFalse(self._said("callback") or self._ratings())

    def test_before_the_answer(self):
        complaint = self._log(partner_id=self.contact.id)
        with self.assertRefused(UserError, "no answer yet"):
            self._reply("accepted", complaint=complaint)
        self.assertEqual(complaint.sudo()._status()["reply"], {})

    def test_after_the_end(self):
        self.case.action_record_callback("accepted")
        self.case.action_close(way="letter")
        self.assertEqual(self.complaint.state, "closed")
        with self.assertRefused(UserError, "has ended.*appeal"):
            self._reply("not_accepted")
        self.assertIn("appeal", self.complaint.sudo()._status()["reply"]["obstacle"])

    def test_not_too_many(self):
        for _reply in range(LIMITS["reply"]):
            self._reply("accepted")
        with self.assertRefused(UserError, "many replies"):
            self._reply("accepted")
        with freeze_time("2100-01-01"):
            self.assertFalse(
                self.env["lab.complaint.query.attempt"]._are_too_many(reply=self.complaint.id)
            )

    def test_remarks_on_a_call_are_not_shown(self):
        """Nobody of the laboratory can write in the complainant's name."""
        self.case.action_record_callback("accepted", way="portal", summary="Sounded tired")
        status = self.complaint.sudo()._status()
        self.assertNotIn("Sounded tired", str(status))
        self.assertEqual(status["reply"]["said"], "")
        with self.assertRefused(AccessError):
            self.complaint.with_user(self.auditor).action_record_callback("accepted")

    def test_own_words_are_shown(self):
        self._reply("not_accepted", "Still wrong")
        status = self.complaint.sudo()._status()
        self.assertEqual(status["history"][0]["title"], "Your reply: not accepted")
        self.assertEqual(status["history"][0]["text"], "Still wrong")
        self.assertIn("you did not accept our answer", status["reply"]["said"])


class TestRatingOfTheHandling(ReplyCase):
    """The rating names nobody, is for those who handle the case, and comes from the complainant."""

    def test_recorded(self):
        self._reply("accepted", "Quick and kind", 4)
        self.assertRecordValues(
            self._ratings(),
            [
                {
                    "rating": 4,
                    "feedback": "Quick and kind",
                    "consumed": True,
                    "partner_id": False,
                    "rated_partner_id": False,
                    "access_token": False,
                }
            ],
        )
        for user in (self.officer, self.auditor):
            complaint = self.complaint.with_user(user)
            self.assertEqual(complaint.handling_score, "4")
            self.assertEqual(complaint.handling_words, "Quick and kind")
        with self.assertRefused(AccessError):
            self.complaint.with_user(self.reporter).read(["handling_score"])

    def test_not_rated(self):
        self._reply("accepted", "No rating")
        self.assertFalse(self._ratings())
        self.assertFalse(self.case.handling_score or self.case.handling_words)

    def test_who_reads_it(self):
        self._reply("accepted", "Quick and kind", 4)
        rating = self._ratings()
        self.complaint.investigator_ids = investigator = self._make_user("investigator")
        for user in (self.officer, self.auditor, self.quality_head, investigator):
            with self.subTest(user=user.login):
                self.assertEqual(rating.with_user(user).read(["rating"])[0]["rating"], 4)
                self.assertIn(rating, self._found(user))
        self._involve(self.manager)
        for user in (
            self.reporter,
            self.salesperson,
            self.other_officer,
            self.manager,
            self.portal,
        ):
            with self.subTest(user=user.login):
                with self.assertRefused(AccessError):
                    rating.with_user(user).read(["feedback"])
                if user.has_group("base.group_user"):
                    self.assertNotIn(rating, self._found(user))

    def _found(self, user):
        self.env.invalidate_all()
        return self.env["rating.rating"].with_user(user).search([("rating", "=", 4)]).sudo()

    def test_ratings_of_others_stay_as_they_are(self):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.contact.id,
                "rating": 4,
            }
        )
        rating = rating.with_user(self.reporter)
        rating.feedback = "Changed"
        self.assertIn(rating, self._found(self.reporter))
        rating.sudo().unlink()

    def test_nobody_else_gives_it(self):
        self._reply("accepted", "Quick and kind", 4)
        rating = self._ratings()
        values = {
            "res_model_id": self.env["ir.model"]._get_id("lab.complaint"),
            "res_id": self.complaint.id,
            "rating": 5,
            "consumed": True,
        }
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.contact.id,
            }
        )
        doors = {
            "create": lambda: self.env["rating.rating"].with_user(self.officer).create(values),
            "create as superuser": lambda: self.env["rating.rating"].sudo().create(values),
            "context": lambda: (
                self.env["rating.rating"].with_context(lab_complaint_recording=True).create(values)
            ),
            "write": lambda: rating.with_user(self.officer).write({"rating": 5}),
            "reset": lambda: rating.with_user(self.officer).reset(),
            "move": lambda: other.write(values),
            "take away": lambda: rating.write({"res_id": self.order.id}),
            "unlink": lambda: rating.sudo().unlink(),
            "note with a rating": lambda: self.case.message_post(body="Nice", rating_value=5),
        }
        for door, call in doors.items():
            with self.subTest(door), self.assertRefused((UserError, AccessError)):
                call()
        self.assertEqual(self._ratings(), rating)
        self.assertEqual(rating.rating, 4)

    def test_words_stay_text(self):
        self._reply("not_accepted", "<script>alert(1)</script>", 1)
        self.assertEqual(self.case.handling_words, "<script>alert(1)</script>")
        self.assertNotIn("<script>", str(self.complaint.activity_ids.mapped("note")))
