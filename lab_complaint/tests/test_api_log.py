import base64
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, UserError

from .common import ComplaintCase

WORDS = "The report did not come.\nWe could not use the instrument."
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SCRIPT = "<script>alert(1)</script>"


class ApiCase(ComplaintCase):
    """A laboratory information system with a user of its own, who is any employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = cls._make_user("system")
        cls.order.name = "QZ2026-0001"
        cls.certificate = cls._make_certificate("JZ2026-0001")

    @classmethod
    def _make_certificate(cls, name, **values):
        return cls.env["lab.certificate"].create(
            {"name": name, "company_id": cls.company.id, **values}
        )

    def _call(self, user=None, **arguments):
        """Answer of one call, as in a request of its own."""
        self.env.flush_all()
        self.env.invalidate_all()
        arguments = {"description": WORDS, **arguments}
        answer = self._complaints(user or self.system).log_complaint(**arguments)
        self.env.flush_all()
        return answer

    def _case(self, user=None, **arguments):
        """The case that a call logs."""
        return self._complaints().browse(self._call(user, **arguments)["id"])

    def _count(self):
        return self._complaints().search_count([])


class TestApiLog(ApiCase):
    """One call logs a complaint by the names and numbers that another system knows."""

    def test_words_are_enough(self):
        answer = self._call()
        complaint = self._complaints().browse(answer["id"])
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": answer["number"],
                    "description": WORDS,
                    "subject": "The report did not come.",
                    "state": "received",
                    "company_id": self.company.id,
                    "create_uid": self.system.id,
                    "received_by_id": self.system.id,
                    "channel_id": self.env.ref("lab_complaint.channel_website").id,
                    "order_id": False,
                    "request_id": False,
                }
            ],
        )
        self.assertTrue(answer["status_url"].endswith("/complaints/status"))

    def test_all_that_can_be_given(self):
        complaint = self._case(
            subject="Report too late",
            order="QZ2026-0001",
            certificates=["JZ2026-0001"],
            stated_reference="our gauge of March",
            complainant={
                "name": "Mr Zhou",
                "email": "zhou@hospital.example.com",
                "phone": "+86 10 1",
                "role": "end_user",
                "consent": True,
            },
            remedy_sought="The report by Friday",
            received_on="2026-03-31T09:30:00+08:00",
            channel="test_pigeon",
            request_id="LIMS-1",
        )
        self.assertRecordValues(
            complaint,
            [
                {
                    "subject": "Report too late",
                    "order_id": self.order.id,
                    "customer_id": self.customer.id,
                    "stated_reference": "our gauge of March",
                    "complainant_name": "Mr Zhou",
                    "complainant_email": "zhou@hospital.example.com",
                    "complainant_phone": "+86 10 1",
                    "complainant_role": "end_user",
                    "disclosure_consent": True,
                    "remedy_sought": "The report by Friday",
                    "received_on": datetime(2026, 3, 31, 1, 30),
                    "channel_id": self.channel.id,
                    "request_id": "LIMS-1",
                }
            ],
        )
        self.assertEqual(complaint.certificate_ids.certificate_id, self.certificate)
        self.assertEqual(complaint.certificate_ids.role, "disputed")

    def test_order_names_the_complainant(self):
        complaint = self._case(order="QZ2026-0001")
        self.assertEqual(complaint.partner_id, self.contact)
        self.assertEqual(complaint.complainant_email, "lin@gauge.example.com")

    def test_anonymous(self):
        complaint = self._case(order="QZ2026-0001", complainant={"anonymous": True})
        self.assertTrue(complaint.is_anonymous)
        self.assertFalse(complaint.partner_id)
        self.assertTrue(complaint.is_identity_protected)

    def test_answer_is_promised(self):
        self.env["lab.complaint.deadline.policy"].search([]).unlink()
        self.assertFalse(self._call()["answer_due_on"])
        self.env["lab.complaint.deadline.policy"].create({"kind": "outcome", "days": 5})
        answer = self._call(received_on="2026-03-02T01:00:00Z")
        self.assertEqual(answer["answer_due_on"], "2026-03-09")

    def test_latest_version_of_a_certificate(self):
        amended = self._make_certificate("JZ2026-0001", version="2")
        self._make_certificate("JZ2026-0001", company_id=self.other_company.id, version="3")
        complaint = self._case(certificates="JZ2026-0001")
        self.assertEqual(complaint.certificate_ids.certificate_id, amended)

    def test_a_number_given_twice_counts_once(self):
        complaint = self._case(certificates=["JZ2026-0001", " JZ2026-0001 "])
        self.assertEqual(complaint.certificate_ids.certificate_id, self.certificate)

    def test_what_a_stranger_states_is_for_the_officer(self):
        complaint = self._case(stated_reference="QZ2026-0001")
        self.assertFalse(complaint.order_id)
        notes = complaint.message_ids.filtered(lambda message: "QZ2026-0001" in message.body)
        self.assertIn("make sure first", notes.body)
        self.assertNotIn("make sure", str(self._case().message_ids.mapped("body")))

    def test_files(self):
        content = base64.b64encode(PDF).decode()
        complaint = self._case(files=[{"name": "../receipt.pdf", "content": content}])
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "lab.complaint"), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((file.name, file.raw), ("receipt.pdf", PDF))
        self.assertEqual(file.create_uid, self.system)
        self.assertFalse(file.public)

    def test_the_caller_gets_no_messages(self):
        self.assertNotIn(self.system.partner_id, self._case().message_partner_ids)

    def test_scripts_are_text(self):
        complaint = self._case(
            description=SCRIPT,
            subject=SCRIPT,
            remedy_sought=SCRIPT,
            stated_reference=SCRIPT,
            complainant={"name": SCRIPT},
            request_id=SCRIPT,
        )
        self.assertEqual(complaint.description, SCRIPT)
        self.assertNotIn("<script", "".join(complaint.message_ids.mapped("body")))

    def test_control_characters_are_left_out(self):
        complaint = self._case(description="Late\x00\u202e\r\nagain", subject=" a\x07b ")
        self.assertEqual(complaint.description, "Late\nagain")
        self.assertEqual(complaint.subject, "ab")


class TestApiLogRefuses(ApiCase):
    """What is wrong is named, and nothing is entered."""

    WRONG = {
        "no words": ({"description": ""}, "words are missing"),
        "blank words": ({"description": " \n "}, "words are missing"),
        "words no text": ({"description": 5}, "description: give a text"),
        "long words": ({"description": "x" * 20_001}, "description: Shorten"),
        "long subject": ({"subject": "x" * 501}, "subject: Shorten"),
        "subject no text": ({"subject": ["a"]}, "subject: give a text"),
        "unknown order": ({"order": "QZ-NONE"}, "no order QZ-NONE"),
        "order by id": ({"order": 7}, "order: give numbers as text"),
        "unknown certificate": (
            {"certificates": ["JZ2026-0001", "JZ-NONE", "JZ-NIL"]},
            "no certificate JZ-NONE, JZ-NIL in",
        ),
        "certificates by id": ({"certificates": [7]}, "certificates: give numbers as text"),
        "unknown channel": ({"channel": "telepathy"}, "telepathy.*test_pigeon"),
        "no channel": ({"channel": None}, "channel"),
        "channel no text": ({"channel": {}}, "channel"),
        "unknown key": ({"complainant": {"mail": "x"}}, "name, email.*Unknown: mail"),
        "complainant no object": ({"complainant": "Mr Zhou"}, "complainant: give an object"),
        "name no text": ({"complainant": {"name": 5}}, r"complainant\.name: give a text"),
        "unknown role": ({"complainant": {"role": "friend"}}, "friend.*customer, end_user"),
        "anonymous and named": ({"complainant": {"anonymous": True, "name": "A"}}, "not both"),
        "no moment": ({"received_on": "yesterday"}, "received_on: give a date"),
        "moment no text": ({"received_on": 5}, "received_on: give a date"),
        "future": ({"received_on": "2999-01-01T00:00:00Z"}, "future"),
        "no base64": ({"files": [{"name": "a.pdf", "content": "%%%"}]}, r"a\.pdf.*not base64"),
        "no name": ({"files": [{"content": ""}]}, "“name”"),
        "file no object": ({"files": ["a.pdf"]}, "files: give a list of objects"),
        "empty file": ({"files": [{"name": "a.pdf", "content": ""}]}, r"a\.pdf is empty"),
        "request no text": ({"request_id": 5}, "request_id: give a text"),
    }

    def test_each_mistake(self):
        before = self._count()
        for title, (arguments, message) in self.WRONG.items():
            with self.subTest(title), self.assertRefused(UserError, message):
                self._call(**arguments)
        self.assertEqual(self._count(), before)

    def _file(self, content, name="a.pdf"):
        return {"name": name, "content": base64.b64encode(content).decode()}

    def test_files_that_are_not_taken(self):
        before = self._count()
        for files, message in (
            ([self._file(b"MZ\x90\x00 program")], r"a\.pdf cannot be taken"),
            ([self._file(PDF, "a.exe")], r"a\.exe cannot be taken"),
            ([self._file(PDF + b"0" * (10 * 1024 * 1024))], "larger than 10 MB"),
            ([self._file(PDF)] * 6, "at most 5"),
        ):
            with self.subTest(message), self.assertRefused(UserError, message):
                self._call(files=files)
        self.assertEqual(self._count(), before)

    def test_orders_and_certificates_of_other_companies_do_not_exist(self):
        self._make_order(self.customer, company_id=self.other_company.id, name="QZ-B")
        self._make_certificate("JZ-B", company_id=self.other_company.id)
        with self.assertRefused(UserError, "no order QZ-B"):
            self._call(order="QZ-B")
        with self.assertRefused(UserError, "no certificate JZ-B"):
            self._call(certificates=["JZ-B"])

    def test_who_may_log(self):
        for user in (self.portal, self.public):
            with self.subTest(user.login), self.assertRefused(AccessError):
                self._call(user)
        for user in (self.reporter, self.salesperson, self.officer, self.auditor):
            self.assertTrue(self._call(user)["number"])

    def test_other_company(self):
        """In the company of the caller, or the one asked for that the caller works in."""
        both = [self.other_company.id, self.company.id]
        with self.assertRefused(AccessError):
            self._complaints(self.system).with_context(allowed_company_ids=both).log_complaint(
                WORDS
            )
        self.system.company_ids |= self.other_company
        answer = (
            self._complaints(self.system)
            .with_context(allowed_company_ids=both)
            .log_complaint(WORDS)
        )
        complaint = self._complaints().browse(answer["id"])
        self.assertEqual(complaint.company_id, self.other_company)
        self.assertEqual(self._case().company_id, self.company)


class TestApiRequest(ApiCase):
    """The same request enters one case."""

    def test_again(self):
        first = self._call(request_id="LIMS-7")
        before = self._count()
        second = self._call(request_id="LIMS-7", description="", order="QZ-NONE")
        self.assertEqual(self._count(), before)
        self.assertEqual(second, {**first, "query_code": False})

    def test_the_code_stays_valid(self):
        first = self._call(request_id="LIMS-7")
        self._call(request_id="LIMS-7")
        found = self.env["lab.complaint.query.code"]._find(first["number"], first["query_code"])
        self.assertEqual(found.complaint_id.id, first["id"])

    def test_also_when_the_case_is_out_of_sight(self):
        first = self._call(request_id="LIMS-7")
        complaint = self._complaints().browse(first["id"])
        complaint.involved_employee_ids = self._make_employee("System", self.system)
        complaint.stage_id = self.stages["screening"]
        self.assertFalse(self._complaints(self.system).search([("id", "=", first["id"])]))
        self.assertEqual(self._call(request_id="LIMS-7")["number"], first["number"])

    def test_others_and_other_companies_have_their_own(self):
        self.system.company_ids |= self.other_company
        numbers = {
            self._call(request_id="LIMS-7")["id"],
            self._call(self.reporter, request_id="LIMS-7")["id"],
            self._complaints(self.system)
            .with_company(self.other_company)
            .log_complaint(WORDS, request_id="LIMS-7")["id"],
            self._call(request_id="LIMS-8")["id"],
            self._call()["id"],
            self._call()["id"],
            self._call(request_id=" ")["id"],
        }
        self.assertEqual(len(numbers), 7)

    def test_after_a_mistake(self):
        """What was refused has entered nothing: mended, it is taken."""
        with self.assertRefused(UserError):
            self._call(request_id="LIMS-7", order="QZ-NONE")
        self.assertTrue(self._call(request_id="LIMS-7", order="QZ2026-0001")["query_code"])

    def test_two_at_once(self):
        """The second finds the index taken and begins anew, where it finds the case."""
        self._call(request_id="LIMS-7")
        model = type(self._complaints())
        nothing = self._complaints()
        with (
            patch.object(model, "_logged_by_request", lambda *_arguments: nothing),
            self.assertRefused(ConcurrencyError),
        ):
            self._call(request_id="LIMS-7")

    def test_other_doors_do_not_repeat_a_request(self):
        complaint = self._case(request_id="LIMS-7")
        self.assertFalse(complaint.copy().request_id)
        with self.assertRefused(message="lab_complaint_request_once"):
            self._log(self.system, request_id="LIMS-7")


class TestApiQueryCode(ApiCase):
    """The code for the complainant is given once, to who logged the case."""

    def _opens(self, answer):
        codes = self.env["lab.complaint.query.code"]
        return codes._find(answer["number"], answer["query_code"] or "").complaint_id.id

    def test_given(self):
        answer = self._call()
        self.assertEqual(self._opens(answer), answer["id"])
        complaint = self._complaints().browse(answer["id"])
        notes = complaint.message_ids.filtered(lambda message: "query code" in message.body)
        self.assertIn(self.system.name, notes.body)
        self.assertTrue(notes.is_internal)
        self.assertNotIn(answer["query_code"], "".join(complaint.message_ids.mapped("body")))

    def test_not_for_who_is_involved(self):
        """They would read on the status page what the case does not show them."""
        self.certificate.performed_by_ids = self._make_employee("System", self.system)
        answer = self._call(certificates=["JZ2026-0001"])
        self.assertIs(answer["query_code"], False)
        self.assertTrue(answer["number"])
        self.assertFalse(
            self.env["lab.complaint.query.code"].search([("complaint_id", "=", answer["id"])])
        )

    def test_none_to_renew(self):
        answer = self._call()
        complaint = self._complaints(self.system).browse(answer["id"])
        with self.assertRefused(AccessError):
            complaint.action_renew_query_code()
