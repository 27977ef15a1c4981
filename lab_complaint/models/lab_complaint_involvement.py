from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES


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
        tracking=True,
    )
    involved_employee_ids = fields.Many2many(
        "hr.employee",
        "lab_complaint_involved_employee_rel",
        "complaint_id",
        "employee_id",
        "People Complained About",
        check_company=True,
        tracking=True,
        groups=HANDLERS,
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

    conflict = fields.Text(
        "Conflict of Interest",
        compute="_compute_conflict",
        store=True,
        tracking=True,
        groups=HANDLERS,
        help="People involved who took part in the handling, and what makes them involved. What "
        "they did does not count. ISO/IEC 17025:2017, 4.1 and 7.9.6",
    )
    is_investigation_independent = fields.Boolean(
        compute="_compute_is_investigation_independent", store=True, groups=HANDLERS
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
            )
            members = complaint.department_ids.member_ids.user_id
            if complaint.state in ENDED_STATES and not complaint._is_being_entered():
                # Who joins a department after the end had nothing to do with the case, and who
                # leaves it had.
                members = complaint.involved_user_ids
            complaint.involved_user_ids = employees.user_id | members

    @api.depends("investigator_ids", "involved_user_ids")
    def _compute_is_investigation_independent(self):
        for complaint in self:
            involved = complaint.investigator_ids & complaint.involved_user_ids
            complaint.is_investigation_independent = not involved

    @api.depends(
        "user_id",
        "investigator_ids",
        "involved_user_ids",
        "evidence_ids.is_independent",
        "decision_ids.is_independent",
        "measure_ids.is_independent",
        "communication_ids.is_independent",
        "authority_communication_ids.is_independent",
    )
    def _compute_conflict(self):
        for complaint in self:
            involved = complaint._acts() if complaint.involved_user_ids else []
            complaint.conflict = "\n".join(
                dict.fromkeys(
                    complaint._conflict_line(user, act)
                    for user, act, _record, _name in involved
                    if user in complaint.involved_user_ids
                )
            )

    def _acts(self):
        """Who did what in the handling of one case that only independent people may do.

        :return: list of (single user, what it is called, record, name of the field in it); when it
            was done says `_acted_on` of the record
        """
        leading = {
            "investigator_ids": self.env._("investigator"),
            "user_id": self.env._("complaint officer"),
        }
        acts = [(user, act, self, name) for name, act in leading.items() for user in self[name]]
        for parts in (
            self.evidence_ids,
            self.decision_ids,
            self.measure_ids,
            self.communication_ids,
            self.authority_communication_ids,
        ):
            for part in parts:
                acts += part._acts()
        return acts

    def _acted_on(self, name, user):
        """Since when the users named in a field lead or investigate one case, in naive UTC."""
        return self.sudo()._last_changes().get(name, (self.create_date,))[0]

    def _conflict_line(self, user, act):
        return self.env._(
            "%(person)s (%(act)s): %(links)s",
            person=user.name,
            act=act,
            links=", ".join(self._involvement_links(user)),
        )

    def _involvement_links(self, user):
        """What makes a user involved in one case, in words.

        :param user: a single user
        :return: list of texts, empty when the user is independent
        """
        complaint = self.sudo().with_context(active_test=False)
        links = [link for employee, link in complaint._involvements() if employee.user_id == user]
        links += [
            self.env._("belongs to %s", department.name)
            for department in complaint.department_ids
            if user in department.member_ids.user_id
        ]
        if not links and user in complaint.involved_user_ids:
            links.append(self.env._("belonged to a department concerned"))
        return links

    def _involvements(self):
        """Who has a part in what one case is about, by its certificates or by name.

        :return: list of (single employee, what makes them involved, in words)
        """
        complaint = self.sudo().with_context(active_test=False)
        parts = {
            "performed_by_ids": self.env._("performed certificate %s"),
            "checked_by_id": self.env._("checked certificate %s"),
            "authorized_by_id": self.env._("authorized certificate %s"),
        }
        named = self.env._("is named as involved")
        return [
            (employee, text % certificate.display_name)
            for certificate in complaint.certificate_ids.certificate_id
            for name, text in parts.items()
            for employee in certificate[name]
        ] + [(employee, named) for employee in complaint.involved_employee_ids]

    def _check_independent(self, users, act):
        """Refuse that people involved in one case take part in its handling.

        :param users: users who are to do something
        :param act: what they are to do, such as “approver”
        :raise ValidationError: naming each person and the link (ISO/IEC 17025:2017, 7.9.6)
        """
        involved = users & self.sudo().involved_user_ids
        if involved:
            lines = "\n".join(self._conflict_line(user, act) for user in involved)
            raise ValidationError(
                self.env._(
                    "%(complaint)s: nobody judges their own work. Choose somebody who was not "
                    "involved.\n%(lines)s",
                    complaint=self.display_name,
                    lines=lines,
                )
            )

    @api.constrains("investigator_ids", "user_id")
    def _check_handled_by_independent(self):
        for complaint in self:
            complaint._check_independent(complaint.investigator_ids, self.env._("investigator"))
            complaint._check_independent(complaint.user_id, self.env._("complaint officer"))

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; investigators named at once are appointed."""
        complaints = super().create(vals_list)
        complaints._appoint_investigators()
        return complaints

    def write(self, vals):
        """Change complaints; who becomes investigator gets the right to read the case."""
        result = super().write(vals)
        if "investigator_ids" in vals:
            self._appoint_investigators()
        return result

    def _appoint_investigators(self):
        """Investigators may be any employees: the appointment opens the case to them.

        Written on the users: those who appoint others at the same moment would meet on the group.
        """
        appointed = self.sudo().investigator_ids
        if not appointed:
            return
        group = self.env.ref("lab_complaint.group_investigator")
        new = appointed.filtered(lambda user: group not in user.all_group_ids)
        if any(user.share for user in new):
            raise ValidationError(
                self.env._(
                    "Investigators are employees of the laboratory with a user of their own."
                )
            )
        if new:
            new.write({"group_ids": [fields.Command.link(group.id)]})
