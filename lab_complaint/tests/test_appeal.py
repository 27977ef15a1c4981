from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import SQL

from .common import ComplaintCase


class TestReopen(ComplaintCase):
    """A case that had ended goes on: anew, by others, and counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 03:00:00"):
            cls.complaint = cls._log(received_on="2026-02-02 03:00:00")
            cls.complaint.stage_id = cls.stages["closed"]
            cls.env.flush_all()
        cls._make_old()

    @classmethod
    def _make_old(cls):
        """As in a later request: what one transaction enters it may still complete."""
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE lab_complaint SET create_date = create_date - interval '1 day'")
        cls.env.invalidate_all()

    def _decide(self, approver, complaint=None, kind="outcome"):
        """As if an outcome had been approved; the way there has tests of its own."""
        complaint = complaint or self.complaint
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO lab_complaint_decision"
            " (complaint_id, company_id, kind, state, approved_by_id, drafted_by_id, decided_on,"
            "  round, is_current, is_independent)"
            " VALUES (%s, %s, %s, 'approved', %s, %s, %s, %s, true, true) RETURNING id",
            [
                complaint.id,
                complaint.company_id.id,
                kind,
                approver.id,
                self.officer.id,
                fields.Datetime.now(),
                complaint.reopen_count,
            ],
        )
        decision = self.env["lab.complaint.decision"].browse(self.env.cr.fetchone()[0])
        relation = decision._fields["approver_ids"]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                SQL.identifier(relation.relation),
                SQL.identifier(relation.column1),
                SQL.identifier(relation.column2),
                decision.id,
                approver.id,
            )
        )
        self.env.invalidate_all()
        return decision

    def _reopen(self):
        return self.complaint.with_user(self.officer).action_reopen("The gauge fails again")

    def test_begins_again_with_the_investigation(self):
        self._reopen()
        self.assertEqual(self.complaint.state, "investigation")
        self.assertEqual(self.complaint.reopen_count, 1)
        self.assertFalse(self.complaint.acceptance)

    def test_first_end_stays_on_record(self):
        first = self.complaint.closed_on
        self._reopen()
        self.assertFalse(self.complaint.closed_on)
        self.assertEqual(self.complaint.first_closed_on, first)
        self.complaint.stage_id = self.stages["closed"]
        self.assertGreater(self.complaint.closed_on, first)
        self.assertEqual(self.complaint.first_closed_on, first)

    def test_reason_is_asked_for(self):
        for reason in ("", "   ", None):
            with self.subTest(reason), self.assertRefused(UserError, "Say why"):
                self.complaint.action_reopen(reason)

    def test_reason_is_kept_as_a_decision(self):
        self._reopen()
        decision = self.complaint.decision_ids.filtered(lambda d: d.kind == "reopen")
        self.assertRecordValues(
            decision,
            [
                {
                    "state": "approved",
                    "grounds": "The gauge fails again",
                    "drafted_by_id": self.officer.id,
                    "is_current": True,
                }
            ],
        )

    def test_earlier_outcome_is_not_in_force(self):
        decision = self._decide(self.quality_head)
        self.assertEqual(self.complaint._outcome_in_force(), decision)
        self._reopen()
        self.assertFalse(self.complaint._outcome_in_force())
        self.assertEqual(decision.state, "superseded")
        self.assertFalse(decision.is_current)
        self.assertEqual(decision.approved_by_id, self.quality_head)

    def test_earlier_approvers_are_remembered(self):
        self._decide(self.quality_head)
        self.assertFalse(self.complaint._earlier_approvers())
        self._reopen()
        self.assertEqual(self.complaint._earlier_approvers(), self.quality_head)

    def test_approvers_of_what_is_appealed_against(self):
        self._decide(self.quality_head)
        appeal = self._log(kind="appeal", origin_id=self.complaint.id)
        self.assertEqual(appeal._earlier_approvers(), self.quality_head)
        self.assertEqual(self.complaint.appeal_ids, appeal)
        second = self._log(kind="appeal", origin_id=appeal.id)
        self._decide(self.manager, appeal)
        self.assertEqual(second._earlier_approvers(), self.quality_head | self.manager)

    def test_who_screened_is_no_earlier_approver(self):
        self._decide(self.officer, kind="screening")
        self._reopen()
        self.assertFalse(self.complaint._earlier_approvers())

    def test_refused_case_is_screened_again(self):
        complaint = self._log()
        complaint.stage_id = self.stages["not_accepted"]
        self._make_old()
        complaint.action_reopen("It bears our seal")
        self.assertEqual(complaint.state, "screening")

    def test_withdrawn_case_can_be_taken_up(self):
        complaint = self._log()
        complaint.action_withdraw("Found it")
        self._make_old()
        complaint.action_reopen("Lost it again")
        self.assertEqual(complaint.state, "investigation")

    def test_case_being_handled_is_not_reopened(self):
        with self.assertRefused(UserError, "being handled already"):
            self._log().action_reopen("Impatient")

    def test_count_is_not_written_by_any_door(self):
        self._reopen()
        self._end_request()
        self.assertDoorsRefuse(self.complaint, "reopen_count", 0, "counted")

    def test_context_of_a_client_opens_nothing(self):
        """What comes over the network cannot say that it is a reopening."""
        for value in (True, "REOPENING", {}, 1):
            with self.subTest(value=value), self.assertRefused(UserError, "has ended"):
                self.complaint.with_user(self.officer).with_context(
                    lab_complaint_reopening=value
                ).write({"stage_id": self.stages["investigation"].id})

    def test_only_officers(self):
        for user in (self.reporter, self.auditor, self.portal, self.other_officer):
            with self.subTest(user.login), self.assertRefused((AccessError, UserError)):
                self.complaint.with_user(user).action_reopen("Please")
        self.assertEqual(self.complaint.state, "closed")


class TestOrigin(ComplaintCase):
    def test_no_complaint_appeals_against_itself(self):
        complaint = self._log()
        with self.assertRefused(UserError, "itself"):
            complaint.origin_id = complaint
        appeal = self._log(origin_id=complaint.id)
        with self.assertRefused(UserError, "itself"):
            complaint.origin_id = appeal

    def test_appeal_is_of_the_same_company(self):
        complaint = self._log(company_id=self.other_company.id)
        with self.assertRefused(UserError):
            self._log(origin_id=complaint.id)
