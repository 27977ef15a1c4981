from .common import ComplaintCase


class TestRecognition(ComplaintCase):
    """Contact, order and certificates are recognised, and linked only when they are one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.name, cls.other_order.name = "QZ2026-0101", "QZ2026-0202"
        certificates = cls.env["lab.certificate"]
        cls.certificate = certificates.create(cls._certificate(name="JZ2026-7001"))
        cls.amended = certificates.create(cls._certificate(name="JZ2026-7001", version="2"))
        cls.foreign = certificates.create(
            cls._certificate(name="JZ2026-7002", customer_id=cls.other_customer.id)
        )

    @classmethod
    def _certificate(cls, **values):
        return {
            "company_id": cls.company.id,
            "order_id": cls.order.id,
            "customer_id": cls.customer.id,
            **values,
        }

    def _recognise(self, text, partner=None, company=None):
        partner = self.contact if partner is None else partner
        return self._complaints()._recognise(text, partner, company or self.company)

    def test_own_order(self):
        for text in (
            "QZ2026-0101",
            "Order qz2026-0101, please.",
            "委托书QZ2026-0101号的报告有误",
            "ＱＺ２０２６－０１０１",
        ):
            with self.subTest(text=text):
                named = self._recognise(text)
                self.assertEqual(named["order"], self.order)
                self.assertFalse(named["others"])

    def test_part_of_a_longer_number_is_not_it(self):
        for text in ("QZ2026-01012", "XQZ2026-0101", "QZ2026-010"):
            with self.subTest(text=text):
                self.assertFalse(self._recognise(text)["order"])

    def test_somebody_elses_is_not_linked(self):
        named = self._recognise("QZ2026-0202 and JZ2026-7002")
        self.assertFalse(named["order"])
        self.assertFalse(named["certificates"])
        self.assertEqual(named["others"], ["JZ2026-7002", "QZ2026-0202"])

    def test_latest_version_and_its_order(self):
        named = self._recognise("My certificate JZ2026-7001 is wrong")
        self.assertEqual(named["certificates"], self.amended)
        self.assertEqual(named["order"], self.order)

    def test_number_in_chinese(self):
        self.certificate.copy({"name": "沪校字2026第0012号", "version": "1"})
        self.assertEqual(
            self._recognise("你们的证书沪校字2026第0012号有误")["certificates"].name,
            "沪校字2026第0012号",
        )

    def test_first_order_named_comes_first(self):
        second = self._make_order(self.contact, name="QZ2026-0303")
        named = self._recognise("QZ2026-0303, and QZ2026-0101 as well")
        self.assertEqual(named["order"], second)
        self.assertEqual(named["others"], ["QZ2026-0101"])

    def test_nothing_is_linked_for_a_stranger(self):
        named = self._recognise("QZ2026-0101", self.env["res.partner"])
        self.assertFalse(named["order"])
        self.assertEqual(named["others"], ["QZ2026-0101"])

    def test_other_company(self):
        named = self._recognise("QZ2026-0101 JZ2026-7001", company=self.other_company)
        self.assertEqual(
            (named["order"].ids, named["certificates"].ids, named["others"]), ([], [], [])
        )

    def test_odd_texts(self):
        for text in (None, "", "%", "'; DROP TABLE sale_order; --", "\\", "A" * 100_000):
            with self.subTest(text=(text or "")[:20]):
                self.assertFalse(self._recognise(text)["order"])

    def test_sender(self):
        def sender(email, company=self.company):
            return self._complaints()._known_sender(email, company)

        self.assertEqual(sender("Lin <LIN@gauge.example.com>"), self.contact)
        self.assertFalse(sender("nobody@gauge.example.com"))
        self.assertFalse(sender("no address"))
        self.assertFalse(sender(None))

    def test_person_before_the_company(self):
        self.contact.email = self.customer.email
        self.assertEqual(
            self._complaints()._known_sender(self.customer.email, self.company), self.contact
        )

    def test_address_of_two_companies_is_nobodys(self):
        self.other_customer.email = self.contact.email
        self.assertFalse(self._complaints()._known_sender(self.contact.email, self.company))

    def test_contact_of_another_laboratory(self):
        self.contact.company_id = self.other_company
        self.assertFalse(self._complaints()._known_sender(self.contact.email, self.company))
