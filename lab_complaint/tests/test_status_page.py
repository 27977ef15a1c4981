from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from odoo.addons.lab_complaint.controllers import status
from odoo.addons.lab_complaint.models.lab_complaint_query_attempt import LIMITS, WINDOW

from .status_case import PAGE, StatusPageCase


class TestStatusEntrance(StatusPageCase):
    """Who gets in and who does not."""

    def test_right_code(self):
        self.assertShown(self._enter())
        self.assertShown(self.url_open(PAGE))

    def test_as_people_type(self):
        """Small, wide, with blanks or without hyphens; the number too."""
        number = self.complaint.name
        for typed in (self.code.lower(), self.code.replace("-", " "), self.code.replace("-", "")):
            with self.subTest(typed=typed):
                self.assertShown(self._enter(f" {number.lower()} ", typed))
                self._post("/leave")
        wide = "".join(chr(ord(char) + 0xFEE0) for char in number + self.code)
        self.assertShown(self._enter(wide[: len(number)], wide[len(number) :]))

    def test_redirect(self):
        """Reloading the page does not send the code again."""
        page = self._enter()
        self.assertEqual(page.history[0].status_code, 303)
        self.assertEqual(page.request.method, "GET")
        self.assertNotIn(self.code, page.url)

    def test_all_that_is_wrong_gets_the_same_answer(self):
        without_code = self._log()
        other = self._log()
        other_code = self._code(other)
        number = self.complaint.name
        pages = {
            typed: self._enter(*typed)
            for typed in (
                (number, "2222-3333-4444"),
                (number, other_code),
                (number, self.code[:-1]),
                ("CP/1999/00001", self.code),
                (without_code.name, "2222-3333-4444"),
                ("%", "%"),
                ("0", "x" * 5000),
            )
        }
        for typed, page in pages.items():
            with self.subTest(typed):
                self.assertTurnedAway(page)
        self.assertEqual(len({self._body(page) for page in pages.values()}), 1)
        self.assertTurnedAway(self._post(number=number))
        self.assertTurnedAway(self._post(code=self.code))

    def test_unknown_numbers_take_a_hash_too(self):
        """What takes time is done once, whether a number is known, twice there or has no code."""
        twin = self._log()
        self._sql(
            "UPDATE lab_complaint SET company_id = %s WHERE id = %s", self.other_company.id, twin.id
        )
        self._sql("UPDATE lab_complaint SET name = %s WHERE id = %s", self.complaint.name, twin.id)
        self._code(twin)
        codes = self.env["lab.complaint.query.code"]
        hashing = type(codes)._hash
        for number in (self.complaint.name, "CP/1999/00001", self._log().name, ""):
            with (
                self.subTest(number),
                patch.object(type(codes), "_hash", autospec=True, side_effect=hashing) as hashed,
            ):
                self.assertFalse(codes._find(number, "2222-3333-4444"))
                self.assertEqual(hashed.call_count, 1)

    def test_headers(self):
        """Neither kept, nor found, nor framed: the form and the case."""
        for page in (self.url_open(PAGE), self._enter()):
            self.assertIn("noindex", page.headers["X-Robots-Tag"])
            self.assertIn("no-store", page.headers["Cache-Control"])
            self.assertEqual(page.headers["X-Frame-Options"], "DENY")
            self.assertIn('name="robots" content="noindex', page.text)

    def test_csrf(self):
        """A post from another site neither opens, nor writes, nor leaves."""
        for token in ("", "0" * 40 + "o99999999999"):
            data = {"csrf_token": token, "number": self.complaint.name, "code": self.code}
            self.assertEqual(self.url_open(PAGE, data=data).status_code, 400)
        self.assertNotShown(self.url_open(PAGE))
        self._enter()
        for path in ("/message", "/leave"):
            page = self.url_open(f"{PAGE}{path}", data={"csrf_token": "", "message": "Forged"})
            self.assertEqual(page.status_code, 400)
        self.assertShown(self.url_open(PAGE))
        self.assertFalse(self.complaint._status_messages())

    def test_number_in_the_address_is_escaped(self):
        page = self.url_open(f'{PAGE}?number="><script>alert(1)</script>')
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)

    def test_session_number_changes(self):
        """Who knew the number of the session before does not come in with it."""
        self.url_open(PAGE)
        before = self.opener.cookies["session_id"]
        self._enter()
        self.assertNotIn(before, self.opener.cookies.values())


