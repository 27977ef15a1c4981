from odoo.exceptions import UserError
from odoo.tests import Form

from .test_decision import DecisionCase


class TestApproving(DecisionCase):
    """Approval from the card, the form and the list of the cases."""

    def test_to_approve_by_me(self):
        decision = self._propose()
        complaint = decision.complaint_id
        other = self._investigated()
        for user, expected in (
            (self.head, True),
            (self.manager, True),
            (self.officer, False),
            (self.auditor, False),
            (self.reporter, False),
        ):
            with self.subTest(user.login):
                case = complaint.with_user(user).sudo(False)
                found = self._complaints(user).search([("can_approve", "=", True)])
                self.assertEqual(complaint in found, expected)
                self.assertNotIn(other, found)
                if user != self.reporter:
                    self.assertEqual(case.can_approve, expected)
                    self.assertEqual(bool(case.decision_to_approve_id), expected)
        head = self._complaints(self.head)
        self.assertIn(other, head.search([("can_approve", "=", False)]))
        self.assertNotIn(complaint, head.search([("can_approve", "=", False)]))

    def test_nothing_to_approve_any_more(self):
        decision = self._propose()
        case = decision.complaint_id.with_user(self.head)
        self.assertTrue(case.can_approve)
        case.action_approve()
        self.assertFalse(case.can_approve)

    def test_proposal_is_shown_to_who_approves(self):
        complaint = self._propose().complaint_id
        self.assertTrue(complaint.with_user(self.head).proposal_to_approve)
        self.assertFalse(complaint.with_user(self.auditor).proposal_to_approve)

    def test_batch(self):
        decisions = self._propose() | self._propose() | self._propose()
        cases = decisions.complaint_id.with_user(self.head)
        cases[:2].action_approve(comment="Fine")
        cases[2].action_reject(comment="No")
        self.assertEqual(decisions.mapped("state"), ["approved", "approved", "rejected"])

    def test_batch_of_two_approvers(self):
        """One case each is theirs: nothing is approved when one of them is not."""
        mine, own = self._propose(), self._propose(user=self.head)
        cases = (mine | own).complaint_id
        with self.assertRefused(UserError, "does not approve"):
            cases.with_user(self.head).action_approve()
        self.assertEqual((mine | own).mapped("state"), ["submitted", "submitted"])
        cases.with_user(self.other_head).action_approve()
        self.assertEqual((mine | own).mapped("state"), ["approved", "approved"])

    def test_nothing_waits(self):
        with self.assertRefused(UserError, "nothing waits"):
            self._investigated().with_user(self.head).action_approve()

    def test_dialog(self):
        complaint = self._log()
        for act, values, state in (
            ("accept", {"grounds": "Ours"}, "investigation"),
            ("propose_outcome", {"proposal": "Amend", "grounds": "Misprint"}, "decision"),
        ):
            self._dialog(self.officer, act, complaint, **values)
            self.assertEqual(complaint.state, state)
        self._dialog(self.head, "reject", complaint, comment="Not yet")
        self.assertEqual(complaint.decision_ids.sorted("id")[-1:].state, "rejected")
        self._propose(complaint)
        self._dialog(self.head, "approve", complaint)
        self.assertEqual(complaint.state, "response")

    def _dialog(self, user, act, complaints, **values):
        context = {"default_act": act, "default_complaint_ids": complaints.ids}
        dialog = Form(self.env["lab.complaint.decide"].with_user(user).with_context(**context))
        for name, value in values.items():
            dialog[name] = value
        dialog.save().action_confirm()

    def test_forms_open(self):
        decision = self._propose()
        for user in (self.head, self.officer, self.auditor):
            with self.subTest(user.login):
                case = decision.complaint_id.with_user(user)
                Form(case, "lab_complaint.lab_complaint_view_form")
                Form(decision.with_user(user))

    def test_queries_do_not_grow_with_the_cases(self):
        few = self._propose().complaint_id
        many = few
        for _number in range(4):
            many |= self._propose().complaint_id
        counts = []
        for cases in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.with_user(self.head).mapped("can_approve")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
