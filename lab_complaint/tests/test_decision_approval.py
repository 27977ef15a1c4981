from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.lab_complaint.models.lab_complaint_decision_approval import APPROVAL_ACTIVITY

from .test_decision import DecisionCase

REVIEW_OF = "lab.complaint.decision"


class TestApprover(DecisionCase):
    """Who approves, ISO/IEC 17025:2017, 7.9.6."""

    def _assert_cannot_decide(self, decision, user, exception, message):
        """By no door of approval."""
        decision = decision.with_user(user)
        wizards = self.env["comment.wizard"].with_user(user)
        values = {"res_model": REVIEW_OF, "res_id": decision.id, "comment": "Fine"}
        reviews = [Command.set(decision.sudo().review_ids.ids)]
        doors = {
            "approve": decision.action_approve,
            "approve as superuser": decision.sudo().action_approve,
            "reject": lambda: decision.action_reject(comment="No"),
            "case": decision.sudo().complaint_id.with_user(user).action_approve,
            "case, reject": lambda: (
                decision.sudo().complaint_id.with_user(user).action_reject(comment="No")
            ),
            "validate": decision.validate_tier,
            "comment": lambda: wizards.create(
                {**values, "validate_reject": "validate", "review_ids": reviews}
            ).add_comment(),
            "comment, reject": lambda: wizards.create(
                {**values, "validate_reject": "reject", "review_ids": reviews}
            ).add_comment(),
            "review": lambda: (
                decision.sudo()
                .review_ids.with_user(user)
                .write({"status": "approved", "done_by": user.id})
            ),
            "base": lambda: decision._validate_tier(decision.review_ids),
        }
        for door, decide in doors.items():
            words = message if door not in ("review", "base") else None
            raised = exception if door not in ("review", "base") else (UserError, AccessError)
            with self.subTest(door=door, user=user.login), self.assertRefused(raised, words):
                decide()
                # Without an error nothing may have happened either.
                self.assertEqual(decision.sudo().state, "submitted")
                self.assertIn("pending", decision.sudo().review_ids.mapped("status"))
                raise UserError("Nothing happened") if door == "base" else AssertionError(door)
        self.assertEqual(decision.sudo().state, "submitted")

    def test_officer(self):
        decision = self._propose()
        self._assert_cannot_decide(decision, self.second_officer, AccessError, "to be approved by")

    def test_auditor(self):
        self._assert_cannot_decide(self._propose(), self.auditor, AccessError, "to be approved by")

    def test_strangers(self):
        decision = self._propose()
        for user in (self.reporter, self.portal, self.public):
            for act in (
                decision.with_user(user).action_approve,
                decision.with_user(user).validate_tier,
            ):
                with self.subTest(user.login):
                    self.assertNoAccess(act)

    def test_drafter(self):
        """A quality head who drafts it leaves the approval to another one."""
        decision = self._propose(user=self.head)
        self._assert_cannot_decide(decision, self.head, UserError, "does not approve")
        self._approve(decision, self.other_head)
        self.assertEqual(decision.state, "approved")

    def test_who_submits_the_draft_of_another(self):
        draft = self._draft()
        draft.with_user(self.head).action_submit()
        self._assert_cannot_decide(draft, self.head, UserError, "does not approve")

    def test_involved(self):
        checker = self.users["checker"]
        checker.group_ids = [Command.link(self.env.ref("lab_complaint.group_quality_head").id)]
        complaint = self._investigated(
            certificate_ids=[Command.create({"certificate_id": self.certificate.id})]
        )
        decision = self._propose(complaint)
        self._assert_cannot_decide(
            decision, checker, ValidationError, "checked certificate C-2026-118"
        )

    def test_involved_later(self):
        decision = self._propose()
        self._make_employee("Head", self.head)
        self.assertIn(self.head, decision.review_ids.reviewer_ids)
        decision.complaint_id.involved_employee_ids = self.head.employee_ids
        self._assert_cannot_decide(decision, self.head, ValidationError, "is named as involved")
        self.assertFalse(decision.with_user(self.head).can_approve)

    def test_who_joins_or_leaves_the_group_is_asked_anew(self):
        reviews = self._propose().review_ids
        newcomer = self._make_user("newcomer")
        group = self.env.ref("lab_complaint.group_quality_head")
        for name, join, leave in (
            (
                "by the user",
                lambda: newcomer.write({"group_ids": [Command.link(group.id)]}),
                lambda: newcomer.write({"group_ids": [Command.unlink(group.id)]}),
            ),
            (
                "by the group",
                lambda: group.write({"user_ids": [Command.link(newcomer.id)]}),
                lambda: group.write({"user_ids": [Command.unlink(newcomer.id)]}),
            ),
        ):
            with self.subTest(name):
                join()
                self.assertIn(newcomer, reviews.reviewer_ids)
                leave()
                self.assertNotIn(newcomer, reviews.reviewer_ids)

    def test_reviews_that_are_settled_keep_their_reviewers(self):
        """Else each change of a group would go through all decisions there ever were."""
        decision = self._propose()
        self._approve(decision)
        reviewers = decision.review_ids.reviewer_ids
        newcomer = self._make_user("newcomer")
        newcomer.group_ids += self.env.ref("lab_complaint.group_quality_head")
        self._end_request()
        self.assertTrue(reviewers)
        self.assertEqual(decision.review_ids.reviewer_ids, reviewers)

    def test_involved_after_the_approval(self):
        decision = self._propose()
        self._approve(decision)
        self._make_employee("Head", self.head)
        decision.complaint_id.involved_employee_ids = self.head.employee_ids
        self.assertFalse(decision.is_independent)
        self.assertFalse(decision.complaint_id._outcome_in_force())
        self.assertIn(self.head.name, decision.complaint_id.conflict)

    def test_earlier_approver_after_reopening(self):
        decision = self._propose()
        self._approve(decision)
        complaint = decision.complaint_id
        self._tell(complaint)
        complaint.with_user(self.officer).action_reopen(reason="The customer disagrees")
        self.assertEqual(complaint.state, "investigation")
        self.assertEqual(decision.state, "superseded")
        again = self._propose(complaint)
        self.assertNotIn(self.head, again.review_ids.reviewer_ids)
        self._assert_cannot_decide(again, self.head, UserError, "earlier outcome")
        self._approve(again, self.other_head)
        self.assertEqual(complaint._outcome_in_force(), again)

    def test_earlier_approver_after_an_appeal(self):
        decision = self._propose()
        self._approve(decision)
        appeal = self._propose(
            self._investigated(kind="appeal", origin_id=decision.complaint_id.id)
        )
        self._assert_cannot_decide(appeal, self.head, UserError, "earlier outcome")

    def test_other_company(self):
        decision = self._propose()
        stranger = self._make_user(
            "stranger", "lab_complaint.group_quality_head", company_id=self.other_company.id
        )
        self._assert_cannot_decide(decision, stranger, AccessError, "")

    def test_approved_once(self):
        decision = self._propose()
        self._approve(decision)
        for act in (decision.with_user(self.other_head).action_approve,):
            with self.assertRefused(UserError, "not waiting"):
                act()

    def test_draft_is_not_approved(self):
        with self.assertRefused(UserError, "not waiting"):
            self._approve(self._draft())

    def test_manager_is_a_quality_head_too(self):
        decision = self._propose()
        self._approve(decision, self.manager)
        self.assertEqual(decision.approved_by_id, self.manager)


