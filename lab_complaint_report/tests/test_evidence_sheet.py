from odoo import Command
from odoo.tests import tagged

from .brief_cases import BriefCase
from .test_record_form import SCAN


@tagged("post_install", "-at_install")
class TestEvidenceSheet(BriefCase):
    """What the assessor gets is what the checklist and the rules of the case say."""

    def _sections(self, complaint, user=None):
        return self._by(user or self.auditor, complaint).get_evidence_sheet()

    def _requirements(self, complaint, user=None):
        lines = self._sections(complaint, user)[0]["blocks"][0]["lines"]
        return {line[0]: line for line in lines}

    def _independence(self, complaint):
        section = self._sections(complaint)[1]
        involved, acts = section["blocks"]
        return section["result"], dict(involved["lines"]), acts["lines"]

    # --- the paper ---

    def test_sheet_of_a_closed_case(self):
        complaint = self._values_differ()
        pdf = self._pdf("action_report_evidence_sheet", complaint, self.auditor)
        text = self._text(pdf)
        lines = self._by(self.auditor, complaint).get_checklist()
        for line in lines:
            with self.subTest(line["code"]):
                self.assertIn(line["code"], text)
        for words in (
            complaint.name,
            "Nobody appears on both sides.",
            "performed certificate C-2026-118",
            self.quality_head.name,
            self.deputy.name,
            "Promises to the Complainant",
        ):
            with self.subTest(words):
                self.assertIn(words, text)

    def test_independence_begins_a_page(self):
        complaint = self._log(self.reporter)
        pdf = self._pdf("action_report_evidence_sheet", complaint)
        pages = [self._text(pdf, page) for page in range(1, self._page_count(pdf) + 1)]
        (page,) = [text for text in pages if "Independence (ISO/IEC 17025:2017, 7.9.6)" in text]
        self.assertNotIn("REC-1", page)

    def test_sheet_in_chinese(self):
        self.env["ir.module.module"]._load_module_terms(
            ["lab_complaint", "lab_complaint_report"], ["zh_CN"], overwrite=True
        )
        complaint = self._values_differ("approve")
        pdf = self._pdf("action_report_evidence_sheet", complaint, lang="zh_CN")
        text = self._text(pdf).replace(" ", "")
        for words in (
            "投诉处理证据清单",
            "符合",
            "不适用",
            "待完成",
            "已收集并核实信息",
            "暂停记录",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        for words in ("Fulfilled", "Requirements", "Nobody"):
            self.assertNotIn(words, text)

    def test_several_cases_at_once(self):
        complaints = self._log(self.reporter) | self._log(self.reporter)
        pdf = self._pdf("action_report_evidence_sheet", complaints)
        one = self._pdf("action_report_evidence_sheet", complaints[0])
        self.assertEqual(self._page_count(pdf), 2 * self._page_count(one))
        for complaint in complaints:
            self.assertIn(complaint.name, self._text(pdf))

    # --- requirements ---

    def test_it_says_what_the_checklist_says(self):
        words = {"met": "Fulfilled", "open": "Still open", "not_applicable": "Not applicable"}
        for until in ("acknowledge", "judge", "close"):
            complaint = self._lead(self._receive(), until)
            told = self._requirements(complaint)
            checklist = self._by(self.auditor, complaint).get_checklist()
            self.assertEqual(list(told), [line["code"] for line in checklist])
            for line in checklist:
                code, clause, name, state, record, _day, person = told[line["code"]]
                with self.subTest(until=until, code=code):
                    self.assertEqual((clause, name), (line["clause"] or "", line["name"]))
                    self.assertEqual(state, words[line["status"]])
                    self.assertEqual(person, line["person"] or "")
                    if line["status"] == "met":
                        self.assertEqual(record, line["record"])

    def test_each_fact_names_the_record_that_proves_it(self):
        complaint = self._values_differ()
        told = self._requirements(complaint)
        outcome = complaint.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        day = complaint._paper_day(outcome.decided_on)
        self.assertEqual(told["DEC-1"][4:], [outcome.display_name, day, self.quality_head.name])
        self.assertIn(told["INV-2"][4], complaint.evidence_ids.mapped("reference"))
        self.assertEqual(told["INV-4"][4], "Validity")
        self.assertEqual(told["REC-2"][4], complaint.name)
        self.assertEqual(told["INV-3"][6], self.calibrator_user.name)

    def test_what_is_open_says_how_to_mend_it(self):
        complaint = self._receive()
        told = self._requirements(complaint)
        requirement = self.installed_requirements.filtered(lambda r: r.code == "REC-4")
        self.assertEqual(told["REC-4"][3:], ["Still open", requirement.remedy, "", ""])
        self.assertEqual(told["NAC-1"][3:], ["Not applicable", "", "", ""])

    def test_a_requirement_of_the_laboratory_is_on_the_sheet(self):
        self.env["lab.complaint.requirement"].create(
            {
                "code": "OWN-1",
                "name": "The remedy is known",
                "state": "received",
                "domain": "[('remedy_sought', '!=', False)]",
                "remedy": "Ask what is wanted.",
            }
        )
        told = self._requirements(self._receive(remedy_sought="A new one"))
        self.assertEqual(told["OWN-1"][1:4], ["", "The remedy is known", "Fulfilled"])

    # --- independence ---

    def test_each_act_has_its_person_record_and_day(self):
        complaint = self._values_differ()
        result, involved, acts = self._independence(complaint)
        self.assertEqual(result, "Nobody appears on both sides.")
        self.assertEqual(list(involved), [self.calibrator_user.name])
        self.assertIn("belongs to Pressure", involved[self.calibrator_user.name])
        done = {(person, act, record) for person, act, record, _day in acts}
        outcome = complaint.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        for expected in (
            (self.officer.name, "complaint officer", complaint.display_name),
            (self.investigator.name, "investigator", complaint.display_name),
            (self.investigator.name, "Verified By", "Raw record 118"),
            (self.officer.name, "Drafted By", outcome.display_name),
            (self.quality_head.name, "Approver", outcome.display_name),
            (
                self.deputy.name,
                "Checked by",
                "Print from the raw record, one result sheet at a time",
            ),
        ):
            with self.subTest(expected):
                self.assertIn(expected, done)
        self.assertTrue(all(day for *_act, day in acts))

    def test_investigators_are_told_with_the_day_of_their_appointment(self):
        complaint = self._lead(self._receive(), "appoint")
        self.env.cr.flush()
        changes = complaint.sudo().message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "investigator_ids"
        )
        changes.mail_message_id.date = "2020-01-02 03:00:00"
        _result, _involved, acts = self._independence(complaint)
        days = {act: day for _person, act, _record, day in acts}
        self.assertEqual(days["investigator"], "01/02/2020")

    def test_each_level_approved_on_its_own_day(self):
        self.company.complaint_compensation_limit = 100
        complaint = self._lead(self._receive(), "judge")
        self._by(self.officer, complaint).measure_ids = [
            Command.create({"kind": "compensation", "name": "Pay the rent", "amount": 500})
        ]
        self._propose(complaint, "We pay.")
        self._by(self.quality_head, complaint).action_approve()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tier_review SET reviewed_date = '2020-01-02 03:00:00' WHERE done_by = %s",
            [self.quality_head.id],
        )
        self._by(self.manager, complaint).action_approve()
        _result, _involved, acts = self._independence(complaint)
        days = {person: day for person, act, _record, day in acts if act == "Approver"}
        self.assertEqual(days[self.quality_head.name], "01/02/2020")
        self.assertNotIn(days[self.manager.name], ("", "01/02/2020"))

    def test_acts_are_told_in_the_order_of_their_days(self):
        complaint = self._values_differ("approve")
        evidence = complaint.evidence_ids[:1]
        self.env.cr.execute(
            "UPDATE lab_complaint_evidence SET verified_on = '2020-01-02 03:00:00' WHERE id = %s",
            [evidence.id],
        )
        self.env.invalidate_all()
        _result, _involved, acts = self._independence(complaint)
        self.assertEqual(acts[0][2:], [evidence.reference, "01/02/2020"])

    def test_who_became_involved_later_is_on_both_sides(self):
        complaint = self._lead(self._receive(), "approve")
        employee = self._make_employee(self.investigator.name, self.investigator)
        complaint.involved_employee_ids = [Command.link(employee.id)]
        result, involved, _acts = self._independence(complaint)
        self.assertIn(self.investigator.name, result)
        self.assertNotIn(self.officer.name, result)
        self.assertEqual(involved[self.investigator.name], "is named as involved")
        self.assertIn(self.investigator.name, self._by(self.auditor, complaint).conflict)

    def test_people_without_a_user_are_involved_too(self):
        self.certificate.checked_by_id = self._make_employee("Old Hand")
        _result, involved, _acts = self._independence(self._receive())
        self.assertEqual(involved["Old Hand"], "checked certificate C-2026-118")

    def test_namesakes_are_two_people(self):
        self.certificate.checked_by_id = self._make_employee("Old Hand")
        self.certificate.authorized_by_id = self._make_employee("Old Hand")
        (involved, _acts) = self._sections(self._receive())[1]["blocks"]
        links = [link for person, link in involved["lines"] if person == "Old Hand"]
        self.assertEqual(
            links, ["authorized certificate C-2026-118", "checked certificate C-2026-118"]
        )

    def test_what_is_not_told_yet_has_no_day(self):
        complaint = self._receive()
        self.env["lab.complaint.communication"].with_user(self.officer).create(
            {"complaint_id": complaint.id, "kind": "acknowledgement", "summary": "Draft"}
        )
        _result, _involved, acts = self._independence(complaint)
        self.assertEqual([day for *_rest, act, _record, day in acts if act == "Told by"], [""])

    def test_an_external_approver_is_marked(self):
        complaint = self._lead(self._receive(), "propose")
        outcome = complaint.decision_ids.filtered(lambda decision: decision.kind == "outcome")
        self._by(self.quality_head, outcome).action_record_external(
            name="Dr Zhou", approved=True, comment="Sound", document=SCAN
        )
        result, _involved, acts = self._independence(complaint)
        self.assertEqual(result, "Nobody appears on both sides.")
        (line,) = [line for line in acts if "Dr Zhou" in line[0]]
        self.assertEqual(
            line,
            [
                "Dr Zhou (external person)",
                "Approved",
                outcome.display_name,
                complaint._paper_day(outcome.decided_on),
            ],
        )

    # --- promises ---

    def test_promises_with_what_became_of_them(self):
        complaint = self._receive(received_on="2026-03-02 02:00:00")
        self._step_acknowledge(complaint)
        promises, _pauses = self._sections(complaint)[2]["blocks"]
        lines = {line[0]: line for line in promises["lines"]}
        kept = complaint.sudo().deadline_ids.filtered(lambda d: d.kind == "acknowledgement")
        self.assertEqual(lines["Acknowledge"][1], complaint._paper_text(kept, "original_due_on"))
        self.assertEqual(lines["Acknowledge"][3], complaint._paper_day(kept.done_on))
        self.assertEqual(lines["Acknowledge"][4], "Missed")
        self.assertEqual(lines["Answer"][3:], ["", "Open"])

    def test_pauses_with_their_reason(self):
        complaint = self._lead(self._receive(), "screen")
        self._by(self.officer, complaint).action_pause("We wait for the gauge")
        _promises, pauses = self._sections(complaint)[2]["blocks"]
        today = complaint._paper_text(complaint.pause_ids, "paused_on")
        self.assertTrue(today)
        (line,) = pauses["lines"]
        self.assertEqual(line[1:], ["", "We wait for the gauge", self.officer.name])

    def test_promises_of_each_handling(self):
        complaint = self._lead(self._receive())
        self._by(self.officer, complaint).action_reopen(reason="Still wrong")
        *promises, _pauses = self._sections(complaint)[2]["blocks"]
        self.assertEqual([block["title"] for block in promises], ["Handling 1", "Handling 2"])
