from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

from odoo.addons.lab_complaint.models.lab_complaint_query_attempt import LIMITS, WINDOW
from odoo.addons.lab_complaint.models.res_company import WEB_FORM_PATH

from .status_case import TOKEN
from .web_form_case import CODE_SHOWN, FORM_TOKEN, WORDS, WebFormCase


class TestWebFormMistakes(WebFormCase):
    """What is missing is said at its place, and nothing typed is lost."""

    def test_at_its_place(self):
        for typed, words in (
            ({"complainant_role": ""}, "Choose who you are to us."),
            ({"complainant_role": "staff"}, "Choose who you are to us."),
            ({"complainant_name": " "}, "Give your name, or stay anonymous."),
            ({"complainant_email": ""}, "Give an email address or a phone number"),
            ({"complainant_email": "lin at gauge"}, "Check the email address."),
            ({"complainant_email": "a@b.example, c@d.example"}, "Check the email address."),
            ({"complainant_name": "x" * 101}, "Shorten the text to 100 characters."),
            ({"remedy_sought": "x" * 2001}, "Shorten the text to 2000 characters."),
            ({"stated_reference": "x" * 201}, "Shorten the text to 200 characters."),
            ({"description": WORDS + "x" * 10_000}, "Shorten the text to 10000 characters."),
        ):
            with self.subTest(typed=str(typed)[:60]):
                page = self._send(**typed)
                self.assertSentBack(page, 422, words)
                self.assertIn("is-invalid", page.text)

    def test_no_words(self):
        for words in ("", " \n\x00\u202e "):
            page = self._send(description=words, remedy_sought="far from last year")
            self.assertSentBack(page, 422, "Write what happened.")

    def test_a_phone_number_is_enough(self):
        self.assertTaken(self._send(complainant_email="", complainant_phone="021 5555"))

    def test_several_at_once(self):
        page = self._send(complainant_role="", complainant_name="")
        self.assertSentBack(page, 422, "Choose who you are to us.")
        self.assertIn("Give your name, or stay anonymous.", page.text)

    def test_everything_typed_comes_back(self):
        typed = {
            "remedy_sought": "Measure it again",
            "stated_reference": "C-1",
            "complainant_phone": "0815",
            "disclosure_consent": "1",
            "complainant_role": "end_user",
            "complainant_email": "nobody",
        }
        page = self._send(**typed)
        for text in ("Measure it again", "C-1", "0815", "Ms Lin", 'value="nobody"'):
            self.assertIn(text, page.text)
        self.assertIn('value="end_user" selected', page.text)
        self.assertRegex(page.text, r'id="disclosure_consent"[^>]*checked')
        self.assertNotRegex(page.text, r'id="is_anonymous"[^>]*checked')

    def test_a_file_in_the_place_of_a_text(self):
        page = self.url_open(
            WEB_FORM_PATH,
            data={
                "csrf_token": TOKEN.search(self.url_open(WEB_FORM_PATH).text)[1],
                "token": self._form_token(),
                **self._typed(remedy_sought="far from last year"),
                "description": "",
            },
            files=[("description", ("words.txt", b"Words"))],
        )
        self.assertSentBack(page, 422, "Write what happened.")