class TestApprovalTiers(DecisionCase):
    """The definitions are the laboratory's."""

    def _propose_compensation(self, *amounts, limit=1000):
        self.company.complaint_compensation_limit = limit
        complaint = self._investigated()
        self.env["lab.complaint.measure"].create(
            [
                {
                    "complaint_id": complaint.id,
                    "kind": "compensation",
                    "amount": amount,
                }
                for amount in amounts
            ]
        )
        return self._propose(complaint)

    def test_compensation_above_the_limit(self):
        decision = self._propose_compensation(800, 300)
        self.assertRecordValues(
            decision, [{"compensation_amount": 1100, "needs_second_approval": True}]
        )
        self._approve(decision)
        self.assertRecordValues(decision, [{"state": "submitted", "approver_ids": self.head.ids}])
        self.assertTrue(decision.with_user(self.manager).can_approve)
        self._approve(decision, self.manager)
        self.assertRecordValues(
            decision,
            [{"state": "approved", "approver_ids": (self.head | self.manager).ids}],
        )

    def test_compensation_up_to_the_limit(self):
        decision = self._propose_compensation(1000)
        self.assertFalse(decision.needs_second_approval)
        self._approve(decision)
        self.assertEqual(decision.state, "approved")

    def test_no_limit(self):
        self.assertFalse(self._propose_compensation(10**9, limit=0).needs_second_approval)

    def test_second_level_waits_for_the_first(self):
        decision = self._propose_compensation(2000)
        levels = decision.review_ids
        self.assertEqual(levels.mapped("status"), ["pending", "waiting"])
        self._approve(decision, self.other_head)
        self.assertEqual(levels.mapped("status"), ["approved", "pending"])

    def test_quality_head_is_not_the_second_level(self):
        decision = self._propose_compensation(2000)
        self._approve(decision)
        with self.assertRefused(AccessError, "to be approved by"):
            self._approve(decision, self.other_head)

    def test_each_level_is_another_person_s(self):
        decision = self._propose_compensation(2000)
        self._approve(decision, self.manager)
        self.assertEqual(decision.state, "submitted")
        with self.assertRefused(UserError, "already"):
            self._approve(decision, self.manager)

    def test_second_level_rejects(self):
        decision = self._propose_compensation(2000)
        self._approve(decision)
        decision.with_user(self.manager).action_reject(comment="Too much")
        self.assertEqual(decision.state, "rejected")

    def test_both_approvers_have_to_be_independent(self):
        decision = self._propose_compensation(2000)
        self._approve(decision)
        self._approve(decision, self.manager)
        self._make_employee("Head", self.head)
        decision.complaint_id.involved_employee_ids = self.head.employee_ids
        self.assertFalse(decision.is_independent)

    def test_compensation_counts_as_it_was_submitted(self):
        decision = self._propose_compensation(2000)
        with self.assertRefused(UserError, "rests on this"):
            decision.complaint_id.measure_ids.sudo().amount = 1
        self.assertEqual(decision.compensation_amount, 2000)

    def test_no_definition_at_all(self):
        self.env["tier.definition"].search([("model", "=", REVIEW_OF)]).active = False
        decision = self._propose()
        self.assertFalse(decision.review_ids)
        for user in (self.officer, self.second_officer):
            with self.assertRefused():
                self._approve(decision, user)
        self.assertTrue(decision.with_user(self.head).can_approve)
        self._approve(decision)
        self.assertEqual(decision.state, "approved")

    def test_rejected_without_definition(self):
        self.env["tier.definition"].search([("model", "=", REVIEW_OF)]).active = False
        decision = self._propose()
        decision.with_user(self.head).action_reject(comment="No")
        self.assertEqual(decision.state, "rejected")

    def test_definition_added_while_it_waits(self):
        definitions = self.env["tier.definition"].search([("model", "=", REVIEW_OF)])
        definitions.active = False
        decision = self._propose()
        definitions.active = True
        self._approve(decision)
        self.assertEqual(decision.review_ids.done_by, self.head)

    def test_own_definition(self):
        """Somebody who is not a quality head, such as the head of sales."""
        definitions = self.env["tier.definition"].search([("model", "=", REVIEW_OF)])
        definitions.active = False
        with self.assertRefused(ValidationError, "has to read them"):
            definitions[0].copy(
                {
                    "active": True,
                    "review_type": "individual",
                    "reviewer_id": self.reporter.id,
                }
            )
        self.env["tier.definition"].create(
            {
                "name": "Auditor",
                "model_id": self.env["ir.model"]._get_id(REVIEW_OF),
                "review_type": "individual",
                "reviewer_id": self.auditor.id,
                "definition_domain": "[]",
                "company_id": self.company.id,
            }
        )
        decision = self._propose()
        with self.assertRefused(AccessError):
            self._approve(decision)
        self._approve(decision, self.auditor)
        self.assertEqual(decision.approved_by_id, self.auditor)

    def test_model_is_offered(self):
        self.assertIn(REVIEW_OF, self.env["tier.definition"]._get_tier_validation_model_names())


