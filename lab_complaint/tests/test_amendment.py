from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form

from .test_measure import MeasureCase


class TestAmendment(MeasureCase):
    """A certificate is corrected by another that refers to it (ISO/IEC 17025:2017, 7.8.8)."""

    def setUp(self):
        super().setUp()
        self.old = self.link.certificate_id
        self.measure = self._plan("amend_certificate", certificate_id=self.link.id)

    def _amend(self, **values):
        values = {"amendment_reason": "Values were printed wrongly", **values}
        self.measure.action_amend(**values)
        return self.measure.amended_certificate_id

    def test_new_one_refers_to_the_old(self):
        before = self.old.read(["name", "version", "item", "performed_by_ids", "amends_id"])
        new = self._amend(issued_on="2026-02-01")
        self.assertRecordValues(
            new,
            [
                {
                    "name": "C-2026-118",
                    "version": "2",
                    "item": "Pressure gauge",
                    "performed_by_ids": self.performer.ids,
                    "amends_id": self.old.id,
                    "amendment_reason": "Values were printed wrongly",
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self.old.amended_by_id, new)
        self.assertEqual(self.link.amended_by_id, new)
        self.assertEqual(
            self.old.read(["name", "version", "item", "performed_by_ids", "amends_id"]), before
        )
        self.assertFalse(new.archived_copy)

    def test_done_when_it_is_there(self):
        with self.assertRefused(message="Register the amended certificate"):
            self.measure.action_done(result="Sent")
        self._amend()
        self.measure.action_done(result="Sent")
        self.assertEqual(self.measure.state, "done")

    def test_dialog(self):
        context = {"default_measure_id": self.measure.id, "default_act": "amend"}
        dialogs = self.env["lab.complaint.measure.act"].with_user(self.officer)
        with Form(dialogs.with_context(**context)) as form:
            form.amendment_reason = "Values were printed wrongly"
        form.record.action_confirm()
        self.assertEqual(self.measure.amended_certificate_id.version, "2")

    def test_facts_that_differ(self):
        other = self._make_employee("Other calibrator")
        new = self._amend(
            number="C-2026-300",
            issued_on="2026-02-01",
            performed_by_ids=[Command.set(other.ids)],
            authorized_by_id=other.id,
        )
        self.assertRecordValues(
            new,
            [
                {
                    "name": "C-2026-300",
                    "version": "1",
                    "performed_by_ids": other.ids,
                    "authorized_by_id": other.id,
                }
            ],
        )
        self.assertEqual(self.complaint.involved_user_ids, self.calibrator)

    def test_next_version(self):
        for version, following in {"1": "2", "9": "10", "B": "B-2", "B2": "B3"}.items():
            self.old.version = version
            self.assertEqual(self.old._next_version(), following)
        self.old.version = "1"
        self.old.copy({"version": "2"})
        self.assertEqual(self.old._next_version(), "3")

    def test_reason_is_needed(self):
        for reason in (False, " "):
            with self.assertRefused(ValidationError, "say why it amends"):
                self._amend(amendment_reason=reason)
        certificates = self.env["lab.certificate"]
        values = {"name": "C-2", "company_id": self.company.id, "amends_id": self.old.id}
        doors = {
            "create": lambda: certificates.with_user(self.officer).create(values),
            "superuser": lambda: certificates.create(values),
            "write": lambda: self.old.copy({"name": "C-3"}).write({"amends_id": self.old.id}),
            "reason removed": lambda: self._amend().sudo().write({"amendment_reason": ""}),
        }
        for door, amend in doors.items():
            with self.subTest(door), self.assertRefused(ValidationError, "say why it amends"):
                amend()

    def test_only_the_latest_is_amended(self):
        new = self._amend()
        self.measure.action_done(result="Sent")
        second = self._plan("amend_certificate", certificate_id=self.link.id)
        with self.assertRefused(message="was amended already by C-2026-118 .version 2"):
            second.action_amend(amendment_reason="Again")
        values = {"amends_id": self.old.id, "amendment_reason": "Again"}
        with self.assertRefused():
            self.old.copy({"name": "C-9", **values}).write(values)
        link = self.link.create({"complaint_id": self.complaint.id, "certificate_id": new.id})
        third = self._plan("amend_certificate", certificate_id=link.id)
        third.action_amend(amendment_reason="Again")
        self.assertEqual(third.amended_certificate_id.version, "3")

    def test_no_circle(self):
        alone = self.old.copy({"name": "C-6"})
        values = {"amendment_reason": "Circle"}
        with self.assertRefused(ValidationError, "cannot amend itself"):
            alone.write({"amends_id": alone.id, **values})
        new = self._amend()
        with self.assertRefused(ValidationError, "cannot amend itself"):
            self.old.write({"amends_id": new.id, **values})

    def test_what_it_amends_stays(self):
        new = self._amend()
        other = self.old.copy({"name": "C-4"})
        for value in (False, other.id):
            for who in (new.with_user(self.officer), new.sudo()):
                with self.assertRefused(message="stays on record"):
                    who.write({"amends_id": value})

    def test_registered_amendment_is_linked(self):
        new = self.old.copy(
            {"version": "2", "amends_id": self.old.id, "amendment_reason": "Printed wrongly"}
        )
        new.write({"amends_id": self.old.id, "amendment_reason": "Printed wrongly"})
        self.measure.amended_certificate_id = new
        self.measure.action_done()
        self.assertEqual(self.measure.state, "done")

    def test_certificate_that_amends_nothing_is_refused(self):
        other = self.old.copy({"name": "C-4"})
        with self.assertRefused(ValidationError, "does not amend C-2026-118"):
            self.measure.amended_certificate_id = other

    def test_certificate_of_another_case_is_refused(self):
        link = self._log(certificate_ids=[Command.create({"name": "C-5"})]).certificate_ids
        with self.assertRefused(ValidationError, "choose a certificate that"):
            self._plan("amend_certificate", certificate_id=link.id)

    def test_not_before_the_approval_nor_without_certificate(self):
        self.approved = False
        with self.assertRefused(message="not approved yet"):
            self._amend()
        self.approved = True
        self.measure.certificate_id = False
        with self.assertRefused(message="choose the certificate"):
            self._amend()

    def test_only_facts_of_a_certificate_are_given(self):
        with self.assertRefused(message="does not change: company_id"):
            self._amend(company_id=self.other_company.id)

    def test_form_of_both(self):
        new = self._amend()
        self.assertEqual(Form(new.with_user(self.officer)).amends_id, self.old)
        self.assertEqual(Form(self.old.with_user(self.officer)).amended_by_id, new)


class TestImpact(MeasureCase):
    """Each certificate that may be affected is decided on, and by whom (7.10.1)."""

    def test_decision_is_signed(self):
        link = self.link.with_user(self.officer)
        link.write({"impact": "affected", "impact_reason": "The same file was printed"})
        self.assertRecordValues(link, [{"impact_by_id": self.officer.id}])
        self.assertTrue(link.impact_on)
        link.with_user(self.colleague).impact = "not_affected"
        self.assertEqual(link.impact_by_id, self.colleague)
        link.impact = False
        self.assertRecordValues(link, [{"impact_by_id": False, "impact_on": False}])

    def test_saving_it_anew_does_not_sign_anew(self):
        self.link.with_user(self.officer).impact = "affected"
        self.link.with_user(self.colleague).write({"impact": "affected", "recall": "Phoned"})
        self.assertEqual(self.link.impact_by_id, self.officer)

    def test_signed_when_added(self):
        links = self.link.with_user(self.officer)
        link = links.create(
            {"complaint_id": self.complaint.id, "name": "C-7", "impact": "affected"}
        )
        self.assertEqual(link.impact_by_id, self.officer)

    def test_nobody_signs_for_another(self):
        forged = {"impact_by_id": self.colleague.id, "impact_on": "2020-01-01 00:00:00"}
        links = self.link.with_user(self.officer)
        links.write(forged)
        self.assertFalse(self.link.impact_by_id)
        links.sudo().write({"impact": "affected", **forged})
        self.assertNotEqual(self.link.impact_by_id, self.colleague)
        for context in ({}, {f"default_{name}": value for name, value in forged.items()}):
            for values in (forged, {"impact": "affected", **forged}):
                link = links.with_context(**context).create(
                    {"complaint_id": self.complaint.id, "name": f"C-{len(context)}{len(values)}"}
                    | values
                )
                self.assertNotEqual(link.impact_by_id, self.colleague)
                self.assertEqual(bool(link.impact_on), bool(link.impact))
