"""The report that came too late, told to the laboratory in every way there is."""

from datetime import datetime, timedelta

from odoo.tests import Form, HttpCase

from .common_answer import AnswerCase

SHORT_FORM = "lab_complaint.lab_complaint_view_form_quick"
SUBJECT = "Report not received on the agreed day"
WORDS = (
    "We did not get the report on the agreed day and could not use the instrument.\n"
    "It is about order QZ2026-0301, report JZ2026-0407."
)
REMEDY = "The report by Friday, and an explanation"
REFERENCE = "QZ2026-0301 / JZ2026-0407"
PROMISES = {"acknowledgement", "screening", "progress", "outcome"}
# Each way: the method that goes it and returns the case, and the facts that it cannot tell.
WAYS = (
    ("short form of sales", "_short_form_of_sales", ()),
    ("short form of any employee", "_short_form_of_an_employee", ()),
    ("import", "_import", ()),
    ("external API", "_external_api", ()),
)


class TestWaysIn(HttpCase, AnswerCase):
    """Case 2 is the same record whichever way it came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.name = "QZ2026-0301"
        cls.certificate = cls.env["lab.certificate"].create(
            {"name": "JZ2026-0407", "company_id": cls.company.id, "order_id": cls.order.id}
        )
        cls.env["lab.complaint.deadline.policy"].search([]).unlink()
        cls.env["lab.complaint.deadline.policy"].create(
            [{"kind": kind, "days": 5} for kind in sorted(PROMISES)]
        )

    # --- the ways ---

    def _short_form_of_sales(self):
        action = self.order.with_user(self.salesperson).action_log_complaint()
        complaints = self._complaints(self.salesperson).with_context(**action["context"])
        form = Form(complaints, SHORT_FORM)
        self._fill_in(form)
        return form.save()

    def _short_form_of_an_employee(self):
        form = Form(self._complaints(self.reporter), SHORT_FORM)
        self._fill_in(form)
        form.partner_id = self.contact
        return form.save()

    def _fill_in(self, form):
        form.subject = SUBJECT
        form.description = WORDS
        form.remedy_sought = REMEDY
        form.stated_reference = REFERENCE

    def _import(self):
        self.officer.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        row = {
            "subject": SUBJECT,
            "description": WORDS,
            "remedy_sought": REMEDY,
            "stated_reference": REFERENCE,
            "order_id": "QZ2026-0301",
            "certificate_ids/name": "JZ2026-0407",
        }
        result = self._complaints(self.officer).load([*row], [[*row.values()]])
        self.assertFalse(result["messages"])
        return self._complaints().browse(result["ids"])

    def _external_api(self):
        keys = self.env["res.users.apikeys"].with_user(self.reporter).sudo()
        key = keys._generate("rpc", "test", datetime.now() + timedelta(days=1))
        answer = self.url_open(
            "/json/2/lab.complaint/log_complaint",
            json={
                "description": WORDS,
                "subject": SUBJECT,
                "remedy_sought": REMEDY,
                "stated_reference": REFERENCE,
                "order": "QZ2026-0301",
                "certificates": ["JZ2026-0407"],
            },
            headers={"Authorization": f"bearer {key}"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        return self._complaints().browse(answer.json()["id"])

    # --- the record ---

    def _facts(self, complaint):
        """What has to be the same, however the case came in."""
        self._end_request()
        case = complaint.with_user(self.env.user).sudo()
        acknowledged = case.deadline_ids.filtered(lambda one: one.kind == "acknowledgement")
        return {
            "words": case.description.strip(),
            "subject": case.subject,
            "remedy": case.remedy_sought,
            "reference": case.stated_reference,
            "order": case.order_id.name,
            "certificates": case.certificate_ids.mapped(lambda one: (one.name, one.role)),
            "customer": case.customer_id,
            "complainant": case.partner_id,
            "name": case.complainant_name,
            "address": case.complainant_email,
            "anonymous": case.is_anonymous,
            "kind": case.kind,
            "company": case.company_id,
            "promises": set(case.deadline_ids.mapped("kind")),
            "counted from today": set(case.deadline_ids.mapped("start_on"))
            == {self.company._complaint_today()},
            "register": (case.register_year, case.register_number),
            "just begun": case.state in ("received", "screening"),
            "acknowledged or promised": bool(
                case.communication_ids.filtered("is_given") or acknowledged.is_open
            ),
            "nothing decided": not (case.responsibility or case.validity or case.decision_ids),
        }

    def _expected(self, number):
        return {
            "words": WORDS,
            "subject": SUBJECT,
            "remedy": REMEDY,
            "reference": REFERENCE,
            "order": "QZ2026-0301",
            "certificates": [("JZ2026-0407", "disputed")],
            "customer": self.customer,
            "complainant": self.contact,
            "name": "Ms Lin",
            "address": "lin@gauge.example.com",
            "anonymous": False,
            "kind": "complaint",
            "company": self.company,
            "promises": PROMISES,
            "counted from today": True,
            "register": (self.company._complaint_today().year, number),
            "just begun": True,
            "acknowledged or promised": True,
            "nothing decided": True,
        }

    def test_case_2_through_all_of_them(self):
        first = self.complaint.register_number + 1
        for number, (way, method, untold) in enumerate(WAYS, first):
            with self.subTest(way):
                facts = self._facts(getattr(self, method)())
                expected = self._expected(number)
                for name in expected.keys() - untold:
                    self.assertEqual(facts[name], expected[name], name)
