from odoo import fields, models
from odoo.fields import Domain

from .lab_complaint_stage import ENDED_STATES


class LabComplaintSubjectMixin(models.AbstractModel):
    """What a complaint can be about, or lead to: knows how many complaints it has.

    A model that inherits it names the complaint's field that points to it in
    `_complaint_field`.
    """

    _name = "lab.complaint.subject.mixin"
    _description = "Subject of Complaints"
    _complaint_field = None

    complaint_count = fields.Integer("Complaints", compute="_compute_complaint_count")
    open_complaint_count = fields.Integer("Open Complaints", compute="_compute_complaint_count")

    def _complaint_subject(self):
        """Record that complaints point to in place of this single one."""
        return self

    def _compute_complaint_count(self):
        complaints = self.env["lab.complaint"]
        if not complaints._has_field_access(complaints._fields[self._complaint_field], "read"):
            self.complaint_count = self.open_complaint_count = 0
            return
        subjects = {record: record._complaint_subject()._origin.id for record in self}
        totals, opened = {}, {}
        for subject, state, count in complaints._read_group(
            [(self._complaint_field, "in", [subject for subject in subjects.values() if subject])],
            [self._complaint_field, "state"],
            ["__count"],
        ):
            totals[subject.id] = totals.get(subject.id, 0) + count
            if state not in ENDED_STATES:
                opened[subject.id] = opened.get(subject.id, 0) + count
        for record, subject_id in subjects.items():
            record.complaint_count = totals.get(subject_id, 0)
            record.open_complaint_count = opened.get(subject_id, 0)

    def action_view_complaints(self):
        """Open the complaints of this record, ended ones included.

        :return: action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("lab_complaint.action_lab_complaint")
        domain = Domain(self._complaint_field, "in", self._complaint_subject().ids)
        return {**action, "domain": list(domain), "context": self._complaint_defaults()}

    def _complaint_defaults(self):
        """Context for a complaint that is logged from here."""
        return {}
