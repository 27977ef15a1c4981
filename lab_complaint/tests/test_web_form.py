from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.http import root

from odoo.addons.lab_complaint.controllers.case_access import SESSION_KEY
from odoo.addons.lab_complaint.models.res_company import WEB_FORM_PATH

from .status_case import PAGE
from .web_form_case import CODE_SHOWN, PDF, WORDS, WebFormCase


class TestWebForm(WebFormCase):
    """A complaint made on the web is a case, acknowledged on the spot."""

    def test_taken(self):
        page = self._send(
            remedy_sought="Measure it again", stated_reference="C-1", complainant_phone="+86 1"
        )
        case, code = self.assertTaken(page)
        self.assertRecordValues(
            case,
            [
                {
                    "description": WORDS,
                    "subject": "The values are far from last year's.",
                    "remedy_sought": "Measure it again",
                    "stated_reference": "C-1",
                    "complainant_role": "customer",
                    "complainant_name": "Ms Lin",
                    "complainant_email": "lin@gauge.example.com",
                    "complainant_phone": "+86 1",
                    "is_anonymous": False,
                    "channel_id": self.env.ref("lab_complaint.channel_website").id,
                    "company_id": self.company.id,
                    "create_uid": SUPERUSER_ID,
                    "received_by_id": False,
                }
            ],
        )
        self.assertEqual(self._find(case.name, code), case)

    def test_page_at_the_end(self):
        """Number, code, promised day, whom to turn to; without sending the form again."""
        page = self._send()
        case, code = self.assertTaken(page)
        due = case.deadline_ids.filtered(lambda promise: promise.kind == "outcome").due_on
        for text in (case.name, code, str(due.year), "Our answer", self.company.phone):
            self.assertIn(text, page.text)
        self.assertEqual(page.history[0].status_code, 303)
        again = self.url_open(page.url)
        self.assertEqual(CODE_SHOWN.search(again.text)[1], code)
        self.assertTaken(again)

    def test_acknowledged(self):
        """7.9.5 is met on the spot, by what the page says."""
        case, _code = self.assertTaken(self._send())
        self.assertRecordValues(
            case.communication_ids,
            [{"kind": "acknowledgement", "way": "portal", "is_given": True}],
        )
        self.assertIn(case.name, case.communication_ids.summary)
        promise = case.deadline_ids.filtered(lambda one: one.kind == "acknowledgement")
        self.assertFalse(promise.is_open)

    def test_nobody_is_mailed(self):
        """Nobody confirmed the address: it could be a stranger's."""
        with self.mock_mail_gateway():
            self.assertTaken(self._send())
        self.assertFalse([mail for mail in self._mails if "lin@" in str(mail["email_to"])])

    def test_this_browser_follows_the_case(self):
        case, _code = self.assertTaken(self._send())
        self.assertShown(self.url_open(PAGE), case)

    def test_other_browsers_see_nothing(self):
        page = self._send()
        self.opener.cookies.clear()
        self.assertNotShown(self.url_open(page.url))

    def test_session_keeps_no_code(self):
        """The secret is nothing without that of the database; and it goes with the access."""
        page = self._send()
        _case, code = self.assertTaken(page)
        session = root.session_store.get(self.opener.cookies["session_id"])
        self.assertIn("secret", session[SESSION_KEY])
        self.assertNotIn(code, str(dict(session)))
        self._post("/leave")
        self.assertNotShown(self.url_open(page.url))

    def test_renewed_code_ends_it(self):
        page = self._send()
        case, code = self.assertTaken(page)
        case.with_user(self.officer).action_renew_query_code()
        self.assertNotShown(self.url_open(page.url))
        self.assertFalse(self._find(case.name, code))

    def test_files(self):
        files = [("report.pdf", PDF), ("notes.txt", b"Seen on Monday")]
        case, _code = self.assertTaken(self._send(files=files))
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)]
        )
        self.assertEqual({(file.name, file.raw) for file in kept}, set(files))
        self.assertEqual(kept.create_uid.id, SUPERUSER_ID)

    def test_no_file_chosen(self):
        """A browser sends an empty one then."""
        self.assertTaken(self._send(files=[("", b"")]))

    def test_consent(self):
        """Asked of others than the customer, who orders in the own name."""
        case, _code = self.assertTaken(
            self._send(complainant_role="end_user", disclosure_consent="1")
        )
        self.assertTrue(case.disclosure_consent)
        self.assertFalse(case.is_identity_protected)

    def test_no_consent(self):
        case, _code = self.assertTaken(self._send(complainant_role="end_user"))
        self.assertTrue(case.is_identity_protected)

    def test_no_consent_of_customers(self):
        case, _code = self.assertTaken(self._send(disclosure_consent="1"))
        self.assertFalse(case.disclosure_consent)

    def test_a_rule_of_the_laboratory_keeps_it_out(self):
        """Nothing is entered, nothing typed is lost, and the reason stays inside."""
        complaints = type(self.env["lab.complaint"])
        with (
            patch.object(complaints, "_acknowledge_on_page", side_effect=UserError("Inside")),
            self.assertLogs("odoo.addons.lab_complaint", "WARNING") as logs,
        ):
            page = self._send()
        self.assertSentBack(page, 503, "cannot take your complaint here at the moment")
        self.assertNotIn("Inside", page.text + str(logs.output))