class TestApprovalActivity(DecisionCase):
    """Each possible approver is asked."""

    def _asked(self, decision):
        kind = self.env.ref(APPROVAL_ACTIVITY)
        return decision.activity_ids.filtered(lambda a: a.activity_type_id == kind).user_id

    def test_those_who_may_are_asked(self):
        self._make_employee("Other head", self.other_head)
        decision = self._propose(
            self._investigated(
                involved_employee_ids=[Command.set(self.other_head.employee_ids.ids)]
            )
        )
        asked = self._asked(decision)
        self.assertLessEqual(self.head | self.manager, asked)
        self.assertFalse(asked & (self.other_head | self.officer))

    def test_nobody_is_asked_any_more(self):
        for act in ("action_approve", "action_reject"):
            decision = self._propose()
            getattr(decision.with_user(self.head), act)(comment="Because")
            with self.subTest(act):
                self.assertFalse(self._asked(decision))

    def test_next_level_is_asked(self):
        self.company.complaint_compensation_limit = 1
        complaint = self._investigated()
        self.env["lab.complaint.measure"].create(
            {"complaint_id": complaint.id, "kind": "compensation", "amount": 10}
        )
        decision = self._propose(complaint)
        self._approve(decision)
        self.assertIn(self.manager, self._asked(decision))
        self.assertNotIn(self.head, self._asked(decision))


