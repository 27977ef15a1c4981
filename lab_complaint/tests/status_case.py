"""A case with a query code, and the page on which it is used."""

import re

from odoo.tests import HttpCase

from .common_answer import AnswerCase

CODE = re.compile(r"\b(?:[2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}\b")
PAGE = "/complaints/status"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
REFUSED = "do not belong together"


class StatusCase(AnswerCase):
    """A case of a contact, whose code is known here."""

    def _code(self, complaint=None):
        """A code as it is made for a letter."""
        return self.env["lab.complaint.query.code"]._renew(complaint or self.complaint)

    def _find(self, number, code):
        found = self.env["lab.complaint.query.code"]._find(number, code)
        return found.complaint_id


class StatusPageCase(HttpCase, StatusCase):
    """The page as a browser without login uses it."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.code = self._code()

    def _post(self, path="", **values):
        token = TOKEN.search(self.url_open(PAGE).text)[1]
        return self.url_open(f"{PAGE}{path}", data={"csrf_token": token, **values})

    def _enter(self, number=None, code=None):
        """Type number and code; those of the case by default."""
        return self._post(number=number or self.complaint.name, code=code or self.code)

    def _wrong(self, **values):
        """Another attempt with a code that is none."""
        return self._enter(code="2222-3333-4444", **values)

    def assertShown(self, page, complaint=None):
        """The status of a case."""
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"Complaint {(complaint or self.complaint).name}", self._words(page))
        self.assertRegex(page.text, r'<textarea[^>]* name="message"')

    def assertNotShown(self, page):
        """The form that asks for number and code, and nothing of any case."""
        self.assertEqual(page.status_code, 200)
        self.assertIn("Follow your complaint", page.text)
        for text in ("message_form", "We have received", "Received on", self.officer.name):
            self.assertNotIn(text, page.text)

    def assertTurnedAway(self, page):
        """The form with the one answer for everything that is wrong."""
        self.assertNotShown(page)
        self.assertIn(REFUSED, page.text)

    def _body(self, page):
        """A page without what differs each time: tokens, and the number that was typed."""
        body = re.sub(r'csrf_token(" value=|: )"[^"]+"', "", page.text)
        return re.sub(r'(id="number"[^>]*) value="[^"]*"', r"\1", body)

    def _words(self, page):
        """Text of a page without its tags, blanks put together."""
        return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