class TestWebFormShown(WebFormCase):
    """Where there is a form, and for which laboratory."""

    def test_shown(self):
        page = self.url_open(WEB_FORM_PATH)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Make a complaint", page.text)
        self.assertIn("Laboratory A", page.text)
        self.assertNotIn('id="laboratory"', page.text)
        self.assertEqual(page.headers["X-Frame-Options"], "DENY")
        self.assertIn("private", page.headers["Cache-Control"])

    def test_switched_off(self):
        page = self._send()
        self.assertTaken(page)
        token = self.url_open(PAGE).text
        self.company.complaint_web_form = False
        self.assertEqual(self.url_open(WEB_FORM_PATH).status_code, 404)
        self.assertEqual(
            self.url_open(
                WEB_FORM_PATH, data={"csrf_token": token, "description": "x"}
            ).status_code,
            404,
        )
        self.assertEqual(len(self._made()), 1)

    def test_links(self):
        """Between the form and the status page, where there is a form."""
        self.assertIn(f'href="{PAGE}"', self.url_open(WEB_FORM_PATH).text)
        self.assertIn(f'href="{WEB_FORM_PATH}"', self.url_open(PAGE).text)
        self.company.complaint_web_form = False
        self.assertNotIn(WEB_FORM_PATH, self.url_open(PAGE).text)

    def test_address_is_a_way_in(self):
        ways = dict(self.company._complaint_ways_in())
        self.assertTrue(ways["Web form"].endswith(WEB_FORM_PATH))
        self.assertNotIn("Web form", dict(self.other_company._complaint_ways_in()))

    def test_several_laboratories(self):
        self.other_company.complaint_web_form = True
        page = self.url_open(WEB_FORM_PATH)
        self.assertIn("Laboratory A", page.text)
        self.assertIn("Laboratory B", page.text)
        for chosen in ("", "x", str(self.env.ref("base.main_company").id)):
            with self.subTest(chosen=chosen):
                self.assertSentBack(
                    self._send(laboratory=chosen), 422, "Choose the laboratory that you"
                )
        case, _code = self.assertTaken(self._send(laboratory=str(self.other_company.id)))
        self.assertEqual(case.company_id, self.other_company)

    def test_company_of_the_other_laboratory_is_not_chosen(self):
        """One laboratory has the form: what is sent for another goes there all the same."""
        case, _code = self.assertTaken(self._send(laboratory=str(self.other_company.id)))
        self.assertEqual(case.company_id, self.company)

    def test_language(self):
        """Changing it keeps what was typed, and enters nothing."""
        self.env["res.lang"]._activate_lang("fr_FR")
        code = self.env["res.lang"]._get_data(code="fr_FR").url_code
        self.assertIn(f'formaction="/{code}{WEB_FORM_PATH}"', self.url_open(WEB_FORM_PATH).text)
        page = self._send(
            url=f"/{code}{WEB_FORM_PATH}", change_language="1", complainant_phone="0815"
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn('lang="fr-FR"', page.text)
        for text in ("far from last year", "Ms Lin", "lin@gauge.example.com", "0815"):
            self.assertIn(text, page.text)
        self.assertIn('value="customer" selected', page.text)
        self.assertFalse(self._made())


class TestWebFormAnonymous(WebFormCase):
    """Who stays anonymous is named nowhere (ISO/IEC 17025:2017, 4.2)."""

    SECRET = ("Ms Lin", "lin@gauge.example.com", "555 0199")

    def _send_anonymously(self, **typed):
        values = {"is_anonymous": "1", "complainant_phone": "+86 555 0199", **typed}
        return self.assertTaken(self._send(files=[("notes.txt", b"Seen on Monday")], **values))[0]

    def test_contact_is_not_kept(self):
        case = self._send_anonymously(complainant_role="end_user", disclosure_consent="1")
        self.assertRecordValues(
            case,
            [
                {
                    "is_anonymous": True,
                    "is_identity_protected": True,
                    "disclosure_consent": False,
                    "partner_id": False,
                    "complainant_name": False,
                    "complainant_email": False,
                    "complainant_phone": False,
                }
            ],
        )

    def test_nothing_in_the_database_names_them(self):
        """Neither the case, nor its messages, files, followers and arrivals."""
        case = self._send_anonymously()
        self.env.flush_all()
        for table, condition in (
            ("lab_complaint", "record.id = %s"),
            ("lab_complaint_communication", "record.complaint_id = %s"),
            ("lab_complaint_arrival", "record.complaint_id = %s"),
            ("mail_message", "record.model = 'lab.complaint' AND record.res_id = %s"),
            ("ir_attachment", "record.res_model = 'lab.complaint' AND record.res_id = %s"),
        ):
            self.env.cr.execute(
                f"SELECT to_jsonb(record)::text FROM {table} record WHERE {condition}",
                [case.id],
            )
            rows = " ".join(row[0] for row in self.env.cr.fetchall())
            for secret in self.SECRET:
                with self.subTest(table=table, secret=secret):
                    self.assertNotIn(secret, rows)
        self.assertFalse(case.message_follower_ids)

    def test_page_does_not_come_back_with_it(self):
        case = self._send_anonymously()
        self.assertNotIn("Ms Lin", self.url_open(PAGE).text)
        self.assertNotIn("Ms Lin", str(case._status()))

    def test_logged_in(self):
        """Own staff complain, too: no record is in the name of who is logged in."""
        for user in (self.officer, self.reporter, self.portal):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.before = self._all()
                case = self._send_anonymously()
                self._end_request()
                records = (
                    case,
                    case.message_ids,
                    case.communication_ids,
                    case.deadline_ids,
                    case.activity_ids,
                    self.env["ir.attachment"].search(
                        [("res_model", "=", "lab.complaint"), ("res_id", "=", case.id)]
                    ),
                )
                for kept in records:
                    self.assertLessEqual(set((kept.create_uid | kept.write_uid).ids), {1})
                self.assertNotIn(user, case.communication_ids.user_id)
                self.assertNotIn(user.partner_id, case.message_ids.author_id)
                self.assertNotIn(user.partner_id, case.message_partner_ids)
                self.assertNotEqual(case.received_by_id, user)

    def test_same_answer_whatever_is_named(self):
        """Whether an order exists is not told: known, unknown, or none."""
        bodies = set()
        for reference in (self.order.name, "S99999", ""):
            self.before = self._all()
            page = self._send(stated_reference=reference)
            case, code = self.assertTaken(page)
            bodies.add(self._body(page).replace(case.name, "").replace(code, ""))
            self.assertNotIn(self.customer.name, page.text)
            self.assertFalse(case.order_id)
        self.assertEqual(len(bodies), 1)