class TestStatusAttempts(StatusPageCase):
    """Codes are not found by trying."""

    def test_address(self):
        """After too many wrong codes not even the right one opens, and it looks the same."""
        first = self._wrong()
        for _attempt in range(LIMITS["address"] - 1):
            last = self._wrong(number="CP/1999/00001")
        self.assertTurnedAway(last)
        limited = self._enter()
        self.assertTurnedAway(limited)
        self.assertEqual(self._body(limited), self._body(first))

    def test_a_quarter_of_an_hour_later(self):
        for _attempt in range(LIMITS["address"]):
            self._wrong()
        with freeze_time(fields.Datetime.now() + WINDOW + timedelta(seconds=1)):
            self.assertShown(self._enter())

    def test_number(self):
        """From wherever it is tried; other numbers go on."""
        attempts = self.env["lab.complaint.query.attempt"]
        number = self.complaint.name
        for part in range(LIMITS["number"]):
            attempts._count(address=f"203.0.113.{part}", number=number)
        self.assertTurnedAway(self._enter())
        other = self._log()
        self.assertShown(self._enter(other.name, self._code(other)), other)

    def test_numbers_are_counted_however_they_are_typed(self):
        number = self.complaint.name
        for typed in (number, number.lower(), f" {number} "):
            self._wrong(number=typed)
        attempts = self.env["lab.complaint.query.attempt"]
        key = attempts._key("number", number)
        self.assertEqual(attempts.search_count([("key", "=", key)]), 3)

    def test_right_codes_are_not_counted_and_take_nothing_back(self):
        for _attempt in range(LIMITS["address"] - 1):
            self._wrong()
        for _attempt in range(3):
            self.assertShown(self._enter())
            self._post("/leave")
        self._wrong()
        self.assertTurnedAway(self._enter())

    def test_who_is_in_stays_in(self):
        """Others who try wrong codes do not put the complainant out."""
        self._enter()
        for _attempt in range(LIMITS["number"]):
            self.env["lab.complaint.query.attempt"]._count(number=self.complaint.name)
        self.assertShown(self.url_open(PAGE))

    def test_addresses_are_not_kept(self):
        """They could tell who complains."""
        self._wrong()
        keys = self.env["lab.complaint.query.attempt"].search([]).mapped("key")
        self.assertTrue(keys)
        for key in keys:
            self.assertRegex(key, r"^[0-9a-f]{64}$")

    def test_networks(self):
        attempts = self.env["lab.complaint.query.attempt"]
        same = attempts._key("address", "2001:db8:1:2::1")
        self.assertEqual(same, attempts._key("address", "2001:db8:1:2:ffff::9"))
        self.assertNotEqual(same, attempts._key("address", "2001:db8:1:3::1"))
        for other in ("203.0.113.1", "203.0.113.2", "::ffff:203.0.113.1", "nowhere", None):
            self.assertNotEqual(same, attempts._key("address", other))
        self.assertNotEqual(attempts._key("number", "1"), attempts._key("message", "1"))

    def test_forgotten(self):
        attempts = self.env["lab.complaint.query.attempt"]
        with freeze_time(fields.Datetime.now() - WINDOW):
            attempts._count(address="203.0.113.1")
        attempts._count(address="203.0.113.2")
        attempts._forget()
        self.assertEqual(attempts.search([]).key, attempts._key("address", "203.0.113.2"))


class TestStatusSession(StatusPageCase):
    """Access lasts as long as the session, an hour and the code."""

    def test_other_browsers_ask_for_the_code(self):
        self._enter()
        self.authenticate(None, None)
        self.opener.cookies.clear()
        self.assertNotShown(self.url_open(PAGE))

    def test_leave(self):
        self._enter()
        self.assertNotShown(self._post("/leave"))
        self.assertNotShown(self.url_open(PAGE))

    def test_an_hour(self):
        now = fields.Datetime.now()
        with freeze_time(now):
            self._enter()
        with freeze_time(now + timedelta(minutes=59)):
            self.assertShown(self.url_open(PAGE))
        with freeze_time(now + timedelta(minutes=61)):
            self.assertNotShown(self.url_open(PAGE))
            self.assertNotShown(self._post("/message", message="Too late"))
        self.assertFalse(self.complaint._status_messages())

    def test_renewal_ends_it(self):
        self._enter()
        self.complaint.with_user(self.officer).action_renew_query_code()
        self.assertNotShown(self.url_open(PAGE))
        self.assertTurnedAway(self._enter())
        self.assertNotShown(self._post("/message", message="With the old code"))
        self.assertFalse(self.complaint._status_messages())

    def test_the_code_is_not_in_the_session(self):
        self._enter()
        access = status.SESSION_KEY
        self.assertTrue(access)
        sid = self.opener.cookies["session_id"]
        session = status.http.root.session_store.get(sid)
        self.assertEqual(session[access]["complaint_id"], self.complaint.id)
        self.assertNotIn(self.code, str(dict(session)))
        code_hash = (
            self.env["lab.complaint.query.code"]
            .search([("complaint_id", "=", self.complaint.id)])
            .code_hash
        )
        self.assertNotIn(code_hash, str(dict(session)))
