from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.lab_complaint.controllers import portal

from .portal_case import LIST, PortalPageCase


class TestPortalList(PortalPageCase):
    """The list of one's cases, and the way to it."""

    def test_home(self):
        self._log_in(self.lin)
        self.assertIn(LIST, self.url_open("/my").text)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["complaint_count"]})
        self.assertEqual(counters["complaint_count"], 1)
        self._log_in(self.sun)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["complaint_count"]})
        self.assertEqual(counters["complaint_count"], 0)

    def test_own(self):
        self.complaint.order_id = self.order
        for user in (self.lin, self.bo):
            self._log_in(user)
            page = self.url_open(LIST)
            with self.subTest(user=user.login):
                for shown in (
                    self.complaint.name,
                    f"{LIST}/{self.complaint.id}",
                    self.order.name,
                    "We have received your complaint",
                    "Confirmation of receipt",
                ):
                    self.assertIn(shown, page.text)
                self.assertIn("no-store", page.headers["Cache-Control"])

    def test_of_another_company(self):
        self._log_in(self.sun)
        page = self.url_open(LIST)
        self.assertNoCase(page)
        self.assertIn('id="no_complaints"', page.text)
        self.assertIn(f"{LIST}/new", page.text)

    def test_internal_user_sees_own_only(self):
        self._log_in(self.officer)
        self.assertNoCase(self.url_open(LIST))
        mine = self._log(partner_id=self.officer.partner_id.id, complainant_role="staff")
        page = self.url_open(LIST)
        self.assertIn(mine.name, page.text)
        self.assertNotIn(self.complaint.name, page.text)

    def test_without_login(self):
        self.authenticate(None, None)
        for path in (LIST, self.path, f"{LIST}/new"):
            page = self.url_open(path)
            self.assertIn("/web/login", page.url)
            self.assertNotIn(self.complaint.name, page.text)

    def test_archived_user(self):
        self._log_in(self.lin)
        self.lin.active = False
        page = self.url_open(self.path)
        self.assertNotIn(self.complaint.name, page.text)

    def test_filters(self):
        ended = self._log(partner_id=self.contact.id)
        ended.with_user(self.officer).action_withdraw(withdrawal_reason="Taken back")
        self._log_in(self.lin)
        for filterby, shown in (
            ("open", [True, False]),
            ("ended", [False, True]),
            ("all", [True, True]),
            ("'; DROP TABLE", [True, True]),
        ):
            page = self.url_open(f"{LIST}?filterby={filterby}&sortby=nothing")
            with self.subTest(filterby):
                self.assertEqual([one.name in page.text for one in (self.complaint, ended)], shown)
        self.complaint.with_user(self.officer).action_withdraw(withdrawal_reason="Too")
        page = self.url_open(f"{LIST}?filterby=open")
        self.assertIn("No complaint is found with this filter", page.text)

    def test_pages_and_order(self):
        later = self._log(partner_id=self.contact.id)
        earlier = self._log(
            partner_id=self.contact.id, received_on=fields.Datetime.now() - timedelta(days=30)
        )
        self._log_in(self.lin)
        with patch.object(portal, "PER_PAGE", 1):
            for path, shown in (
                (f"{LIST}?sortby=oldest", earlier),
                (f"{LIST}/page/3?sortby=newest", earlier),
                (f"{LIST}?sortby=number", self.complaint),
                (f"{LIST}/page/99999999999999999999", earlier),
            ):
                page = self.url_open(path)
                with self.subTest(path):
                    self.assertEqual(page.status_code, 200)
                    found = [
                        one for one in (self.complaint | later | earlier) if one.name in page.text
                    ]
                    self.assertEqual(found, list(shown))


