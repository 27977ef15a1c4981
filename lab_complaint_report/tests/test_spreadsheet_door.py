import json
from html import unescape
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .spreadsheet_case import HEADING, SpreadsheetCase


@tagged("post_install", "-at_install")
class TestSpreadsheetDoor(HttpCase, SpreadsheetCase):
    """The address that browsers post the filter to."""

    def _post(self, table="register", user="lab_officer", token=True, **asked):
        self.authenticate(user, user)
        data = {"data": json.dumps({"context": {}, **asked})}
        if token:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(f"/lab_complaint_report/spreadsheet/{table}", data=data)

    def test_sends_the_file(self):
        complaint = self._receive()
        answer = self._post(domain=self._of(complaint))
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        self.assertIn("attachment; filename", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        sheet = load_workbook(BytesIO(answer.content)).active
        self.assertEqual(self._column(sheet, "Number"), [complaint.name])

    def test_sends_the_analysis(self):
        answer = self._post("analysis", domain=self._of(self._receive()))
        self.assertEqual(load_workbook(BytesIO(answer.content)).active.max_row, HEADING + 1)

    def test_language_and_companies_of_the_browser(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        head = self._make_user(
            "group_head",
            "base.group_user",
            "lab_complaint.group_officer",
            company_ids=[Command.set((self.company | self.other_company).ids)],
        )
        own = self._log(self.officer)
        foreign = self.env["lab.complaint"].create(self._values(company_id=self.other_company.id))
        domain = self._of(own | foreign)
        for companies, numbers in (
            (self.company, [own.name]),
            (self.company | self.other_company, [own.name, foreign.name]),
        ):
            context = {"allowed_company_ids": companies.ids, "lang": "zh_CN"}
            answer = self._post(user=head.login, domain=domain, context=context)
            sheet = load_workbook(BytesIO(answer.content)).active
            self.assertIn("投诉登记表", sheet["A1"].value)
            rows = list(sheet.iter_rows(min_row=HEADING + 1, max_col=1, values_only=True))
            self.assertEqual([row[0] for row in rows], numbers)

    def test_other_companies_than_the_own(self):
        with mute_logger("odoo.http"):
            answer = self._post(domain=[], context={"allowed_company_ids": self.other_company.ids})
        self.assertEqual(answer.status_code, 403)

    @mute_logger("odoo.sql_db", "odoo.http")
    def test_what_does_not_fit_is_refused_in_words(self):
        for asked in (
            {},
            {"domain": "[]"},
            {"domain": {}},
            {"domain": [], "context": [1]},
            {"domain": [["no_such_field", "=", 1]]},
            {"domain": [["id", "=", "one"]]},
            {"domain": ["&"]},
            {"domain": [], "context": {"lang": 7}},
            {"domain": [], "context": {"allowed_company_ids": "all"}},
            {"domain": [], "context": {"allowed_company_ids": ["x"]}},
            {"domain": [], "context": {"lang": "xx_YY"}},
        ):
            answer = self._post(**asked)
            with self.subTest(asked=asked):
                self.assertIn(answer.status_code, range(400, 500))
                self.assertNotIn("Traceback", answer.text)

    def test_the_refusal_is_shown_by_the_web_client(self):
        answer = self._post(domain=[["no_such_field", "=", 1]])
        said = json.loads(unescape(answer.text))
        self.assertEqual(said["data"]["name"], "odoo.exceptions.UserError")
        self.assertIn("Take the filter off", said["data"]["message"])
        self.assertFalse(said["data"]["debug"])

    def test_closed_to_others(self):
        domain = self._of(self._receive())
        with mute_logger("odoo.http"):
            refused = self._post(user="lab_reporter", domain=domain)
            self.assertEqual(refused.status_code, 403)
            self.assertEqual(self._post(token=False, domain=domain).status_code, 400)
            self.assertEqual(self._post("letters", domain=domain).status_code, 404)
            address = "/lab_complaint_report/spreadsheet/register"
            self.assertEqual(self.url_open(address).status_code, 405)
            self.authenticate(None, None)
            stranger = self.url_open(address, data={"data": "{}"}, allow_redirects=False)
        self.assertNotEqual(stranger.status_code, 200)

    def test_the_portal_is_no_way_in(self):
        with mute_logger("odoo.http"):
            answer = self._post(user="lab_portal", domain=[])
        self.assertIn(answer.status_code, (403, 404))
