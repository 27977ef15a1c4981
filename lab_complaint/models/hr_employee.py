from odoo import models

from .lab_complaint_stage import ENDED_STATES


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Who leaves a department that an open complaint is about stays involved in it.

        They are named as people complained about, where the change is on record (ISO/IEC
        17025:2017, 7.9.6); what ended keeps its people anyway.
        """
        leaving = {}
        if {"department_id", "user_id"} & vals.keys():
            complaints = self.env["lab.complaint"].sudo()
            for employee in self.sudo().filtered("user_id"):
                leaving[employee] = complaints.search(
                    [
                        ("department_ids", "in", employee.department_id.ids),
                        ("state", "not in", ENDED_STATES),
                    ]
                )
        result = super().write(vals)
        for employee, concerned in leaving.items():
            left = concerned.filtered(lambda case: employee not in case.department_ids.member_ids)
            for complaint in left:
                complaint.involved_employee_ids += employee
        return result
