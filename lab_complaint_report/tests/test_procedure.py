import re

from odoo import Command
from odoo.tests import tagged

from .paper import PaperCase

REPORT = "action_report_procedure"


@tagged("post_install", "-at_install")
class TestProcedure(PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "street": "12 Gauge Road",
                "city": "Shanghai",
                "phone": "+86 21 5555 0000",
                "email": "complaints@laboratory.example.com",
            }
        )
        cls.policies = cls.env["lab.complaint.deadline.policy"]
        cls.policies.search([]).unlink()
        cls._promise("acknowledgement", days=2)
        cls._promise("outcome", days=15, extension_days=30)

    @classmethod
    def _promise(cls, kind, **values):
        return cls.policies.create({"kind": kind, **values})

    def _procedure(self, user=None, **context):
        self.env.flush_all()
        return (
            self.company.with_user(user or self.officer)
            .with_context(**context)
            ._complaint_procedure()
        )

    def test_says_how_to_reach_the_laboratory(self):
        procedure = self._procedure()
        self.assertEqual(procedure["company"], "Laboratory A")
        texts = dict(procedure["contacts"])
        self.assertIn("12 Gauge Road", texts["Address"])
        self.assertEqual(texts["Phone"], "+86 21 5555 0000")
        self.assertEqual(texts["Email"], "complaints@laboratory.example.com")
        self.assertNotIn("Website", texts, "What is empty is left out")
        self.assertIn("Pigeon", procedure["channels"])
        self.channel.active = False
        self.assertNotIn("Pigeon", self._procedure(active_test=False)["channels"])

    def test_follows_the_stages_in_their_order(self):
        stage = self.env["lab.complaint.stage"].search([("state", "=", "investigation")], limit=1)
        stage.name = "Looking into it"
        procedure = self._procedure()
        names = [name for name, _sentence in procedure["steps"]]
        self.assertEqual(len(names), 7, "One step for each state, whatever the columns")
        self.assertIn("Looking into it", names[2])
        self.assertIn("Tested Investigation", names[2])
        self.assertEqual(len(procedure["ends"]), 2)
        self.stages["investigation"].sequence = stage.sequence = -1
        self.assertIn("Looking into it", self._procedure()["steps"][0][0])

    def test_each_state_has_a_sentence_of_its_own(self):
        procedure = self._procedure()
        sentences = [sentence for _name, sentence in procedure["steps"] + procedure["ends"]]
        self.assertEqual(len(set(sentences)), 9)
        self.assertTrue(all(sentences))

    def test_promises_in_working_days(self):
        procedure = self._procedure()
        self.assertFalse(procedure["severities"], "The same for every complaint")
        texts = [text for _what, (text,) in procedure["promises"]]
        self.assertEqual(
            texts, ["within 2 working days", "within 15 working days", "within 30 working days"]
        )
        self.policies.search([("kind", "=", "acknowledgement")]).days = 1
        self._promise("screening", days=0)
        texts = [text for _what, (text,) in self._procedure()["promises"]]
        self.assertEqual(texts[:2], ["within 1 working day", "on the same working day"])

    def test_promises_for_each_severity_where_they_differ(self):
        self._promise("outcome", severity="major", days=7)
        procedure = self._procedure()
        self.assertEqual(procedure["severities"], ["Minor", "General", "Major"])
        rows = [texts for _what, texts in procedure["promises"]]
        self.assertIn(
            ["within 15 working days", "within 15 working days", "within 7 working days"], rows
        )
        self.assertIn(["within 30 working days", "within 30 working days", ""], rows)

    def test_promises_of_the_company_only(self):
        self._promise("acknowledgement", company_id=self.other_company.id, days=9)
        self.assertNotIn("9", str(self._procedure()["promises"]))
        self._promise("acknowledgement", company_id=self.company.id, days=4)
        self.assertIn("within 4 working days", str(self._procedure()["promises"]))

    def test_for_the_public_and_without_anything_internal(self):
        complaint = self._lead(self._receive(), until="approve")
        facts = self._procedure(self.public)
        self.assertEqual(facts, self._procedure(self.manager))
        body = (
            self.env["ir.qweb"]
            .with_user(self.public)
            ._render("lab_complaint_report.procedure_body", {"procedure": facts})
        )
        for internal in (
            complaint.name,
            *self.env["res.users"].search([("share", "=", False)]).mapped("name"),
            *self.env["hr.employee"].search([]).mapped("name"),
            self.department.name,
            self.customer.name,
            self.contact.name,
            self.category.name,
        ):
            self.assertNotIn(internal, body)
        self.assertIn("How We Handle Complaints", body)

    def test_leaflet_of_two_pages(self):
        pdf = self._pdf(REPORT, self.company, self.reporter)
        self.assertLessEqual(self._page_count(pdf), 2)
        text = self._text(pdf)
        facts = self._procedure()
        self.assertIn("How We Handle Complaints", text)
        self.assertIn("12 Gauge Road", text)
        self.assertIn("within 30 working days", text)
        for name, sentence in facts["steps"] + facts["ends"]:
            self.assertIn(name.split(",")[0], text)
            self.assertIn(sentence.split()[0], text)

    def test_leaflet_says_what_is_configured_now(self):
        before = self._text(self._pdf(REPORT, self.company))
        stage = self.env["lab.complaint.stage"].search([("state", "=", "decision")], limit=1)
        stage.name = "Ruling"
        self.policies.search([("kind", "=", "outcome")]).days = 12
        after = self._text(self._pdf(REPORT, self.company))
        for new in ("Ruling", "within 12 working days"):
            self.assertNotIn(new, before)
            self.assertIn(new, after)

    def test_one_for_each_company(self):
        self.officer.company_ids = [Command.link(self.other_company.id)]
        both = self.company | self.other_company
        text = self._text(self._pdf(REPORT, both, allowed_company_ids=both.ids))
        self.assertEqual(text.count("How We Handle Complaints"), 2)

    def test_leaflet_in_chinese(self):
        self._speak_chinese()
        stage = self.env["lab.complaint.stage"].search([("state", "=", "response")], limit=1)
        stage.with_context(lang="zh_CN").name = "书面答复"
        text = self._text(self._pdf(REPORT, self.company, lang="zh_CN"))
        for said in ("投诉处理程序", "书面答复", "15 个工作日内", "独立公正", "至少保存六年"):
            self.assertIn(said, text)
        addresses = re.compile(r"https?://\S+|\S+@\S+")
        for english in ("complaint", "working days", "Promise"):
            self.assertNotIn(english, addresses.sub("", text))

    def test_printed_from_the_menu(self):
        action = self.env.ref("lab_complaint_report.action_print_procedure")
        for user in (self.officer, self.auditor, self.manager):
            printed = action.with_user(user).with_company(self.company).run()
            self.assertEqual(printed["report_name"], "lab_complaint_report.report_procedure")
            self.assertEqual(printed["context"]["active_ids"], self.company.ids)
        menu = self.env.ref("lab_complaint_report.menu_procedure")
        self.assertIn(menu.id, menu.with_user(self.officer)._visible_menu_ids())
        self.assertNotIn(menu.id, menu.with_user(self.reporter)._visible_menu_ids())
