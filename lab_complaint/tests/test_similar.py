from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.lab_complaint.models import lab_complaint_similar

from .test_evidence import InquiryCase

NOW = datetime(2026, 6, 1, 3)


class SimilarCase(InquiryCase):
    """A case received on 1 June, and what came before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._log(
            received_on=NOW,
            order_id=cls.order.id,
            category_id=cls.category.id,
            department_ids=[Command.set(cls.pressure.ids)],
            certificate_ids=[Command.create({"certificate_id": cls.certificate.id})],
            user_id=cls.officer.id,
        )
        cls.certificate.write({"item": "Gauge", "serial_number": "PG-1"})

    def _earlier(self, days=30, **values):
        return self._log(received_on=NOW - timedelta(days=days), **values)

    def _reasons(self, other, user=None):
        case = self.case.with_user(user or self.officer)
        case.invalidate_recordset(["similar_ids"])
        return dict(case._similar_matches()[case]).get(other.with_user(user or self.officer), [])


class TestSimilar(SimilarCase):
    """Earlier complaints that resemble a case (ISO 10002:2018, 8.6)."""

    def test_none(self):
        self._earlier()
        self.assertFalse(self.case.similar_ids)
        self.assertEqual(self.case.similar_count, 0)

    def test_what_makes_them_similar(self):
        sibling = self.env["lab.certificate"].create(
            {"name": "C-2026-118", "version": "2", "company_id": self.company.id}
        )
        twin = self.env["lab.certificate"].create(
            {"name": "C-1", "serial_number": "PG-1", "company_id": self.company.id}
        )
        cases = {
            "same customer": {"partner_id": self.customer.id},
            "same order": {"order_id": self.order.id, "complainant_role": "end_user"},
            "same certificate": {
                "certificate_ids": [Command.create({"certificate_id": sibling.id})]
            },
            "same item": {"certificate_ids": [Command.create({"certificate_id": twin.id})]},
            "same category and department": {
                "category_id": self.category.id,
                "department_ids": [Command.set(self.pressure.ids)],
            },
        }
        for reason, values in cases.items():
            with self.subTest(reason):
                self.assertIn(reason, self._reasons(self._earlier(**values)))

    def test_category_or_department_alone_is_not_enough(self):
        self.assertFalse(self._reasons(self._earlier(category_id=self.category.id)))
        self.assertFalse(
            self._reasons(self._earlier(department_ids=[Command.set(self.pressure.ids)]))
        )

    def test_twelve_months(self):
        self.assertTrue(self._reasons(self._earlier(365, partner_id=self.customer.id)))
        self.assertFalse(self._reasons(self._earlier(366, partner_id=self.customer.id)))

    def test_earlier_ones_only(self):
        self.assertFalse(self._reasons(self._earlier(-1, partner_id=self.customer.id)))
        self.assertNotIn(self.case, self.case.similar_ids)

    def test_not_of_another_company(self):
        other = self._earlier(company_id=self.other_company.id, partner_id=self.customer.id)
        self.assertFalse(self._reasons(other, self.env.user))

    def test_readable_ones_only(self):
        employee = self._make_employee("Officer at the bench", self.officer)
        other = self._earlier(
            partner_id=self.customer.id, involved_employee_ids=[Command.set(employee.ids)]
        )
        self.assertFalse(self._reasons(other))
        self.assertTrue(self._reasons(other, self.quality_head))

    def test_investigator_sees_those_assigned(self):
        self.case.investigator_ids = self.investigator
        other = self._earlier(partner_id=self.customer.id)
        self.assertFalse(self._reasons(other, self.investigator))
        other.investigator_ids = self.investigator
        self.assertTrue(self._reasons(other, self.investigator))

    def test_most_alike_first_then_the_newest(self):
        old = self._earlier(60, partner_id=self.customer.id)
        new = self._earlier(30, partner_id=self.customer.id)
        alike = self._earlier(90, order_id=self.order.id)
        self.env.invalidate_all()
        found = [other for other, _why in self.case._similar_matches()[self.case]]
        self.assertEqual(found, [alike, new, old])
        self.assertEqual(self.case.similar_count, 3)

    def test_the_newest_of_many(self):
        for days in (90, 60, 30):
            self._earlier(days, partner_id=self.customer.id)
        self.env.invalidate_all()
        with patch.object(lab_complaint_similar, "MOST_OF_A_TRAIT", 2):
            found = [other.received_on for other, _why in self.case._similar_matches()[self.case]]
        self.assertEqual(found, [NOW - timedelta(days=30), NOW - timedelta(days=60)])

    def test_none_is_said(self):
        self.assertIn("None", self.case.with_user(self.officer).similar_summary)

    def test_summary_says_why(self):
        other = self._earlier(partner_id=self.customer.id)
        self.env.invalidate_all()
        summary = self.case.with_user(self.officer).similar_summary
        self.assertIn(other.name, summary)
        self.assertIn("same customer", summary)
        self.assertIn(f"/odoo/complaints/{other.id}", summary)

    def test_opened_by_the_button(self):
        other = self._earlier(partner_id=self.customer.id)
        self.env.invalidate_all()
        action = self.case.with_user(self.officer).action_view_similar()
        self.assertEqual(self._complaints().search(action["domain"]), other)

    def test_queries_do_not_grow(self):
        cases = self.case | self._earlier(1, partner_id=self.customer.id)
        cases |= self._earlier(2, order_id=self.order.id)
        counts = []
        for some in (cases[:1], cases):
            self._end_request()
            before = self.env.cr.sql_log_count
            some.with_user(self.officer).mapped("similar_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_reporters_see_none(self):
        case = self._log(self.reporter)
        for name in ("similar_ids", "similar_count", "similar_summary", "related_ids"):
            self.assertNoAccess(lambda n=name: case.with_user(self.reporter).read([n]))


class TestDuplicate(SimilarCase):
    """The same complaint entered twice stays in the register."""

    def test_marked(self):
        other = self._earlier()
        self._end_request()
        case = self.case.with_user(self.officer).with_context(
            tracking_disable=False, mail_notrack=False
        )
        self.assertTrue(case.action_mark_duplicate(other.id))
        self._end_request()
        self.assertEqual(case.duplicate_of_id, other)
        self.assertEqual(other.duplicate_ids, self.case)
        names = case.sudo().message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("duplicate_of_id", names)

    def test_still_counted(self):
        other = self._earlier()
        self.case.action_mark_duplicate(other.id)
        self.assertIn(self.case, self._complaints(self.officer).search([]))

    def test_not_of_itself_nor_in_a_circle(self):
        other = self._earlier()
        other.action_mark_duplicate(self.case.id)
        for call in (
            lambda: self.case.write({"duplicate_of_id": self.case.id}),
            lambda: self.case.write({"duplicate_of_id": other.id}),
            lambda: self.case.sudo().write({"duplicate_of_id": other.id}),
            lambda: self.case.action_mark_duplicate(other.id),
            lambda: self.case.with_user(self.officer).web_save({"duplicate_of_id": other.id}, {}),
        ):
            with self.assertRefused(message="duplicate|[Rr]ecurs|cycle"):
                call()

    def test_not_of_another_company(self):
        stranger = self._log(company_id=self.other_company.id)
        with self.assertRefused(message="compan"):
            self.case.action_mark_duplicate(stranger.id)

    def test_not_of_what_one_may_not_read(self):
        stranger = self._log(company_id=self.other_company.id)
        with self.assertRefused(AccessError):
            self.case.with_user(self.officer).action_mark_duplicate(stranger.id)

    def test_only_officers(self):
        other = self._earlier()
        for user in (self.reporter, self.investigator, self.auditor):
            self.complaint.invalidate_recordset()
            self.assertNoAccess(
                lambda u=user: self.complaint.with_user(u).action_mark_duplicate(other.id)
            )


class TestRelated(SimilarCase):
    """Related complaints know of each other."""

    def setUp(self):
        super().setUp()
        self.other = self._earlier()
        self.case = self.case.with_user(self.officer)
        self.other = self.other.with_user(self.officer)

    def _relate(self, *commands):
        self.case.write({"related_ids": list(commands)})
        self.env.flush_all()
        self.env.invalidate_all()

    def test_both_ways(self):
        self._relate(Command.link(self.other.id))
        self.assertEqual(self.case.related_ids, self.other)
        self.assertEqual(self.other.related_ids, self.case)

    def test_taken_back_from_either_side(self):
        self._relate(Command.link(self.other.id))
        self.other.related_ids = [Command.unlink(self.case.id)]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.case.related_ids)
        self.assertFalse(self.other.related_ids)

    def test_noted_on_both(self):
        self._relate(Command.link(self.other.id))
        for case, name in ((self.case, self.other.name), (self.other, self.case.name)):
            bodies = " ".join(case.sudo().message_ids.mapped("body"))
            self.assertIn("Related to", bodies)
            self.assertIn(name, bodies)
        self._relate(Command.unlink(self.other.id))
        self.assertIn("No longer", " ".join(self.case.sudo().message_ids.mapped("body")))

    def test_at_the_receipt(self):
        new = self._log(self.officer, related_ids=[Command.set(self.other.ids)])
        self.assertEqual(self.other.related_ids, new)

    def test_with_a_case_that_has_ended(self):
        self.complaint = self.other
        self._end_case()
        self._relate(Command.link(self.other.id))
        self.assertEqual(self.other.related_ids, self.case)

    def test_found(self):
        self._relate(Command.link(self.other.id))
        found = self._complaints(self.officer).search([("related_ids", "in", self.case.ids)])
        self.assertEqual(found, self.other)

    def test_not_with_itself_nor_with_another_company(self):
        stranger = self._log(company_id=self.other_company.id)
        for wrong in (self.case, stranger):
            with self.assertRefused(ValidationError, "same company"):
                self.case.sudo().write({"related_ids": [Command.link(wrong.id)]})
