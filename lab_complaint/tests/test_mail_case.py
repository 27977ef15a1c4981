from datetime import timedelta

from odoo import fields

from .gateway_case import STRANGER, WORDS, GatewayCase

SCRIPT = "<script>alert(1)</script>"


class TestMailCase(GatewayCase):
    """A mail to the address for complaints is a case (7.9.1)."""

    def test_what_is_entered(self):
        case = self._case()
        self.assertRecordValues(
            case,
            [
                {
                    "subject": "Wrong values",
                    "description": WORDS,
                    "company_id": self.company.id,
                    "partner_id": self.contact.id,
                    "complainant_name": "Ms Lin",
                    "complainant_email": "lin@gauge.example.com",
                    "complainant_role": "customer",
                    "state": "received",
                    "received_by_id": False,
                    "create_uid": self.env.ref("base.user_root").id,
                }
            ],
        )
        self.assertEqual(case.channel_id.code, "contact")
        self.assertEqual(self.result, case.id)

    def test_original_is_kept_whole(self):
        raw = self._mail()
        case, arrival = self._receive_raw(raw)
        self.assertEqual(self._original(arrival), raw)
        self.assertRecordValues(
            arrival,
            [
                {
                    "kind": "mail",
                    "state": "logged",
                    "doubt": False,
                    "name": "Wrong values",
                    "text": WORDS,
                    "original_name": "Wrong values.eml",
                    "sender_email": "lin@gauge.example.com",
                    "sender_name": "Ms Lin",
                    "complaint_id": case.id,
                    "company_id": self.company.id,
                    "stated_date": "Mon, 02 Mar 2026 08:00:00 +0800",
                    "mail_count": 1,
                }
            ],
        )

    def test_order_and_certificate_are_recognised(self):
        case = self._case(Subject=f"About your order {self.order.name}")
        self.assertEqual(case.order_id, self.order)
        self.assertFalse(self._case(words=f"Order {self.other_order.name}").order_id)

    def test_date_is_that_of_receipt(self):
        for date in ("Fri, 01 Jan 2100 00:00:00 +0000", "Mon, 01 Jan 1990 00:00:00 +0000", "soon"):
            with self.subTest(date=date):
                raw = self._mail(f"{date[:3]}@x.example.com", Date=None)
                case, _arrival = self._receive_raw(f"Date: {date}\n".encode() + raw)
                now = fields.Datetime.now()
                self.assertLess(abs(case.received_on - now), timedelta(minutes=5))
                self.assertEqual(case.arrival_ids.stated_date, date)

    def test_without_words(self):
        self.company.partner_id.lang = "en_US"
        case = self._case(words="\n \n")
        self.assertEqual(case.description, "(no text; see the original mail)")
        case = self._case(Subject=None)
        self.assertEqual(case.subject, WORDS)

    def test_files_are_kept(self):
        case = self._case(
            files=[
                ("reading.pdf", b"%PDF-1.4 x", "application/pdf"),
                ("tool.exe", b"MZ\x90\x00", "application/octet-stream"),
            ]
        )
        files = self._files(case)
        self.assertEqual(sorted(files.mapped("name")), ["reading.pdf", "tool.exe"])
        self.assertEqual(
            {file.name: file.raw for file in files},
            {"reading.pdf": b"%PDF-1.4 x", "tool.exe": b"MZ\x90\x00"},
        )

    def test_pages_are_never_shown_as_such(self):
        page = f"<html><body>{SCRIPT}</body></html>".encode()
        svg = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()
        raw = self._mail(
            files=[("a.html", page, "text/html"), ("b.svg", svg, "image/svg+xml")],
            Message_Id=None,
        )
        case, arrival = self._receive_raw(page + b"\n" + raw, model="lab.complaint")
        case |= self._case(files=[("a.html", page, "text/html"), ("b.svg", svg, "image/svg+xml")])
        kept = self._files(case) | self.env["ir.attachment"].sudo().search(
            [("res_model", "=", arrival._name), ("res_field", "=", "original")]
        )
        self.assertGreaterEqual(len(kept), 4)
        for file in kept:
            self.assertNotIn("ht", file.mimetype.replace("text/plain", ""))
            self.assertNotIn("xml", file.mimetype)

    def test_names_of_files_are_safe(self):
        names = ["../../etc/passwd", "invoice\u202efdp.exe", "x" * 300 + ".pdf", SCRIPT + ".txt"]
        case = self._case(files=[(name, b"content", "application/octet-stream") for name in names])
        kept = self._files(case).mapped("name")
        self.assertEqual(len(kept), 4)
        self.assertIn("passwd", kept)
        self.assertIn("invoicefdp.exe", kept)
        self.assertTrue(all(len(name) <= 100 and not set(name) & set("<>/\u202e") for name in kept))

    def _files(self, case):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", "lab.complaint"), ("res_id", "in", case.ids)])
        )

    # --- who writes ---

    def test_stranger_is_the_public(self):
        case = self._case(STRANGER)
        self.assertRecordValues(
            case,
            [
                {
                    "partner_id": False,
                    "complainant_name": "Zhao Whistle",
                    "complainant_email": "zhao@outside.example.com",
                    "complainant_role": "public",
                    "is_identity_protected": True,
                }
            ],
        )

    def test_contact_that_never_ordered_is_the_public(self):
        contact = self.env["res.partner"].create({"name": "New", "email": "new@n.example.com"})
        case = self._case("new@n.example.com")
        self.assertEqual(case.complainant_role, "public")
        self.assertEqual(case.partner_id, contact)

    def test_employee(self):
        self.salesperson.partner_id.email = "sales@laboratory.example.com"
        case = self._case("sales@laboratory.example.com")
        self.assertRecordValues(
            case,
            [
                {
                    "complainant_role": "staff",
                    "create_uid": self.env.ref("base.user_root").id,
                    "received_by_id": False,
                    "is_identity_protected": True,
                }
            ],
        )
        self.assertEqual(case.channel_id.code, "staff")
        self.assertFalse(case.message_partner_ids)

    def test_nobody(self):
        case = self._case(None)
        self.assertFalse(case.partner_id or case.complainant_email or case.complainant_name)

    def test_protected_sender_is_named_to_officers_alone(self):
        self.investigator = self._make_user("investigator")
        case = self._case(STRANGER, Cc="colleague@outside.example.com")
        case.investigator_ids = self.investigator
        arrival = case.arrival_ids
        for user in (self.investigator, self.auditor):
            with self.subTest(user=user.login):
                seen = case.with_user(user)
                self.assertFalse(seen.complainant_email)
                said = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("model", "=", "lab.complaint"), ("res_id", "=", case.id)])
                )
                self._assert_nobody_named(said)
                self.assertNoAccess(lambda u=user: arrival.with_user(u).read(["original"]))
                self.assertNoAccess(lambda u=user: case.with_user(u).read(["arrival_ids"]))
                self.assertFalse(case.message_follower_ids)
                file = (
                    self.env["ir.attachment"]
                    .sudo()
                    .search(
                        [
                            ("res_model", "=", arrival._name),
                            ("res_id", "=", arrival.id),
                            ("res_field", "=", "original"),
                        ]
                    )
                )
                self.assertTrue(file)
                self.assertNoAccess(lambda u=user, f=file: f.with_user(u).read(["raw"]))
        officer = arrival.with_user(self.officer)
        self.assertEqual(officer.sender_email, "zhao@outside.example.com")

    def _assert_nobody_named(self, messages):
        for message in messages.sudo():
            values = message.read()[0]
            for name, value in values.items():
                self.assertNotIn("outside.example.com", str(value), name)
                self.assertNotIn("Zhao", str(value), name)

    # --- what it says ---

    def test_page_is_made_readable(self):
        page = (
            "<html><head><style>p {color: red}</style></head><body>"
            "<p>Dear <b>all</b>,</p><table><tr><th>Point</th><th>Error</th></tr>"
            "<tr><td>10&nbsp;kPa</td><td>2 kPa</td></tr></table>"
            "<ul><li>one</li><li>two</li></ul>"
            '<a href="https://g.example.com/photo"><i>photo</i></a><br>Regards<br/>Lin'
            f"{SCRIPT}</body></html>"
        )
        case = self._case(html=page)
        self.assertEqual(
            case.description,
            "Dear all,\n\nPoint | Error\n10 kPa | 2 kPa\n\n- one\n- two\n"
            "photo <https://g.example.com/photo>\nRegards\nLin",
        )

    def test_text_keeps_its_lines(self):
        words = "Dear all,\n\n    the values\n\n> On Monday you wrote:\n> All is well\n\n--\nLin"
        self.assertEqual(self._case(words=words).description, words)

    def test_script_is_text(self):
        case = self._case(
            sender=f'"{SCRIPT}" <lin@gauge.example.com>', words=SCRIPT, Subject=SCRIPT
        )
        self.assertEqual(case.description, SCRIPT)
        self.assertEqual(case.subject, SCRIPT)
        self.assertNotIn("<script", "".join(case.message_ids.mapped("body")))

    def test_very_long(self):
        case = self._case(words="Far too long. " * 20_000, Subject="Long " * 2_000)
        self.assertEqual(len(case.description), 50_000)
        self.assertEqual(len(case.subject), 100)

    # --- where it is entered ---

    def test_other_company(self):
        self.other_company.alias_domain_id = self.company.alias_domain_id
        self.other_company.complaint_alias_name = "reclamations"
        case = self._case(To=self.other_company.complaint_email, words=self.order.name)
        self.assertEqual(case.company_id, self.other_company)
        self.assertFalse(case.order_id)
        self.assertEqual(case.arrival_ids.company_id, self.other_company)
        self.assertNoAccess(lambda: case.with_user(self.officer).read(["subject"]))

    def test_both_companies(self):
        self.other_company.alias_domain_id = self.company.alias_domain_id
        self.other_company.complaint_alias_name = "reclamations"
        cases, arrivals = self._receive_mail(Cc=self.other_company.complaint_email)
        self.assertEqual(cases.company_id, self.company | self.other_company)
        self.assertEqual(len(arrivals), 2)

    def test_mailbox_of_its_own(self):
        cases, _arrivals = self._receive_raw(
            self._mail(To="box@elsewhere.example.com"), model="lab.complaint"
        )
        self.assertEqual(cases.company_id, self.env.company)

    def test_other_addresses_are_none_of_ours(self):
        partners = self.env["res.partner"].search_count([])
        cases, arrivals = self._receive_raw(
            self._mail(To="box@elsewhere.example.com"), model="res.partner"
        )
        self.assertFalse(cases or arrivals)
        self.assertEqual(self.env["res.partner"].search_count([]), partners + 1)

    def test_also_to_another_address(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "people",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        other = f"people@{self.company.alias_domain_id.name}"
        partners = self.env["res.partner"].search_count([])
        self.assertTrue(self._case(Cc=other))
        self.assertEqual(self.env["res.partner"].search_count([]), partners + 1)

    def test_delivered_twice(self):
        raw = self._mail()
        self._receive_raw(raw)
        self.assertEqual(self._receive_raw(b"Received: by another\n" + raw)[0:2], self._nothing())

    def test_same_identity_from_somebody_else(self):
        self._case(Message_Id="<1@1>")
        self.assertTrue(self._case(STRANGER, Message_Id="<1@1>"))

    def _nothing(self):
        return self.env["lab.complaint"], self.env["lab.complaint.arrival"]
