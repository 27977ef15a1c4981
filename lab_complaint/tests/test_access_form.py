from lxml import etree

from odoo.tests import Form

from .common import ComplaintCase

FORM = "lab_complaint.lab_complaint_view_form"


class TestAccessOnTheForm(ComplaintCase):
    """A form offers nothing that saving would refuse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.investigator = cls._make_user("investigator")
        cls.complaint = cls._log(cls.reporter, order_id=cls.order.id)
        cls.complaint.investigator_ids = cls.investigator

    def _screen(self):
        self.complaint.stage_id = self.stages["screening"]

    def _refuses(self, user, name, value):
        form = Form(self.complaint.with_user(user), FORM)
        with self.assertRaises(AssertionError):
            form[name] = value

    def test_new_complaint(self):
        for user in (self.reporter, self.officer):
            complaint = self._complaints(user).new({})
            self.assertTrue(complaint.is_editable_by_user)
            self.assertTrue(complaint.is_led_by_user)

    def test_reporter_until_it_is_screened(self):
        with Form(self.complaint.with_user(self.reporter), FORM) as form:
            form.remedy_sought = "An apology"
        self.assertEqual(self.complaint.remedy_sought, "An apology")
        self._screen()
        self._refuses(self.reporter, "remedy_sought", "Money")
        self._refuses(self.reporter, "stage_id", self.stages["investigation"])

    def test_salesperson_and_auditor(self):
        for user in (self.salesperson, self.auditor):
            with self.subTest(user=user.login):
                self._refuses(user, "remedy_sought", "Money")

    def test_investigator_writes_the_investigation(self):
        self._screen()
        self._refuses(self.investigator, "remedy_sought", "Money")
        with Form(self.complaint.with_user(self.investigator), FORM) as form:
            form.cause_analysis = "A printing error"
        self.assertEqual(self.complaint.cause_analysis, "A printing error")

    def test_officer(self):
        self._screen()
        with Form(self.complaint.with_user(self.officer), FORM) as form:
            form.remedy_sought = "Money"
            form.cause_analysis = "A printing error"
        self.assertEqual(self.complaint.remedy_sought, "Money")

    def test_nobody_once_it_has_ended(self):
        self.complaint.stage_id = self.stages["withdrawn"]
        self.env.cr.execute(
            "UPDATE lab_complaint SET create_date = create_date - interval '1 day' WHERE id = %s",
            (self.complaint.id,),
        )
        self.env.invalidate_all()
        self._refuses(self.officer, "remedy_sought", "Money")

    def test_what_is_closed_anyway_stays_closed(self):
        arch = etree.fromstring(self._complaints(self.officer).get_view(view_type="form")["arch"])
        closed = {node.get("readonly") for node in arch.xpath("//field[@name='next_promise_on']")}
        self.assertTrue(closed)
        self.assertIn("id", arch.xpath("//field[@name='description']")[0].get("readonly"))
