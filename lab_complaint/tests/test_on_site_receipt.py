import base64

from odoo.exceptions import UserError
from odoo.tests import Form

from .candidate_case import CandidateCase


class TestOnSiteReceipt(CandidateCase):
    """Any employee keeps what a customer said when work on site was done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.name = "S77001"

    def _keep(self, user=None, **values):
        receipts = self.env["lab.complaint.receipt"].with_user(user or self.reporter)
        values = {"order_number": "S77001", "satisfaction": "5", **values}
        kept = receipts.keep_receipt(**values)
        return self.env["rating.rating"].browse(kept)

    def _files(self):
        return self.env["ir.attachment"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.order.id)]
        )

    def test_kept_as_a_rating_of_the_order(self):
        rating = self._keep(words="Quick and clean", scan=self.scan, scan_name="回执单.pdf")
        self.assertRecordValues(
            rating,
            [
                {
                    "res_model": "sale.order",
                    "res_id": self.order.id,
                    "partner_id": self.contact.id,
                    "rating": 5,
                    "feedback": "Quick and clean",
                    "consumed": True,
                    "is_on_site_receipt": True,
                    "create_uid": self.reporter.id,
                }
            ],
        )
        self.assertRecordValues(self._files(), [{"name": "回执单.pdf", "datas": self.scan}])
        self.assertFalse(self._arrivals_of(rating))

    def test_noted_on_the_order(self):
        self._keep(words="<b>Quick</b>", satisfaction="4")
        note = self.order.message_ids[0]
        self.assertIn("On-site receipt: Satisfied", note.body)
        self.assertIn("&lt;b&gt;Quick", note.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(note.author_id, self.reporter.partner_id)

    def test_low_one_is_screened(self):
        rating = self._keep(
            satisfaction="2", words="Came late", scan=self.scan, scan_name="receipt.pdf"
        )
        arrival = self._arrivals_of(rating)
        self.assertRecordValues(
            arrival,
            [
                {
                    "kind": "receipt",
                    "doubt": "low_score",
                    "score": 40,
                    "text": "Came late",
                    "order_id": self.order.id,
                    "partner_id": self.contact.id,
                    "original": self.scan,
                    "original_name": "receipt.pdf",
                }
            ],
        )
        arrival.with_user(self.officer).action_log_complaint()
        self.assertRecordValues(
            arrival.complaint_id,
            [{"order_id": self.order.id, "description": "Came late", "received_by_id": False}],
        )
        self.assertEqual(arrival.complaint_id.channel_id.code, "on_site")

    def test_original_outlives_the_file_of_the_order(self):
        rating = self._keep(satisfaction="1", scan=self.scan, scan_name="receipt.pdf")
        self._files().unlink()
        self.assertFalse(rating.on_site_receipt_id)
        self.assertEqual(self._arrivals_of(rating).original, self.scan)

    def test_negative_words_of_a_satisfied_customer(self):
        arrival = self._arrivals_of(self._keep(words="报告延误了"))
        self.assertRecordValues(arrival, [{"kind": "receipt", "doubt": "negative_comment"}])

    def test_every_employee(self):
        for user in (self.reporter, self.salesperson, self.officer, self.auditor):
            with self.subTest(user=user.login):
                self.assertTrue(self._keep(user))

    def test_nobody_else(self):
        for user in (self.portal, self.public):
            with self.subTest(user=user.login):
                self.assertNoAccess(lambda user=user: self._keep(user))

    def test_bad_input(self):
        for values, message in (
            ({"order_number": "S99999"}, "no order with the number “S99999”"),
            ({"order_number": ""}, "no order"),
            ({"order_number": "S7700%"}, "no order"),
            ({"satisfaction": "6"}, "how satisfied"),
            ({"satisfaction": False}, "how satisfied"),
            ({"partner_id": self.other_customer.id}, "does not belong to the customer"),
            ({"words": "a" * 5001}, "Shorten the text"),
            ({"scan": base64.b64encode(b"MZ\x90\x00"), "scan_name": "a.pdf"}, "a.pdf"),
            ({"scan": self.scan}, "cannot be taken"),
            ({"scan": "no base64!", "scan_name": "a.pdf"}, "empty"),
        ):
            with self.subTest(values=str(values)[:60]), self.assertRefused(UserError, message):
                self._keep(**values)
        self.assertFalse(self.order.rating_ids)
        self.assertFalse(self._files())

    def test_number_as_people_type_it(self):
        for number in (" s77001 ", "S77 001", "s77001"):
            with self.subTest(number):
                self.assertEqual(self._keep(order_number=number).res_id, self.order.id)

    def test_order_of_another_company_is_not_found(self):
        self.order = self._make_order(
            self.other_customer, company_id=self.other_company.id, name="S77002"
        )
        with self.assertRefused(UserError, "no order"):
            self._keep(order_number="S77002")

    def test_another_contact_of_the_customer(self):
        rating = self._keep(partner_id=self.customer.id)
        self.assertEqual(rating.partner_id, self.customer)

    def test_form(self):
        """Somebody without any right on orders fills it in."""
        form = Form(
            self.env["lab.complaint.receipt"].with_user(self.reporter),
            "lab_complaint.lab_complaint_receipt_view_form",
        )
        form.order_number = "S7700"
        self.assertFalse(form.customer_id)
        form.order_number = "S77001"
        self.assertEqual(form.customer_id, self.customer)
        self.assertEqual(form.partner_id, self.contact)
        form.satisfaction = "1"
        form.words = "Rude"
        answer = form.save().action_keep()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual(len(self._arrivals_of(self.order.rating_ids)), 1)

    def test_form_is_its_writers(self):
        receipt = (
            self.env["lab.complaint.receipt"]
            .with_user(self.reporter)
            .create({"order_number": "S77001", "satisfaction": "1"})
        )
        self.assertNoAccess(lambda: receipt.with_user(self.officer).read(["words"]))
