"""Customers with a login: two of one company, one of another."""

from odoo.tests import HttpCase

from .common_answer import AnswerCase
from .status_case import TOKEN

LIST = "/my/complaints"


class PortalCase(AnswerCase):
    """Ms Lin and Mr Bo of Gauge Works, and somebody of Balance House, in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lin = cls._make_portal_user("lin", cls.contact)
        cls.colleague = cls._make_contact("Mr Bo", cls.customer)
        cls.bo = cls._make_portal_user("bo", cls.colleague)
        cls.outsider = cls._make_contact("Ms Sun", cls.other_customer)
        cls.sun = cls._make_portal_user("sun", cls.outsider)
        (cls.order | cls.other_order).state = "sale"

    @classmethod
    def _make_contact(cls, name, company):
        return cls.env["res.partner"].create({"name": name, "parent_id": company.id})

    @classmethod
    def _make_portal_user(cls, login, partner):
        return cls._make_user(
            login, "base.group_portal", partner_id=partner.id, name=partner.name, lang="en_US"
        )

    def _followed(self, user):
        """Cases of these tests that a user follows."""
        self.env.invalidate_all()
        complaints = self.env["lab.complaint"].sudo()
        return complaints.search(complaints._of_portal_user(user))


class PortalPageCase(HttpCase, PortalCase):
    """The pages as a browser uses them."""

    def setUp(self):
        super().setUp()
        self.path = f"{LIST}/{self.complaint.id}"

    def _log_in(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, path, files=None, **values):
        """Send a form the way a browser does."""
        token = TOKEN.search(self.url_open(f"{LIST}/new").text)[1]
        page = self.url_open(path, data={"csrf_token": token, **values}, files=files)
        self.env.invalidate_all()
        return page

    def assertCase(self, page, complaint=None):
        """The page of a case."""
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="stage"', page.text)
        self.assertRegex(page.text, r'<textarea[^>]* name="message"')
        self.assertIn((complaint or self.complaint).name, page.text)

    def assertNoCase(self, page, complaint=None):
        """The list, and nothing of a case."""
        self.assertEqual(page.status_code, 200)
        self.assertNotIn('id="stage"', page.text)
        self.assertNotIn((complaint or self.complaint).name, page.text)
