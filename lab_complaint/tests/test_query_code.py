import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.lab_complaint.models.lab_complaint_query_code import ALPHABET, PLACEHOLDER

from .status_case import CODE, StatusCase

# Where a letter is kept as it went out, for officers and the mail system.
LETTERS = {
    ("ir_attachment", "index_content"),
    ("lab_complaint_communication", "body"),
    ("mail_mail", "body_html"),
    ("mail_message", "body"),
}


class TestQueryCode(StatusCase):
    """Random, kept as a hash, void when it is renewed."""

    def test_shape(self):
        codes = {self._code() for _time in range(50)}
        self.assertEqual(len(codes), 50)
        for code in codes:
            self.assertRegex(code, CODE)
            self.assertLessEqual(set(code), {*ALPHABET, "-"})
        for unclear in "01OIL":
            self.assertNotIn(unclear, ALPHABET)

    def test_leads_to_its_case(self):
        code = self._code()
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)

    def test_leads_to_no_other(self):
        code, other = self._code(), self._log()
        self._code(other)
        for number, typed in (
            (other.name, code),
            (self.complaint.name, code[:-1]),
            (self.complaint.name, f"{code}2"),
            (self.complaint.name, ""),
            (self.complaint.name, PLACEHOLDER),
            (self.complaint.name, self._kept().code_hash),
            ("", code),
            ("%", code),
            (None, None),
        ):
            with self.subTest(number=number, typed=typed):
                self.assertFalse(self._find(number, typed))

    def test_renewed(self):
        before, after = self._code(), self._code()
        self.assertFalse(self._find(self.complaint.name, before))
        self.assertEqual(self._find(self.complaint.name, after), self.complaint)
        self.assertEqual(len(self._kept()), 1)

    def test_same_number_in_two_companies(self):
        twin = self._log()
        self._sql(
            "UPDATE lab_complaint SET name = %s, company_id = %s WHERE id = %s",
            self.complaint.name,
            self.other_company.id,
            twin.id,
        )
        code, twin_code = self._code(), self._code(twin)
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)
        self.assertEqual(self._find(self.complaint.name, twin_code), twin)

    def test_hashes_of_equal_codes_differ(self):
        """From case to case and from database to database."""
        codes = self.env["lab.complaint.query.code"]
        hashed = codes._hash("CP/2026/00001", "2222-3333-4444")
        self.assertEqual(hashed, codes._hash("CP/2026/00001", "222233334444"))
        self.assertNotEqual(hashed, codes._hash("CP/2026/00002", "2222-3333-4444"))
        self.env["ir.config_parameter"].set_param("lab_complaint.query_code_salt", "another")
        self.assertNotEqual(hashed, codes._hash("CP/2026/00001", "2222-3333-4444"))

    def test_hashed_before(self):
        """A code on paper opens its case after the update as before it, and no other does."""
        code, other = self._code(), self._log()
        self._code(other)
        codes = self.env["lab.complaint.query.code"]
        self._kept().code_hash = hashlib.scrypt(
            code.replace("-", "").encode(),
            salt=f"{codes._salt()} {self.complaint.name}".encode(),
            n=2**14,
            r=8,
            p=1,
        ).hex()
        self.env.registry.clear_cache()
        self.assertEqual(self._find(self.complaint.name, code.lower()), self.complaint)
        self.assertFalse(self._find(self.complaint.name, f"{code}2"))
        self.assertFalse(self._find(other.name, code))
        renewed = self._code()
        self.assertFalse(self._find(self.complaint.name, code))
        self.assertEqual(self._find(self.complaint.name, renewed), self.complaint)

    def test_known_and_unknown_numbers_take_as_long(self):
        """Also while there are old hashes: the answer comes after the same work."""
        code = self._code()
        codes = type(self.env["lab.complaint.query.code"])
        for has_old in (False, True):
            for number in (self.complaint.name, "CP/2026/99999"):
                with (
                    self.subTest(has_old=has_old, number=number),
                    patch.object(codes, "_has_old", return_value=has_old),
                    patch.object(codes, "_old_hash", return_value="") as old,
                    patch.object(codes, "_hash", autospec=True, return_value="") as new,
                ):
                    self.assertFalse(self._find(number, code))
                    self.assertEqual((old.call_count, new.call_count), (has_old, 1))

    def test_salt_stays(self):
        code = self._code()
        self.env["ir.config_parameter"].init(force=True)
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)

    def test_nobody_reads_it(self):
        self._code()
        for user in (self.officer, self.quality_head, self.manager, self.auditor, self.public):
            kept = self._kept().with_user(user)
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda kept=kept: kept.read(["complaint_id"]))
                self.assertNoAccess(lambda kept=kept: kept.search([("code_hash", "!=", False)]))
                self.assertNoAccess(lambda kept=kept: kept.write({"code_hash": "mine"}))
                self.assertNoAccess(kept.unlink)
                self.assertNoAccess(
                    lambda kept=kept: kept.create(
                        {"complaint_id": self.complaint.id, "code_hash": "mine"}
                    )
                )

    def test_nobody_reads_the_attempts(self):
        attempts = self.env["lab.complaint.query.attempt"]
        attempts._count(number=self.complaint.name)
        for user in (self.officer, self.manager, self.public):
            found = attempts.with_user(user)
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda found=found: found.search([]))

    def _kept(self):
        return self.env["lab.complaint.query.code"].search(
            [("complaint_id", "=", self.complaint.id)]
        )