class TestWebFormProtection(WebFormCase):
    """Programs, other sites and impatient fingers."""

    def _again(self, page, **typed):
        """Send the form that came back once more."""
        data = {
            "csrf_token": TOKEN.search(page.text)[1],
            "token": FORM_TOKEN.search(page.text)[1],
            **self._typed(**typed),
        }
        return self.url_open(WEB_FORM_PATH, data=data)

    def _taken(self, token):
        return self.forms._look(token)[0]

    def test_csrf(self):
        """A post from another site or an expired session enters nothing; once more does."""
        for token in (None, "", "0" * 40 + "o99999999999", "o1", "x"):
            data = {**self._typed(), "token": self._form_token()}
            page = self.url_open(WEB_FORM_PATH, data={**data, "csrf_token": token})
            self.assertSentBack(page, 400, "press Send once more")
        self.assertTaken(self._again(page))

    def test_expired_session(self):
        token = self._form_token()
        self.opener.cookies.clear()
        page = self.url_open(WEB_FORM_PATH, data={**self._typed(), "token": token})
        self.assertSentBack(page, 400, "Nothing you typed is lost")
        self.assertTaken(self._again(page))

    def test_honeypot(self):
        page = self._send(homepage="https://example.com")
        self.assertSentBack(page, 422, "“Leave this empty” was filled in")
        self.assertNotIn("https://example.com", page.text)
        self.assertTaken(self._again(page))

    def test_too_quick(self):
        now = fields.Datetime.now()
        for seconds in (0, 1, 2, -60):
            with self.subTest(seconds=seconds), freeze_time(now):
                page = self._send(token=self._form_token(seconds))
                self.assertSentBack(page, 422, "That was very quick")
        with freeze_time(now):
            page = self._send(token=self._form_token(0))
        with freeze_time(now + timedelta(seconds=4)):
            self.assertTaken(self._again(page))

    def test_too_old(self):
        page = self._send(token=self._form_token(12 * 3600 + 60))
        self.assertSentBack(page, 422, "open for a long time")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=10)):
            self.assertTaken(self._again(page))

    def test_nearly_too_old(self):
        self.assertTaken(self._send(token=self._form_token(12 * 3600 - 60)))

    def test_forged_token(self):
        good = self._form_token()
        for token in ("", "x", "AQ", "é", good[:-2], good[::-1], "A" * 5000, "AQ" + good[2:] + "="):
            with self.subTest(token=token[:20]):
                if self.forms._secret(token):
                    continue
                page = self._send(token=token)
                self.assertSentBack(page, 422, "open for a long time")

    def test_sent_twice(self):
        """A double click or a resend is the same case, with the same code."""
        token = self._form_token()
        first = self._send(token=token)
        case, code = self.assertTaken(first)
        second = self._send(token=token)
        self.assertEqual(CODE_SHOWN.search(second.text)[1], code)
        self.assertEqual(self._made(), case)
        self.assertEqual(self._find(case.name, code), case)
        self.assertEqual(len(case.communication_ids), 1)

    def test_sent_twice_from_another_session(self):
        """The answer to the first click never arrived, nor did its session."""
        token = self._form_token()
        case, code = self.assertTaken(self._send(token=token))
        self.opener.cookies.clear()
        second = self._send(token=token)
        self.assertEqual(CODE_SHOWN.search(second.text)[1], code)
        self.assertEqual(self._made(), case)

    def test_back_and_another_one(self):
        """Other words in the same form are another complaint, if they are meant so."""
        token = self._form_token()
        case, _code = self.assertTaken(self._send(token=token))
        page = self._send(token=token, description="And the invoice is wrong.")
        self.assertEqual(page.status_code, 422)
        self.assertIn(f"you made complaint {case.name} before", self._words(page))
        self.assertIn("And the invoice is wrong.", page.text)
        self.assertEqual(self._made(), case)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=10)):
            self._again(page, description="And the invoice is wrong.")
        self.assertEqual(len(self._made()), 2)

    def test_two_requests_at_the_same_moment(self):
        """The second one is tried again, and finds the case of the first."""
        token = self._form_token()
        case = self._log()
        self.forms._take(token, case)
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
            self.forms._take(token, self._log())
        self.assertEqual(self._taken(token), case)

    def test_secrets_are_not_kept(self):
        token = self._form_token()
        self.assertTaken(self._send(token=token))
        key = self.forms.search([]).key
        self.assertRegex(key, r"^[0-9a-f]{64}$")
        self.assertNotIn(self.forms._secret(token), key)

    def test_forgotten(self):
        token = self._form_token()
        with freeze_time(fields.Datetime.now() - timedelta(hours=23)):
            self.forms._take(token, self.complaint)
        self.forms._forget()
        self.assertEqual(self._taken(token), self.complaint)
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self.forms._forget()
        self.assertFalse(self._taken(token))

    def test_nobody_reads_them(self):
        self.forms._take(self._form_token(), self.complaint)
        for user in (self.manager, self.officer, self.portal, self.public):
            self.assertNoAccess(lambda user=user: self.forms.with_user(user).search([]).read())


