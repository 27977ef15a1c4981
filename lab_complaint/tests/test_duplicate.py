from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.lab_complaint.models.lab_complaint_status import LabComplaint

from .gateway_case import LIN, STRANGER, GatewayCase

NOW = fields.Datetime.now


class TestDuplicate(GatewayCase):
    """What one person sends twice is proposed to the officer and answered once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.env["lab.certificate"].create(
            {"name": "C-2026-118", "company_id": cls.company.id, "item": "Gauge"}
        )
        cls.words = "The error was 0.2 kPa last year and is 2 kPa now, which cannot be."
        # That of the class is of a contact; these have complainants of their own.
        cls.first = cls._sent(4, complainant_email="Zhao <zhao@x.example.com>")

    @classmethod
    def _sent(cls, days=0, **values):
        values = {"complainant_role": "public", "description": cls.words, **values}
        return cls._log(received_on=NOW() - timedelta(days=days, minutes=1), **values)

    def _found(self, case, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return case.with_user(user or self.officer).possible_duplicate_ids

    # --- what is proposed ---

    def test_same_sender(self):
        second = self._sent(2, complainant_email="ZHAO@x.example.com", description="Again")
        self.assertEqual(self._found(second), self.first)
        self.assertEqual(
            second.with_user(self.officer).possible_duplicate_hint,
            f"Possibly the same complaint as {self.first.name}: same sender, 2 days earlier.",
        )
        # The earlier one is the one that is answered.
        self.assertFalse(self._found(self.first))

    def test_same_day(self):
        self.first.received_on = NOW() - timedelta(minutes=2)
        case = self._sent(complainant_email="zhao@x.example.com")
        self.assertIn("on the same day", case.with_user(self.officer).possible_duplicate_hint)

    def test_same_phone(self):
        self.first.identity_phone = "+86 (21) 5555-0199"
        self.assertEqual(self._found(self._sent(complainant_phone="021 5555 0199")), self.first)
        self.assertFalse(self._found(self._sent(complainant_phone="021 5555 0198")))
        self.assertFalse(self._found(self._sent(complainant_phone="0199")))

    def test_same_contact(self):
        self.complaint.received_on = NOW() - timedelta(days=1)
        case = self._sent(partner_id=self.contact.id, complainant_role="customer")
        self.assertEqual(self._found(case), self.complaint)

    def test_anonymous_about_the_same(self):
        certificate = [Command.create({"certificate_id": self.certificate.id})]
        known = self._sent(3, complainant_email="li@x.example.com", certificate_ids=certificate)
        case = self._sent(is_anonymous=True, certificate_ids=certificate)
        self.assertEqual(self._found(case), known)
        self.assertIn("similar words", case.with_user(self.officer).possible_duplicate_hint)
        other = self._sent(
            is_anonymous=True,
            certificate_ids=certificate,
            description="Nobody answers the phone, and the invoice went to the wrong address.",
        )
        self.assertFalse(self._found(other))

    def test_anonymous_about_the_same_order(self):
        known = self._sent(3, complainant_email="li@x.example.com", order_id=self.order.id)
        case = self._sent(is_anonymous=True, order_id=self.order.id)
        self.assertEqual(self._found(case), known)
        self.assertFalse(self._found(self._sent(is_anonymous=True, order_id=self.other_order.id)))

    def test_same_words_of_others(self):
        self._sent(3, complainant_email="li@x.example.com", order_id=self.order.id)
        case = self._sent(complainant_email="wu@x.example.com", order_id=self.order.id)
        self.assertFalse(self._found(case))

    def test_too_long_ago(self):
        self.first.received_on = NOW() - timedelta(days=31)
        self.assertFalse(self._found(self._sent(complainant_email="zhao@x.example.com")))

    def test_other_company(self):
        case = self._sent(complainant_email="zhao@x.example.com", company_id=self.other_company.id)
        self.assertFalse(self._found(case, self.other_officer))

    def test_open_ones_first(self):
        ended = self._sent(5, complainant_email="zhao@x.example.com")
        ended.with_user(self.officer).action_withdraw("Taken back")
        case = self._sent(complainant_email="zhao@x.example.com")
        self.assertEqual(self._found(case).ids, [self.first.id, ended.id])

    def test_nothing_in_common(self):
        self.assertFalse(self._found(self._sent(is_anonymous=True)))
        self.assertFalse(self._found(self._sent(complainant_email="100%@x.example.com")))

    def test_not_the_same_after_all(self):
        case = self._sent(complainant_email="zhao@x.example.com")
        case.with_user(self.officer).related_ids = self.first
        self.assertFalse(self._found(case))

    def test_accepted(self):
        case = self._sent(complainant_email="zhao@x.example.com")
        case.with_user(self.officer).action_acknowledge(way="phone", summary="Number given")
        self.assertEqual(self._found(case), self.first)
        case.category_id = self.category
        case.with_user(self.officer).action_accept(grounds="About another certificate")
        self.assertEqual(case.state, "investigation")
        self.assertFalse(self._found(case))
        self.assertFalse(case.with_user(self.officer).possible_duplicate_hint)

    def test_appeal(self):
        case = self._sent(complainant_email="zhao@x.example.com", origin_id=self.first.id)
        self.assertFalse(self._found(case))

    def test_only_what_may_be_read(self):
        case = self._sent(complainant_email="zhao@x.example.com")
        self.first.involved_employee_ids = self._make_employee("Officer", self.officer)
        self.assertFalse(self._found(case))
        self.assertEqual(self._found(case, self.quality_head), self.first)

    def test_for_officers_alone(self):
        case = self._sent(complainant_email="zhao@x.example.com")
        for user in (self.auditor, self.reporter):
            with self.subTest(user=user.login), self.assertRefused(AccessError):
                case.with_user(user).read(["possible_duplicate_ids", "possible_duplicate_hint"])

    def test_in_the_form(self):
        values = self._sent(complainant_email="zhao@x.example.com").with_user(self.officer)
        specification = {"possible_duplicate_hint": {}, "possible_duplicate_ids": {}}
        self.assertTrue(values.web_read(specification)[0]["possible_duplicate_hint"])
        new = self.env["lab.complaint"].with_user(self.officer).new({})
        self.assertFalse(new.possible_duplicate_hint)

    def test_mail_and_form(self):
        mail = self._case(LIN)
        form = self.env["lab.complaint"]._log_from_outside(
            "website",
            {
                "company_id": self.company.id,
                "description": "Once more",
                "complainant_email": "lin@gauge.example.com",
                "complainant_role": "public",
            },
        )
        self.assertIn(mail, self._found(form))

    # --- what follows ---

    def _twice(self):
        case = self._sent(complainant_email="zhao@x.example.com", user_id=self.officer.id)
        case.with_user(self.officer).action_same_complaint()
        self.env.flush_all()
        return case

    def test_linked(self):
        case = self._twice()
        self.assertEqual(case.duplicate_of_id, self.first)
        self.assertFalse(self._found(case))
        with self.assertRefused(UserError, "no other complaint"):
            case.with_user(self.officer).action_same_complaint()

    def test_compare(self):
        case = self._sent(complainant_email="zhao@x.example.com").with_user(self.officer)
        self.assertEqual(case.action_view_possible_duplicates()["res_id"], self.first.id)

    def test_one_reply(self):
        case = self._twice().with_user(self.officer)
        case.action_acknowledge(way="phone", summary="Together with the first")
        for call in (
            lambda: case.action_report_progress(way="phone", summary="We look into it"),
            lambda: case.action_report_progress(summary="We look into it"),
            lambda: self._say("progress", complaint=case, way="mail", summary="Draft"),
            lambda: case.sudo().action_report_progress(way="phone", summary="We look into it"),
        ):
            with self.assertRefused(UserError, f"repeats {self.first.name}"):
                call()
        self.first.with_user(self.officer).action_report_progress(way="phone", summary="Soon")
        case.action_report_progress(not_possible_reason=f"See {self.first.name}")

    def test_waiting_letter_is_not_sent(self):
        case = self._sent(complainant_email="zhao@x.example.com").with_user(self.officer)
        case.action_report_progress(summary="We look into it")
        case.action_same_complaint()
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        self.assertFalse([mail for mail in self._mails if "Your complaint" in mail["subject"]])

    def test_ends_as_withdrawn(self):
        case = self._twice()
        case.with_user(self.officer).action_withdraw(f"Same as {self.first.name}")
        self.assertEqual(case.state, "withdrawn")

    def test_other_people_get_their_own_reply(self):
        case = self._sent(complainant_email="wu@x.example.com").with_user(self.officer)
        case.action_mark_duplicate(self.first.id)
        case.action_report_progress(way="phone", summary="We look into it")
        self.assertTrue(case.communication_ids)

    # --- what the complainant sees ---

    def test_status_page_of_the_same_person(self):
        case = self._twice()
        self.first.stage_id = self.stages["investigation"]
        stage = case._status()["stage"]
        self.assertEqual(
            stage,
            f"We handle it together with your complaint {self.first.name}. "
            "We are finding out what happened, and why.",
        )
        with self._letters_of(self.first):
            self.assertEqual([one["id"] for one in case._status()["letters"]], [7])

    def test_status_page_after_the_end(self):
        case = self._twice()
        case.with_user(self.officer).action_withdraw("The same")
        self.assertIn(self.first.name, case._status()["stage"])
        self.assertNotIn("withdrawn", case._status()["stage"])

    def test_status_page_of_somebody_else(self):
        for values in ({"complainant_email": "wu@x.example.com"}, {"is_anonymous": True}):
            with self.subTest(**values):
                case = self._sent(**values)
                case.with_user(self.officer).action_mark_duplicate(self.first.id)
                self.assertEqual(
                    case._status()["stage"],
                    "We handle it together with another complaint about the same matter.",
                )
                self.assertNotIn(self.first.name, str(case._status()))
                with self._letters_of(self.first):
                    self.assertFalse(case._status()["letters"])

    def test_page_of_the_first(self):
        self._sent(complainant_email=STRANGER).with_user(self.officer).action_mark_duplicate(
            self.first.id
        )
        self.assertNotIn("together", self.first._status()["stage"])

    def test_duplicate_of_a_duplicate(self):
        second = self._twice()
        third = self._sent(complainant_email="zhao@x.example.com")
        third.with_user(self.officer).action_mark_duplicate(second.id)
        self.assertIn(self.first.name, third._status()["stage"])

    @contextmanager
    def _letters_of(self, case):
        """As if a letter of one case were kept on paper."""
        letter = {"id": 7, "name": "Letter.pdf", "told_on": NOW(), "attachment": None}
        with patch.object(
            LabComplaint, "_status_letters", lambda one: [letter] if one == case else []
        ):
            yield