class TestExternalApproval(DecisionCase):
    """What the signed link and the scanned decision end in."""

    def test_approved(self):
        decision = self._propose()
        decision.with_user(self.public)._approve_externally("Dr. Out", "Convincing")
        self.assertRecordValues(
            decision,
            [
                {
                    "state": "approved",
                    "is_external": True,
                    "external_name": "Dr. Out",
                    "approved_by_id": False,
                    "decision_comment": "Convincing",
                    "validation_status": "validated",
                }
            ],
        )
        self.assertIn("Dr. Out", decision.review_ids.comment)
        self.assertEqual(decision._evidence()[1], "Dr. Out")
        self.assertEqual(decision.complaint_id._outcome_in_force(), decision)

    def test_rejected(self):
        decision = self._propose()
        decision._reject_externally("Dr. Out", "Not convincing")
        self.assertRecordValues(
            decision, [{"state": "rejected", "is_external": True, "external_name": "Dr. Out"}]
        )
        self.assertEqual(decision.complaint_id.activity_ids.user_id, self.officer)

    def test_every_level_at_once(self):
        self.company.complaint_compensation_limit = 1
        complaint = self._investigated()
        self.env["lab.complaint.measure"].create(
            {"complaint_id": complaint.id, "kind": "compensation", "amount": 10}
        )
        decision = self._propose(complaint)
        decision._approve_externally("Dr. Out", False)
        self.assertEqual(decision.review_ids.mapped("status"), ["approved", "approved"])
        self.assertEqual(decision.state, "approved")

    def test_only_what_is_submitted(self):
        draft, approved = self._draft(), self._propose()
        self._approve(approved)
        for decision in (draft, approved):
            for act in ("_approve_externally", "_reject_externally"):
                with self.assertRefused(UserError, "not waiting"):
                    getattr(decision, act)("Dr. Out", "Why not")

    def test_name_is_needed(self):
        with self.assertRefused(UserError, "on record"):
            self._propose()._approve_externally("", "Why not")
