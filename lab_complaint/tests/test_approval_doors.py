from odoo import Command
from odoo.exceptions import UserError

from .test_decision import DecisionCase
from .test_decision_approval import REVIEW_OF


class TestApprovalDoors(DecisionCase):
    """Tier validation has doors of its own; they lead to the same checks."""

    def test_reviews_cannot_be_touched(self):
        decision = self._propose()
        review = decision.review_ids
        for user in (self.reporter, self.officer, self.head, self.manager, self.env.user):
            reviews = review.with_user(user)
            values = {"model": REVIEW_OF, "res_id": decision.id, "status": "approved"}
            doors = {
                "write": lambda r=reviews: r.write({"status": "approved"}),
                "reviewers": lambda r=reviews, u=user: r.write(
                    {"reviewer_ids": [Command.link(u.id)]}
                ),
                "elsewhere": lambda r=reviews: r.write({"res_id": 0}),
                "model": lambda r=reviews: r.write({"model": "res.partner"}),
                "unlink": reviews.unlink,
                "create": lambda r=reviews, v=values: r.create(v),
                "create by default": lambda r=reviews, v=values: r.with_context(
                    default_model=REVIEW_OF
                ).create({"res_id": v["res_id"]}),
                "context": lambda r=reviews: r.with_context(lab_complaint_recording=True).write(
                    {"status": "approved"}
                ),
            }
            for door, change in doors.items():
                with self.subTest(door=door, user=user.login), self.assertRefused(UserError):
                    change()
        self.assertRecordValues(review, [{"status": "pending", "done_by": False}])

    def test_reviews_of_other_models_are_free(self):
        values = {"model": "res.partner", "res_id": self.customer.id}
        review = self.env["tier.review"].with_user(self.reporter).create(values)
        review.write({"status": "approved"})
        with self.assertRefused(UserError):
            review.write({"model": REVIEW_OF})
        review.unlink()

    def test_a_draft_brings_nothing_recorded(self):
        """Drafting is recording, but not what comes with the draft."""
        complaint = self._investigated()
        review = {"model": REVIEW_OF, "status": "approved", "done_by": self.head.id}
        approval = {"complaint_id": complaint.id, "name": "Me", "verdict": "approved"}
        given = {
            "review_ids": [Command.create(review)],
            "external_approval_ids": [Command.create(approval)],
            "is_independent": True,
            "compensation_amount": 1,
        }
        for user in (self.officer, self.env.user):
            for name, value in given.items():
                with self.subTest(name, user=user.login), self.assertRefused(UserError):
                    self._draft(complaint, user=user, **{name: value})

    def test_requests_go_through_submission(self):
        decision = self._propose().with_user(self.officer)
        for call in (decision.request_validation, decision.restart_validation):
            with self.assertRefused(UserError):
                call()
        self.assertEqual(decision.review_ids.status, "pending")

    def test_validate_approves(self):
        decision = self._propose()
        decision.with_user(self.head).validate_tier()
        self.assertEqual(decision.state, "approved")

    def test_reject_tier_asks_for_the_reason(self):
        decision = self._propose().with_user(self.head)
        action = decision.reject_tier()
        dialog = (
            self.env["lab.complaint.decide"]
            .with_user(self.head)
            .with_context(**action["context"])
            .create({"comment": "Not yet"})
        )
        dialog.action_confirm()
        self.assertRecordValues(decision, [{"state": "rejected", "decision_comment": "Not yet"}])

    def test_comment_dialog_of_tier_validation(self):
        for answer, state in (("validate", "approved"), ("reject", "rejected")):
            decision = self._propose()
            self.env["comment.wizard"].with_user(self.head).create(
                {
                    "res_model": REVIEW_OF,
                    "res_id": decision.id,
                    "validate_reject": answer,
                    "comment": "Noted",
                }
            ).add_comment()
            with self.subTest(answer):
                self.assertRecordValues(decision, [{"state": state, "decision_comment": "Noted"}])

    def test_comment_stays_with_the_decision(self):
        """Every employee reads reviews."""
        decision = self._propose()
        self._approve(decision, comment="The customer is right")
        self.assertFalse(decision.review_ids.comment)

    def test_systray_shows_those_who_may(self):
        """And the list it opens."""
        self._make_employee("Other head", self.other_head)
        complaint = self._investigated(
            involved_employee_ids=[Command.set(self.other_head.employee_ids.ids)]
        )
        decision = self._propose(complaint)
        for user, count in (
            (self.head, 1),
            (self.manager, 1),
            (self.other_head, 0),
            (self.officer, 0),
            (self.reporter, 0),
        ):
            with self.subTest(user.login):
                pending = self.env["res.users"].with_user(user).review_user_count()
                mine = [line["pending_count"] for line in pending if line["model"] == REVIEW_OF]
                self.assertEqual(sum(mine), count)
        found = self.env[REVIEW_OF].with_user(self.head).search([("can_review", "=", True)])
        self.assertEqual(found, decision)
        self._approve(decision)
        self.assertFalse(self.env["res.users"].with_user(self.manager).review_user_count())