class TestPortalCase(PortalPageCase):
    """The page of one case: the status page for who is logged in."""

    def test_shown(self):
        self.complaint.order_id = self.order
        self.case.action_report_progress(way="portal", summary="<b>We measure</b>")
        self._log_in(self.lin)
        page = self.url_open(self.path)
        self.assertCase(page)
        for shown in (
            self.company.name,
            "We have received your complaint",
            "What we promised",
            "&lt;b&gt;We measure",
            self.officer.name,
            f"/my/orders/{self.order.id}",
            f"{self.path}/message",
        ):
            self.assertIn(shown, page.text)
        self.assertNotIn("/complaints/status", page.text)

    def test_order_of_somebody_else_is_not_named(self):
        self.complaint.order_id = self.other_order
        self._log_in(self.lin)
        for path in (self.path, LIST):
            page = self.url_open(path)
            self.assertIn(self.complaint.name, page.text)
            self.assertNotIn(self.other_order.name, page.text)

    def test_nothing_of_it_for_others(self):
        protected = self._log(partner_id=self.contact.id, complainant_role="end_user")
        for user, complaint in (
            (self.sun, self.complaint),
            (self.portal, self.complaint),
            (self.reporter, self.complaint),
            (self.officer, self.complaint),
            (self.bo, protected),
        ):
            self._log_in(user)
            path = f"{LIST}/{complaint.id}"
            pages = [
                self.url_open(path),
                self.url_open(f"{path}/letter/1"),
                self._post(f"{path}/message", message="Let me in"),
                self._post(f"{path}/reply", acceptance="accepted"),
            ]
            with self.subTest(user=user.login):
                for page in pages:
                    self.assertNoCase(page, complaint)
        self.assertFalse(self.complaint._status_messages() | protected._status_messages())
        self.assertFalse((self.complaint | protected).mapped("communication_ids"))

    def test_unknown_numbers(self):
        self._log_in(self.lin)
        for complaint_id in ("0", "99999999999999999999999"):
            page = self.url_open(f"{LIST}/{complaint_id}")
            self.assertEqual(page.status_code, 200)
            self.assertNotIn('id="stage"', page.text)

    def test_letters(self):
        attachment = self.env["ir.attachment"].create({"name": "stored", "raw": b"%PDF words"})
        letter = {
            "id": 7,
            "name": "Letter.pdf",
            "told_on": fields.Datetime.now(),
            "attachment": attachment,
        }
        given = patch.object(type(self.complaint), "_status_letters", lambda case: [letter])
        self.startPatcher(given)
        self._log_in(self.lin)
        self.assertIn(f"{self.path}/letter/7", self.url_open(self.path).text)
        page = self.url_open(f"{self.path}/letter/7")
        self.assertEqual(page.content, b"%PDF words")
        self.assertIn("attachment", page.headers["Content-Disposition"])
        self.assertNotEqual(self.url_open(f"{self.path}/letter/8").content, b"%PDF words")
        self._log_in(self.sun)
        self.assertNotEqual(self.url_open(f"{self.path}/letter/7").content, b"%PDF words")

    def test_message(self):
        self._log_in(self.bo)
        page = self._post(f"{self.path}/message", message="<script>Any news?</script>")
        self.assertIn("we have your message", page.text)
        self.assertIn("&lt;script&gt;Any news?", page.text)
        message = self.complaint._status_messages()
        self.assertIn("Any news?", message.body)
        self.assertNotIn(self.bo, message.create_uid)
        self.assertEqual(self.complaint.activity_ids.user_id, self.officer)

    def test_empty_message(self):
        self._log_in(self.lin)
        page = self._post(f"{self.path}/message", message=" ")
        self.assertCase(page)
        self.assertIn("Write your message.", page.text)

    def test_csrf(self):
        self._log_in(self.lin)
        for path, values in (
            (f"{self.path}/message", {"message": "Hello"}),
            (f"{self.path}/reply", {"acceptance": "accepted"}),
            (f"{LIST}/new", {"words": "Hello"}),
        ):
            page = self.url_open(path, data=values)
            with self.subTest(path):
                self.assertEqual(page.status_code, 400)
        self.assertFalse(self.complaint._status_messages())

    def test_get_changes_nothing(self):
        self._log_in(self.lin)
        for path in ("message", "reply"):
            page = self.url_open(f"{self.path}/{path}?message=Hello&acceptance=accepted")
            self.assertNotEqual(page.status_code, 200)


class TestPortalOrder(PortalPageCase):
    """The page of an order leads to a complaint about it, and to those there are."""

    def _order_page(self, user, order=None):
        self._log_in(user)
        return self.url_open(f"/my/orders/{(order or self.order).id}")

    def test_links(self):
        self.complaint.order_id = self.order
        other = self._log(
            order_id=self.order.id, partner_id=self.outsider.id, complainant_role="end_user"
        )
        for user in (self.lin, self.bo):
            page = self._order_page(user)
            with self.subTest(user=user.login):
                self.assertIn(f"{LIST}/new?order_id={self.order.id}", page.text)
                self.assertIn(f"{LIST}/{self.complaint.id}", page.text)
                self.assertNotIn(other.name, page.text)

    def test_not_before_it_is_confirmed(self):
        self.order.state = "sent"
        self.assertNotIn(f"{LIST}/new", self._order_page(self.lin).text)

    def test_by_a_link_without_login(self):
        self.authenticate(None, None)
        page = self.url_open(self.order.get_portal_url())
        self.assertIn(self.order.name, page.text)
        self.assertNotIn("order_complaints", page.text)

    def test_salesperson_who_looks_at_it(self):
        page = self._order_page(self.salesperson)
        self.assertNotIn("order_complaints", page.text)
