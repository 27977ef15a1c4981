from odoo.tests import Form

from .test_evidence import InquiryCase


class TestAccessToInvestigation(InquiryCase):
    """Investigators work on what they are assigned, and on nothing else."""

    def test_investigator_writes_on_the_assigned_case(self):
        case = self.complaint.with_user(self.investigator)
        case.write(
            {
                "validity": "valid",
                "validity_grounds": "The raw record says so.",
                "cause_analysis": "A printing error",
                "extent": "Only this one",
                "immediate_action": "Certificate recalled",
            }
        )
        self.assertEqual(case.validity, "valid")
        self._gather().action_verify()

    def test_appointing_writes_on_the_appointed_only(self):
        """Two people who appoint others at the same moment do not get into each other's way."""
        group = self.env.ref("lab_complaint.group_investigator")

        def row():
            self.env.flush_all()
            self.env.cr.execute("SELECT ctid FROM res_groups WHERE id = %s", [group.id])
            return self.env.cr.fetchone()

        before = row()
        self.complaint.with_user(self.officer).investigator_ids += self.reporter
        self.assertEqual(row(), before)
        self.assertIn(group, self.reporter.all_group_ids)

    def test_investigator_decides_nothing_else(self):
        case = self.complaint.with_user(self.investigator)
        for values in (
            {"severity": "major", "severity_reason": "Because"},
            {"subject": "Something else"},
            {"stage_id": self.stages["decision"].id},
        ):
            with self.subTest(values):
                self.assertNoAccess(lambda v=values: case.write(v))

    def test_investigator_of_another_case_does_nothing_here(self):
        evidence = self._gather()
        foreign = self.other_investigator
        for call in (
            lambda: self.complaint.with_user(foreign).read(["subject"]),
            lambda: self.complaint.with_user(foreign).write({"validity": "valid"}),
            lambda: evidence.with_user(foreign).read(["shows"]),
            lambda: evidence.with_user(foreign).write({"shows": "Nothing"}),
            lambda: evidence.with_user(foreign).action_verify(),
            lambda: self._gather(foreign),
            lambda: self.complaint.with_user(foreign).action_ask_statement(
                self.employees["calibrator"].id
            ),
        ):
            self.assertNoAccess(call)
        self.assertNoAccess(lambda: evidence.with_user(foreign).sudo().action_verify())

    def test_who_reads_evidence(self):
        evidence = self._gather()
        for user in (self.investigator, self.officer, self.auditor, self.quality_head):
            self.assertEqual(evidence.with_user(user).read(["shows"])[0]["id"], evidence.id)
        for user in (
            self.reporter,
            self.users["calibrator"],
            self.other_officer,
            self.other_investigator,
            self.portal,
            self.public,
        ):
            with self.subTest(user.login):
                self.assertNoAccess(lambda u=user: evidence.with_user(u).read(["shows"]))

    def test_auditors_read_only(self):
        evidence = self._gather()
        for call in (
            lambda: evidence.with_user(self.auditor).write({"shows": "X"}),
            lambda: evidence.with_user(self.auditor).action_verify(),
            lambda: self._gather(self.auditor),
        ):
            self.assertNoAccess(call)

    def test_reporter_sees_no_investigation(self):
        case = self._log(self.reporter)
        for name in ("evidence_ids", "statement_ids", "similar_ids", "severity_reason"):
            with self.subTest(name):
                self.assertNoAccess(lambda n=name: case.with_user(self.reporter).read([n]))
        form = Form(case.with_user(self.reporter), "lab_complaint.lab_complaint_view_form")
        self.assertNotIn("evidence_ids", form._view["fields"])
        self.assertNotIn("is_recurring", form._view["fields"])
