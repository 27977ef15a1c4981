import re

from odoo.tests import HttpCase, tagged

from odoo.addons.lab_complaint.tests.common import ComplaintCase

PAGE = "/complaints/procedure"


@tagged("post_install", "-at_install")
class TestProcedurePage(HttpCase, ComplaintCase):
    """The description of the process at its address, for anyone (7.9.1, 7.9.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"phone": "+86 21 5555 0000", "email": "lab@laboratory.example.com"})
        cls.policies = cls.env["lab.complaint.deadline.policy"]
        cls.policies.search([]).unlink()
        cls.answer = cls.policies.create({"kind": "outcome", "days": 15})
        cls.public_company = cls.env.ref("base.public_user").company_id

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _open(self, company=None, path=PAGE, status=200):
        """The page of a company, that of the test by default, as text without tags."""
        self.env.flush_all()
        page = self.url_open(f"{path}?company={(company or self.company).id}")
        self.assertEqual(page.status_code, status)
        return self._words(page)

    def _words(self, page):
        return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())

    def test_without_login(self):
        words = self._open()
        for said in (
            "Laboratory A",
            "How We Handle Complaints",
            "+86 21 5555 0000",
            "lab@laboratory.example.com",
            "/complaints/status",
            "Pigeon",
            "within 15 working days",
            "Tested Investigation",
        ):
            self.assertIn(said, words)

    def test_for_who_is_logged_in(self):
        for login in ("lab_portal", "lab_reporter", "lab_manager"):
            self.authenticate(login, login)
            with self.subTest(login):
                self.assertIn("within 15 working days", self._open())

    def test_change_of_a_promise_shows_at_once(self):
        self._open()
        self.answer.days = 12
        words = self._open()
        self.assertIn("within 12 working days", words)
        self.assertNotIn("15 working days", words)
        self.answer.unlink()
        self.assertNotIn("What we promise", self._open())

    def test_change_of_a_stage_shows_at_once(self):
        self.stages["decision"].name = "Ruling"
        self.assertIn("Ruling", self._open())
        self.stages["decision"].name = "Verdict"
        words = self._open()
        self.assertIn("Verdict", words)
        self.assertNotIn("Ruling", words)

    def test_change_of_a_channel_shows_at_once(self):
        self.channel.name = "Carrier pigeon"
        self.assertIn("Carrier pigeon", self._open())
        self.channel.active = False
        self.assertNotIn("Carrier pigeon", self._open())

    def test_change_of_the_ways_in_shows_at_once(self):
        self.company.phone = False
        words = self._open()
        self.assertNotIn("Phone", words)
        self.company.email = "quality@laboratory.example.com"
        words = self._open()
        self.assertIn("quality@laboratory.example.com", words)
        self.assertNotIn("lab@laboratory.example.com", words)

    def test_addresses_are_links(self):
        text = self.url_open(f"{PAGE}?company={self.company.id}").text
        self.assertRegex(text, r'href="http[^"]+/complaints/status"')

    def test_each_company_has_its_own(self):
        self.policies.create({"kind": "outcome", "days": 9, "company_id": self.other_company.id})
        words = self._open(self.other_company)
        self.assertIn("Laboratory B", words)
        self.assertIn("within 9 working days", words)
        self.assertNotIn("Laboratory A", words, "Companies say nothing of each other")
        self.assertIn("within 15 working days", self._open())

    def test_default_company_is_that_of_the_public(self):
        """Also for who works in another company."""
        self.env["res.company"].search([]).complaint_web_form = False
        for login in (None, "lab_other_officer"):
            self.authenticate(login, login)
            page = self.url_open(PAGE)
            self.assertEqual(page.status_code, 200)
            self.assertIn(self.public_company.name, self._words(page))

    def test_default_company_is_the_only_one_on_the_web(self):
        """As on the form: people without login are sent to the same laboratory everywhere."""
        companies = self.env["res.company"].search([])
        companies.complaint_web_form = False
        self.company.complaint_web_form = True
        self.assertIn("Laboratory A", self._words(self.url_open(PAGE)))
        (self.company | self.other_company).complaint_web_form = True
        self.assertNotIn("Laboratory A", self._words(self.url_open(PAGE)))

    def test_companies_that_do_not_exist(self):
        archived = self.env["res.company"].create({"name": "Gone"})
        archived.active = False
        for asked in (archived.id, 0, "", "-1", "x", "²", "٣", "9" * 40, "1 or 1=1"):
            with self.subTest(asked):
                page = self.url_open(PAGE, params={"company": asked})
                self.assertEqual(page.status_code, 404)
                self.assertNotIn("Gone", page.text)

    def test_nothing_internal(self):
        complaint = self._log(
            self.salesperson, partner_id=self.contact.id, category_id=self.category.id
        )
        words = self._open()
        for internal in (complaint.name, self.officer.name, self.contact.name, self.category.name):
            self.assertNotIn(internal, words)

    def test_scripts_are_shown_as_text(self):
        script = "<script>alert(1)</script>"
        self.company.write({"name": script, "phone": script, "email": f"{script}@x.example.com"})
        self.channel.name = self.stages["decision"].name = script
        page = self.url_open(f"{PAGE}?company={self.company.id}&lang={script}")
        self.assertNotIn(script, page.text)
        self.assertGreaterEqual(page.text.count("&lt;script&gt;alert(1)"), 5)

    def test_headers(self):
        """It may be found, and is not kept without asking again."""
        page = self.url_open(f"{PAGE}?company={self.company.id}")
        self.assertEqual(page.headers["Cache-Control"], "private, no-cache")
        self.assertNotIn("X-Robots-Tag", page.headers)
        self.assertNotIn('name="robots"', page.text)

    def test_other_pages_stay_hidden(self):
        self.assertIn('name="robots" content="noindex', self.url_open("/complaints/status").text)

    def test_nothing_can_be_posted(self):
        self.assertEqual(self.url_open(PAGE, data={"company": self.company.id}).status_code, 405)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.stages["response"].with_context(lang="zh_CN").name = "书面答复"
        default = self.url_open(f"{PAGE}?company={self.company.id}")
        self.assertIn("js_language_selector", default.text)
        chinese = self.url_open(f"/zh_CN{PAGE}?company={self.company.id}")
        self.assertEqual(chinese.status_code, 200)
        self.assertIn("书面答复", chinese.text)
        self.assertNotIn("书面答复", default.text)
        self.assertIn('lang="zh-CN"', chinese.text)

    def test_linked_from_the_other_pages(self):
        link = f'href="{PAGE}?company={self.public_company.id}"'
        self.assertIn(link, self.url_open("/complaints/status").text)
        self.assertNotIn(link, self.url_open(PAGE).text, "Not to itself")

    def test_prints_without_and_with_script(self):
        """The button is there for the script, which shows it; nothing else needs one."""
        text = self.url_open(f"{PAGE}?company={self.company.id}").text
        self.assertRegex(text, r'class="o_lab_print [^"]*d-none')
