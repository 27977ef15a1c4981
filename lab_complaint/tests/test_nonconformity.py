from odoo import Command
from odoo.tests import Form

from .common import NONCONFORMITY_GROUPS, ComplaintCase


class TestNonconformity(ComplaintCase):
    """Nonconforming work and complaints know each other, ISO/IEC 17025:2017, 7.10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality_engineer = cls._make_user("engineer", *NONCONFORMITY_GROUPS)
        cls.complaint = cls._log(cls.officer)
        cls.nonconformity = cls._make_nonconformity()

    @classmethod
    def _make_nonconformity(cls, **values):
        return cls.env["mgmtsystem.nonconformity"].create(
            {
                "name": "Printed values are not those of the raw record",
                "partner_id": cls.customer.id,
                "responsible_user_id": cls.officer.id,
                "manager_user_id": cls.officer.id,
                "origin_ids": [
                    Command.link(cls.env.ref("mgmtsystem_nonconformity.nc_origin_customer").id)
                ]
                if cls.env.ref("mgmtsystem_nonconformity.nc_origin_customer", False)
                else [],
                "description": "Found with a complaint",
                "company_id": cls.company.id,
                **values,
            }
        )

    def test_linked_from_the_complaint(self):
        self.complaint.with_user(self.officer).nonconformity_ids = self.nonconformity
        self.assertEqual(self.nonconformity.complaint_ids, self.complaint)

    def test_linked_from_the_form_of_the_complaint(self):
        view = "lab_complaint.lab_complaint_view_form"
        with Form(self.complaint.with_user(self.officer), view) as form:
            form.nonconformity_ids.add(self.nonconformity)
        self.assertEqual(self.nonconformity.complaint_ids, self.complaint)

    def test_linked_from_the_nonconformity(self):
        self.quality_engineer.group_ids |= self.env.ref("lab_complaint.group_officer")
        nonconformity = self.nonconformity.with_user(self.quality_engineer)
        nonconformity.complaint_ids = [Command.link(self.complaint.id)]
        self.assertEqual(self.complaint.nonconformity_ids, self.nonconformity)

    def test_linked_from_the_form_of_the_nonconformity(self):
        self.quality_engineer.group_ids |= self.env.ref("lab_complaint.group_officer")
        with Form(self.nonconformity.with_user(self.quality_engineer)) as form:
            form.complaint_ids.add(self.complaint)
        self.assertEqual(self.complaint.nonconformity_ids, self.nonconformity)

    def test_several_of_each(self):
        """One nonconformity may stand behind several complaints, and the reverse."""
        second_complaint, second = self._log(), self._make_nonconformity()
        self.complaint.nonconformity_ids = self.nonconformity | second
        second_complaint.nonconformity_ids = second
        self.assertEqual(second.complaint_ids, self.complaint | second_complaint)
        self.assertEqual(self.complaint.nonconformity_count, 2)

    def test_new_complaint_from_the_list_of_a_nonconformity(self):
        context = self.nonconformity.action_view_complaints()["context"]
        complaint = self._complaints(self.officer).with_context(**context).create(self._values())
        self.assertEqual(complaint.nonconformity_ids, self.nonconformity)

    def test_of_another_company_is_refused_from_either_side(self):
        foreign = self._make_nonconformity(company_id=self.other_company.id)
        with self.subTest("from the complaint"), self.assertRefused(message="compan"):
            self.complaint.nonconformity_ids = foreign
        with self.subTest("from the nonconformity"), self.assertRefused(message="compan"):
            foreign.complaint_ids = self.complaint

    def test_form_shows_no_case_that_the_user_may_not_read(self):
        """Whoever deals with nonconformities does not thereby read complaints."""
        self.complaint.nonconformity_ids = self.nonconformity
        self._end_request()
        nonconformity = self.nonconformity.with_user(self.quality_engineer)
        self.assertEqual(Form(nonconformity).open_complaint_count, 0)
        self.assertFalse(nonconformity.complaint_ids)

    def test_saving_the_form_keeps_links_that_the_user_does_not_see(self):
        self.complaint.nonconformity_ids = self.nonconformity
        self._end_request()
        with Form(self.nonconformity.with_user(self.quality_engineer)) as form:
            form.name = "Another title"
        self.nonconformity.invalidate_recordset()
        self.assertEqual(self.nonconformity.complaint_ids, self.complaint)

    def test_link_opens_no_case_to_who_is_involved(self):
        """Not even through a nonconformity, ISO/IEC 17025:2017, 7.9.6."""
        employee = self._make_employee("Engineer", self.quality_engineer)
        self.quality_engineer.group_ids |= self.env.ref("lab_complaint.group_officer")
        self.complaint.write(
            {
                "involved_employee_ids": [Command.link(employee.id)],
                "nonconformity_ids": [Command.link(self.nonconformity.id)],
            }
        )
        self._end_request()
        seen = self.nonconformity.with_user(self.quality_engineer).complaint_ids
        self.assertFalse(seen)

    def test_nonconformity_that_is_deleted_leaves_the_complaint(self):
        self.complaint.nonconformity_ids = self.nonconformity
        self.nonconformity.unlink()
        self.assertFalse(self.complaint.nonconformity_ids)