class TestWebFormLimits(WebFormCase):
    """Many complaints at once are refused, and nothing typed is lost."""

    def _fill(self, posts, **typed):
        """Send so many forms; returns the pages."""
        csrf = TOKEN.search(self.url_open(WEB_FORM_PATH).text)[1]
        pages = []
        for number in range(posts):
            data = {
                "csrf_token": csrf,
                "token": self._form_token(),
                **self._typed(description=f"Flood {number}: far from last year", **typed),
            }
            page = self.url_open(WEB_FORM_PATH, data=data)
            if page.status_code == 200:
                # The session was renewed with the case.
                csrf = TOKEN.search(self.url_open(WEB_FORM_PATH).text)[1]
            pages.append(page)
        return pages

    def test_flood(self):
        """Of hundreds of posts only the allowed number are cases; each other is refused."""
        pages = self._fill(200)
        self.assertEqual(len(self._made()), LIMITS["web_form"])
        self.assertEqual([page.status_code for page in pages[LIMITS["web_form"] :]], [429] * 195)
        last = pages[-1]
        self.assertIn("Flood 199", last.text)
        self.assertIn("leave this page open", self._words(last))
        self.assertIn(self.company.phone, last.text)

    def test_a_quarter_of_an_hour_later(self):
        self._fill(LIMITS["web_form"] + 1)
        self.before = self._all()
        with freeze_time(fields.Datetime.now() + WINDOW + timedelta(seconds=1)):
            self.assertTaken(self._send())

    def test_all_together(self):
        """From many networks, for one laboratory; another one goes on."""
        attempts = self.env["lab.complaint.query.attempt"]
        for _number in range(LIMITS["web_form_company"]):
            attempts._count(web_form_company=self.company.id)
        self.assertSentBack(self._send(), 429, "There were many complaints")
        self.company.complaint_web_form = False
        self.other_company.complaint_web_form = True
        self.assertTaken(self._send())

    def test_networks(self):
        """One subscriber of IPv6 has many addresses."""
        attempts = self.env["lab.complaint.query.attempt"]
        same = attempts._key("web_form", "2001:db8:1:2::1")
        self.assertEqual(same, attempts._key("web_form", "2001:db8:1:2:ffff::9"))

    def test_mistakes_are_not_counted(self):
        for _number in range(LIMITS["web_form"] + 1):
            self._send(complainant_name="")
        self.assertTaken(self._send())

    def test_status_page_counts_apart(self):
        for _attempt in range(LIMITS["address"]):
            self._wrong()
        self.assertTaken(self._send())

    def test_counted_with_a_fresh_view(self):
        """Another transaction may have used up the limit since this one began."""
        attempts = self.env["lab.complaint.query.attempt"]
        for _number in range(LIMITS["web_form"]):
            self.assertTrue(attempts._count_within_limits(web_form="203.0.113.9"))
        self.assertFalse(attempts._count_within_limits(web_form="203.0.113.9"))
        looked = [(self.env["lab.complaint"], False), (self.env["lab.complaint"], True)]
        with patch.object(type(self.forms), "_look", side_effect=looked):
            self.assertSentBack(self._send(), 429, "There were many complaints")

    def test_without_phone_and_email(self):
        self.company.write({"phone": False, "email": False})
        for _number in range(LIMITS["web_form_company"]):
            self.env["lab.complaint.query.attempt"]._count(web_form_company=self.company.id)
        self.assertSentBack(self._send(), 429, "leave this page open and press Send later.")
