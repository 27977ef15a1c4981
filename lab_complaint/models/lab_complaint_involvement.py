from odoo import api, fields, models


class LabComplaint(models.Model):
    """Who is involved in what a complaint is about, and therefore not independent of it
    (ISO/IEC 17025:2017, 7.9.6)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    department_ids = fields.Many2many(
        "hr.department",
        string="Departments Concerned",
        compute="_compute_department_ids",
        store=True,
        readonly=False,
        check_company=True,
    )
    involved_employee_ids = fields.Many2many(
        "hr.employee",
        "lab_complaint_involved_employee_rel",
        "complaint_id",
        "employee_id",
        "People Complained About",
        check_company=True,
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
        help="Persons involved who are on no certificate of this complaint.",
    )
    involved_user_ids = fields.Many2many(
        "res.users",
        "lab_complaint_involved_user_rel",
        "complaint_id",
        "user_id",
        "Involved Users",
        compute="_compute_involved_user_ids",
        store=True,
        help="Users who performed, checked or authorized a certificate concerned, who are named "
        "as involved, or who belong to a department concerned.",
    )

    @api.depends("category_id", "certificate_ids.certificate_id.department_id")
    def _compute_department_ids(self):
        for complaint in self:
            category = complaint.category_id.with_company(complaint.company_id)
            complaint.department_ids |= (
                category.department_id | complaint.certificate_ids.certificate_id.department_id
            )

    @api.depends(
        "certificate_ids.certificate_id.performed_by_ids.user_id",
        "certificate_ids.certificate_id.checked_by_id.user_id",
        "certificate_ids.certificate_id.authorized_by_id.user_id",
        "involved_employee_ids.user_id",
        "department_ids.member_ids.user_id",
    )
    def _compute_involved_user_ids(self):
        # Who left the laboratory was involved all the same.
        for complaint in self.with_context(active_test=False):
            certificates = complaint.certificate_ids.certificate_id
            employees = (
                certificates.performed_by_ids
                | certificates.checked_by_id
                | certificates.authorized_by_id
                | complaint.involved_employee_ids
                | complaint.department_ids.member_ids
            )
            complaint.involved_user_ids = employees.user_id
