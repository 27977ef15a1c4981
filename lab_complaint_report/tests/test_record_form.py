import base64

from odoo import Command
from odoo.tests import tagged

from .brief_cases import BriefCase

SCAN = base64.b64encode(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n").decode()
LONG_WORD = "x" * 500


@tagged("post_install", "-at_install")
class TestRecordForm(BriefCase):
    """The complaint handling record says what the case says."""

    # --- the paper ---

    def test_record_of_the_first_case(self):
        complaint = self._values_differ()
        pdf = self._pdf("action_report_record_form", complaint)
        self.assertLessEqual(self._page_count(pdf), 2)
        text = self._text(pdf)
        outcome = complaint.decision_ids.filtered(lambda d: d.kind == "outcome")
        expected = [
            complaint.name,
            *complaint.description.split(". ")[:2],
            complaint.remedy_sought,
            complaint.channel_id.name,
            complaint.complainant_name,
            complaint.complainant_phone,
            complaint.customer_id.name,
            complaint.order_id.name,
            complaint.validity_grounds,
            complaint.cause_analysis,
            complaint.extent,
            outcome.proposal,
            outcome.grounds,
            *complaint.certificate_ids.certificate_id.mapped("name"),
            *complaint.department_ids.mapped("name"),
            *complaint.evidence_ids.mapped("reference"),
            *complaint.communication_ids.mapped("summary"),
            "It is a printing error. The raw record is right",
            "Control of nonconforming work",
            "No further error in a month",
            self.calibrator.name,
            self.investigator.name,
            self.quality_head.name,
            self.deputy.name,
        ]
        for words in expected:
            with self.subTest(words):
                self.assertIn(words, text)

    def test_record_of_the_second_case_fits_two_pages(self):
        complaint = self._report_late()
        pdf = self._pdf("action_report_record_form", complaint)
        self.assertLessEqual(self._page_count(pdf), 2)
        self.assertIn(complaint.description.split(".")[0], self._text(pdf))

    def test_record_in_chinese(self):
        self.env["ir.module.module"]._load_module_terms(
            ["lab_complaint", "lab_complaint_report"], ["zh_CN"], overwrite=True
        )
        complaint = self._values_differ()
        pdf = self._pdf("action_report_record_form", complaint, lang="zh_CN")
        self.assertLessEqual(self._page_count(pdf), 2)
        text = self._text(pdf)
        for words in (
            "投诉处理记录表",
            "投诉编号",
            "投诉人原话",
            "拟定处理意见",
            "质量负责人",
            "办理经过",
            "签名",
            "第1页",
        ):
            with self.subTest(words):
                self.assertIn(words, text.replace(" ", ""))
        for words in ("Receipt", "Signature", "Approved", "Printed by"):
            with self.subTest(words):
                self.assertNotIn(words, text)

    def test_three_hundred_lines_flow_over_the_pages(self):
        words = "\n".join(f"Line {number} of the letter." for number in range(300))
        complaint = self._log(self.reporter, description=words)
        pdf = self._pdf("action_report_record_form", complaint)
        self.assertGreater(self._page_count(pdf), 4)
        text = self._text(pdf)
        for number in range(300):
            self.assertEqual(text.count(f"Line {number} of the letter."), 1)
        self.assertIn(f"{complaint.name} Line", self._text(pdf, page=2))

    def test_a_paragraph_longer_than_a_page_is_whole(self):
        words = " ".join(f"word{number}" for number in range(2500))
        complaint = self._log(self.reporter, description=words)
        text = self._text(self._pdf("action_report_record_form", complaint))
        self.assertFalse([word for word in words.split() if text.count(f"{word} ") < 1])

    def test_emoji_and_words_without_end(self):
        complaint = self._log(
            self.reporter, subject="😀 数据不一致", description=f"Bad 😡 {LONG_WORD} end of it"
        )
        text = self._text(self._pdf("action_report_record_form", complaint))
        self.assertIn("数据不一致", text)
        self.assertIn("end of it", text)
        self.assertIn(LONG_WORD, text.replace(" ", ""))

    def test_a_new_complaint_has_lines_instead_of_holes(self):
        complaint = self._log(self.reporter)
        pdf = self._pdf("action_report_record_form", complaint)
        self.assertLessEqual(self._page_count(pdf), 2)
        text = self._text(pdf)
        self.assertIn("Remedy Sought —", text)
        self.assertIn("Statements —", text)
        self.assertNotRegex(text, r"\b(False|None)\b")

    def test_several_cases_each_with_pages_of_its_own(self):
        complaints = self._log(self.reporter, subject="First of them")
        complaints |= self._log(self.reporter, subject="Second of them", description="a\n" * 200)
        pdf = self._pdf("action_report_record_form", complaints)
        alone = [
            self._page_count(self._pdf("action_report_record_form", complaint))
            for complaint in complaints
        ]
        self.assertEqual(self._page_count(pdf), sum(alone))
        start = self._text(pdf, page=alone[0] + 1)
        self.assertIn("Second of them", start)
        self.assertIn(f"Page 1 of {alone[1]}", start)
        self.assertNotIn("First of them", start)
        self.assertIn(f"Page 1 of {alone[0]}", self._text(pdf, page=1))

    # --- what it says ---

    def test_receipt_names_an_anonymous_complainant_so(self):
        complaint = self._log(self.reporter, is_anonymous=True, complainant_role="public")
        self.assertIn("Public, anonymous", self._form(complaint))

    def test_screening_says_who_decided_why(self):
        complaint = self._lead(self._receive(), "screen")
        form = self._by(self.officer, complaint).get_record_form()
        block = self._block(form, "Screening")
        self.assertEqual(block["lines"][0][:3], ["Ours", "It is our certificate", "Approved"])
        self.assertIn(self.officer.name, block["lines"][0][3])

    def test_reasons_of_another_severity_are_told(self):
        complaint = self._lead(self._receive(), "screen")
        self.assertNotIn("Reason for the Severity", self._form(complaint))
        self._by(self.officer, complaint).action_change_severity("major", "Many are affected")
        self.assertIn("Reason for the Severity\nMany are affected", self._form(complaint))

    def test_evidence_that_was_corrected_says_by_what(self):
        complaint = self._lead(self._receive(), "gather")
        old = complaint.evidence_ids
        self.env["lab.complaint.evidence"].with_user(self.investigator).create(
            {
                "complaint_id": complaint.id,
                "reference": "Raw record 119",
                "shows": "It was the other gauge.",
                "replaces_id": old.id,
            }
        )
        self.assertIn("Corrected by Raw record 119", self._form(complaint))

    def test_statement_that_was_not_given_says_why(self):
        complaint = self._lead(self._receive(), "appoint")
        self._by(self.investigator, complaint).action_ask_statement(self.calibrator.id)
        statement = self._by(self.investigator, complaint.statement_ids)
        statement.action_not_given("Has left the laboratory")
        self.assertIn("Not given\nHas left the laboratory", self._form(complaint))

    def test_impact_on_other_certificates(self):
        complaint = self._lead(self._receive(), "gather")
        self.assertNotIn("Impact on Other Results", self._form(complaint))
        case = self._by(self.investigator, complaint)
        case.action_add_affected_certificates(self.last_year.ids)
        affected = case.certificate_ids.filtered(lambda link: link.role == "possibly_affected")
        affected.write(
            {"impact": "affected", "impact_reason": "Same printer", "recall": "Called the owner"}
        )
        form = self._form(complaint)
        for words in ("C-2025-097", "Affected", "Same printer", "Called the owner"):
            self.assertIn(words, form)
        self.assertIn(self.investigator.name, form)

    def test_every_level_of_the_approval(self):
        self.company.complaint_compensation_limit = 100
        complaint = self._lead(self._receive(), "judge")
        self._by(self.officer, complaint).measure_ids = [
            Command.create({"kind": "compensation", "name": "Pay the rent", "amount": 500})
        ]
        self._propose(complaint, "We pay.")
        self._by(self.quality_head, complaint).action_approve(comment="In principle")
        waiting = self._approvals(complaint)
        self.assertEqual([line[3] for line in waiting], ["Approved", "Submitted", ""])
        self.manager.name = "Gao Yan"
        self._by(self.manager, complaint).action_approve(comment="Paid by us")
        first, second, both = self._approvals(complaint)
        self.assertEqual([first[1], first[3]], ["Quality head", "Approved"])
        self.assertIn(self.quality_head.name, first[2])
        self.assertEqual(second[3], "Approved")
        self.assertIn("Gao Yan", second[2])
        self.assertEqual(both[1:], ["All levels", "", "", "In principle\nPaid by us"])

    def test_a_rejection_stays_on_record(self):
        complaint = self._lead(self._receive(), "propose")
        self._by(self.quality_head, complaint).action_reject(comment="Too little")
        (line,) = self._approvals(complaint)
        self.assertEqual(line[3:], ["Rejected", "Too little"])

    def test_an_external_approver_is_named_as_such(self):
        complaint = self._lead(self._receive(), "propose")
        outcome = complaint.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        self._by(self.quality_head, outcome).action_record_external(
            name="Dr Zhou", approved=True, comment="Sound", document=SCAN
        )
        (line,) = self._approvals(complaint)
        self.assertEqual(line[1], "External person")
        self.assertIn("Dr Zhou", line[2])
        self.assertEqual(line[3:], ["Approved", "Sound"])
        signatures = self._by(self.officer, complaint).get_record_signatures()
        self.assertEqual(signatures[-1][:2], ("Quality head", "Dr Zhou"))

    def _approvals(self, complaint):
        form = self._by(self.auditor, complaint).get_record_form()
        return self._block(form, "Approval")["lines"]

    def test_what_could_not_be_told_says_why(self):
        complaint = self._receive()
        case = self._by(self.officer, complaint)
        case.user_id = self.officer
        case.action_acknowledge(not_possible_reason="No address is known")
        form = self._by(self.officer, complaint).get_record_form()
        (line,) = self._block(form, "Communication with the Complainant")["lines"]
        self.assertEqual(line[:2], ["Acknowledgement", "Not possible"])
        self.assertEqual(line[3], "No address is known")

    def test_measures_say_what_came_of_them(self):
        complaint = self._lead(self._receive(), "call_back")
        self.assertIn("Print it again\nPlanned", self._form(complaint))
        self._step_carry_out(complaint)
        form = self._form(complaint)
        self.assertIn("Printed and sent", form)
        self.assertIn("Effective\nNo further error in a month\nSun Li", form)

    def test_a_reopened_case_shows_each_handling(self):
        complaint = self._lead(self._receive())
        first_closed = complaint.first_closed_on
        self._by(self.officer, complaint).action_reopen(reason="The values are still wrong")
        self._propose(complaint, "We calibrate it again.")
        self._by(self.deputy, complaint).action_approve(comment="Agreed this time")
        self._by(self.officer, complaint).action_send_outcome(way="letter", summary="Once more")
        text = self._text(self._pdf("action_report_record_form", complaint))
        approval = text.split("Approval Handling")[1].split("Communication with")[0]
        self.assertRegex(approval, r"1 .*Sun Li.*Handling 2 .*He Jun")
        said = text.split("Communication with the Complainant")[1].split("Measures and")[0]
        self.assertRegex(said, r"Handling 1 .*The case is closed\..*Handling 2 .*Once more")
        self.assertIn("We calibrate it again.", text)
        self.assertIn("Times Reopened 1", text)
        self.assertIn("The values are still wrong", text)
        closed = self._by(self.officer, complaint)._local_time(first_closed)
        self.assertIn(closed.replace("\u202f", " "), text.replace("\u202f", " "))

    def test_history_tells_each_stage_and_the_way_back(self):
        complaint = self._lead(self._receive(), "appoint")
        self._by(self.officer, complaint).action_move_back("Wrong department")
        form = self._by(self.auditor, complaint).get_record_form()
        lines = self._block(form, "History")["lines"]
        self.assertEqual(
            [line[1] for line in lines], ["Logged", "Screening", "Investigation", "Screening"]
        )
        self.assertEqual({line[2] for line in lines}, {self.reporter.name, self.officer.name})
        self.assertEqual([line[3] for line in lines][-2:], ["", "Wrong department"])

    def test_history_names_nobody_from_outside(self):
        complaint = self._lead(self._receive(), "screen")
        self.env.cr.flush()
        messages = complaint.sudo().message_ids.filtered("tracking_value_ids")
        messages.sudo().author_id = self.contact
        form = self._by(self.auditor, complaint).get_record_form()
        lines = self._block(form, "History")["lines"]
        self.assertEqual([line[2] for line in lines], [self.reporter.name, "", ""])

    def test_who_closed_it(self):
        complaint = self._lead(self._receive())
        self.assertIn(f"Closed by\n{self.officer.name}", self._form(complaint))

    def test_a_withdrawal_is_in_the_words_of_the_complainant(self):
        complaint = self._receive()
        self._by(self.officer, complaint).action_withdraw("It was our own mistake")
        self.assertIn("It was our own mistake", self._form(complaint))

    def test_signatures_know_what_the_record_knows(self):
        complaint = self._values_differ("approve")
        case = self._by(self.officer, complaint)
        outcome = case.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        self.assertEqual(
            case.get_record_signatures(),
            [
                ("Complaint officer", self.officer.name, case._paper_day(outcome.drafted_on)),
                (
                    "Investigator",
                    self.investigator.name,
                    case._paper_day(case.evidence_ids[-1:].verified_on),
                ),
                ("Quality head", self.quality_head.name, case._paper_day(outcome.decided_on)),
            ],
        )
        blank = self._by(self.officer, self._log(self.reporter)).get_record_signatures()
        self.assertEqual({(name, day) for _role, name, day in blank}, {("", "")})

    def test_an_investigator_signs_for_what_was_gathered(self):
        complaint = self._lead(self._receive(), "appoint")
        evidence = self.env["lab.complaint.evidence"].with_user(self.investigator)
        evidence = evidence.create(
            {"complaint_id": complaint.id, "reference": "Raw record 118", "shows": "Other values"}
        )
        self._by(self.officer, evidence).action_verify()
        signatures = self._by(self.officer, complaint).get_record_signatures()
        day = complaint._paper_day(evidence.gathered_on)
        self.assertEqual(signatures[1], ("Investigator", self.investigator.name, day))

    def test_people_who_left_are_still_named(self):
        complaint = self._lead(self._receive(), "judge")
        self.investigator.active = False
        self.assertIn(f"Investigator\n{self.investigator.name}", self._form(complaint))

    def test_days_are_those_of_the_laboratory(self):
        complaint = self._log(self.reporter, received_on="2026-03-02 17:30:00")
        self.assertIn("03/03/2026", self._form(complaint))