class TestQueryCodeRenewal(StatusCase):
    """Officers give and renew codes, also of anonymous complainants."""

    def _renew(self, complaint=None, user=None):
        complaint = (complaint or self.complaint).with_user(user or self.officer)
        action = complaint.action_renew_query_code()
        return CODE.search(action["params"]["message"])[0]

    def test_first(self):
        complaint = self._log(is_anonymous=True)
        self.assertFalse(complaint.has_query_code)
        code = self._renew(complaint)
        self.assertEqual(self._find(complaint.name, code), complaint)
        self.assertTrue(complaint.has_query_code)
        self.assertIn("code was given", complaint.message_ids[0].body)

    def test_again(self):
        before = self._code()
        code = self._renew()
        self.assertFalse(self._find(self.complaint.name, before))
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)
        self.assertIn("code was renewed", self.complaint.message_ids[0].body)
        self.assertEqual(self.complaint.message_ids[0].author_id, self.officer.partner_id)

    def test_says_where_it_is_used(self):
        action = self.case.action_renew_query_code()
        self.assertIn(f"{self.complaint.get_base_url()}/complaints/status", str(action))
        self.assertTrue(action["params"]["sticky"])

    def test_of_an_ended_case(self):
        self.case.action_withdraw(withdrawal_reason="Taken back")
        self.assertEqual(self._find(self.complaint.name, self._renew()), self.complaint)

    def test_nobody_but_officers(self):
        before = self._code()
        investigator = self._make_user("investigator")
        self.complaint.investigator_ids = investigator
        involved = self._make_user("involved", "lab_complaint.group_officer")
        self.complaint.involved_employee_ids = self._make_employee("Involved", involved)
        for user in (
            self.reporter,
            self.salesperson,
            investigator,
            involved,
            self.auditor,
            self.other_officer,
            self.portal,
            self.public,
        ):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                self._renew(user=user)
        self.assertEqual(self._find(self.complaint.name, before), self.complaint)
        for user in (self.officer, self.quality_head, self.manager):
            self.assertRegex(self._renew(user=user), CODE)

    def test_nor_who_logged_it(self):
        complaint = self._log(self.reporter)
        with self.assertRefused(AccessError, "complaint officer"):
            self._renew(complaint, self.reporter)

    def test_one_at_a_time(self):
        both = self.case | self._log().with_user(self.officer)
        with self.assertRefused(ValueError):
            both.action_renew_query_code()

    def test_on_the_form(self):
        self._code()
        with Form(self.case) as form:
            self.assertTrue(form.has_query_code)

    def test_kept_nowhere_in_the_clear(self):
        code = self._renew()
        self._end_request()
        self.assertEqual(self._found_in(code, code.replace("-", "")), set())

    def test_of_a_letter_kept_with_the_letter_only(self):
        with self.mock_mail_gateway():
            self.case.action_acknowledge()
        code = CODE.search(self.complaint.communication_ids.body)[0]
        self._end_request()
        self.assertEqual(self._found_in(code) - LETTERS, set())
        self.assertTrue(self._found_in(code))

    def _found_in(self, *texts):
        """Columns of all tables of complaints, mail and settings in which one of these stands.

        :return: set of (table, column)
        """
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
               WHERE table_schema = current_schema()
                 AND data_type IN ('text', 'character varying', 'jsonb', 'bytea')
                 AND table_name SIMILAR TO '(lab|mail|bus|ir|res|rating|tier)\\_%'"""
        )
        columns = self.env.cr.fetchall()
        self.assertGreater(len(columns), 200)
        return {
            (table, column)
            for table, column in columns
            for text in texts
            if self._stands_in(table, column, text)
        }

    def _stands_in(self, table, column, text):
        self.env.cr.execute(
            f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1',  # pylint: disable=sql-injection
            [f"%{text}%"],
        )
        return bool(self.env.cr.fetchall())


class TestQueryCodeLetter(StatusCase):
    """The acknowledgement brings the code, by email and on paper."""

    def _acknowledge(self, **values):
        with self.mock_mail_gateway():
            self.case.action_acknowledge(**values)
        return self.complaint.communication_ids.sorted("id")[-1]

    def assertOpens(self, body):
        """There is a code, the placeholder is gone, and the code opens the case."""
        self.assertNotIn(PLACEHOLDER, body)
        self.assertEqual(self._find(self.complaint.name, CODE.search(body)[0]), self.complaint)

    def test_email(self):
        said = self._acknowledge()
        self.assertOpens(said.body)
        self.assertIn("/complaints/status", said.body)
        self.assertOpens(self._mails[0]["body"])
        self.assertEqual(CODE.search(said.body)[0], CODE.search(self._mails[0]["body"])[0])

    def test_paper(self):
        said = self._acknowledge(way="letter")
        self.assertOpens(said.body)
        self.assertIn(f"{self.complaint.get_base_url()}/complaints/status", said.body)

    def test_spoken_makes_none(self):
        self._acknowledge(way="phone")
        self.assertFalse(self.complaint.has_query_code)

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.contact.lang = "zh_CN"
        self.assertOpens(self._acknowledge().body)

    def test_second_letter_has_a_code_of_its_own(self):
        first = CODE.search(self._acknowledge(way="letter").body)[0]
        self.assertOpens(self._acknowledge(way="letter").body)
        self.assertFalse(self._find(self.complaint.name, first))

    def test_other_letters_leave_the_code(self):
        code = CODE.search(self._acknowledge().body)[0]
        with self.mock_mail_gateway():
            self.case.action_report_progress(summary="We are measuring.")
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)

    def test_dialog_shows_a_placeholder_and_makes_none(self):
        form = self._dialog()
        self.assertIn(PLACEHOLDER, form.body)
        form.summary = "Keep the gauge"
        form.way = "letter"
        self.assertIn(PLACEHOLDER, form.body)
        dialog = form.save()
        self.assertFalse(self.complaint.has_query_code)
        dialog.action_confirm()
        self.assertOpens(self.complaint.communication_ids.body)
        self.assertIn(PLACEHOLDER, dialog.body)

    def test_dialog_does_not_void_the_code(self):
        code = self._code()
        self._dialog().save()
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)

    def test_edited_words(self):
        form = self._dialog()
        form.body = f"<p>Look here: <b>{PLACEHOLDER}</b>, once more {PLACEHOLDER}.</p>"
        with self.mock_mail_gateway():
            form.save().action_confirm()
        body = self.complaint.communication_ids.body
        self.assertOpens(body)
        self.assertEqual(len(set(CODE.findall(body))), 1)
        self.assertEqual(len(CODE.findall(body)), 2)

    def test_taken_out(self):
        form = self._dialog()
        form.body = "<p>We have it.</p>"
        with self.mock_mail_gateway():
            form.save().action_confirm()
        self.assertEqual(self.complaint.communication_ids.body, "<p>We have it.</p>")
        self.assertFalse(self.complaint.has_query_code)

    def test_refused_letters_make_none(self):
        self.contact.email = self.complaint.complainant_email = False
        code = self._code()
        with self.assertRefused(message="no email address"):
            self.case.action_acknowledge(way="mail")
        self.assertEqual(self._find(self.complaint.name, code), self.complaint)

    def _dialog(self):
        dialogs = self.env["lab.complaint.answer"].with_user(self.officer)
        return Form(
            dialogs.with_context(
                default_complaint_id=self.complaint.id, default_kind="acknowledgement"
            )
        )
