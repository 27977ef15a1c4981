"""A laboratory that takes complaints on the web, and a browser that makes them."""

import html
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.lab_complaint.models.res_company import WEB_FORM_PATH

from .status_case import TOKEN, StatusPageCase

CODE_SHOWN = re.compile(r'id="code">([^<]+)<')
FORM_TOKEN = re.compile(r'name="token" value="([^"]+)"')
WORDS = "The values are far from last year's.\nPlease look at them."
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class WebFormCase(StatusPageCase):
    """The form as a browser without login uses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).complaint_web_form = False
        cls.company.complaint_web_form = True
        cls.forms = cls.env["lab.complaint.web.form"]

    def setUp(self):
        super().setUp()
        self.before = self._all()

    def _all(self):
        return self.env["lab.complaint"].search([])

    def _made(self):
        """Cases that this test made."""
        self.env.invalidate_all()
        return self._all() - self.before

    def _form_token(self, seconds=60):
        """Of a form that was shown so long ago."""
        with freeze_time(fields.Datetime.now() - timedelta(seconds=seconds)):
            return self.forms._issue()

    def _typed(self, **typed):
        return {
            "description": WORDS,
            "complainant_role": "customer",
            "complainant_name": "Ms Lin",
            "complainant_email": "lin@gauge.example.com",
            **typed,
        }

    def _send(self, files=(), url=WEB_FORM_PATH, **typed):
        """Send the form as it is shown now, filled in."""
        data = {
            "csrf_token": TOKEN.search(self.url_open(WEB_FORM_PATH).text)[1],
            "token": self._form_token(),
            **self._typed(**typed),
        }
        uploads = [("files", (name, content)) for name, content in files]
        return self.url_open(url, data=data, files=uploads or None)

    def assertSentBack(self, page, status, words):
        """Refused with words, everything typed still there, and no case."""
        self.assertEqual(page.status_code, status)
        self.assertIn(words, html.unescape(self._words(page)))
        self.assertIn("far from last year", page.text)
        self.assertFalse(self._made())

    def assertTaken(self, page):
        """The page with number and code: returns the case and the code."""
        self.assertEqual(page.status_code, 200)
        self.assertTrue(page.url.endswith("/complaints/new/done"), page.url)
        case = self._made()
        self.assertEqual(len(case), 1)
        self.assertIn(case.name, page.text)
        return case, CODE_SHOWN.search(page.text)[1]
