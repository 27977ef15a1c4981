from odoo import api, fields, models
from odoo.exceptions import AccessError

from .lab_complaint import HANDLERS


class LabComplaint(models.Model):
    """Screening and investigation: what is found out, by whom, and how far it reaches."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    immediate_action = fields.Text(
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="What is done at once so that no further harm is done. Needed for major complaints.",
    )
    validity_grounds = fields.Text("Grounds", copy=False, tracking=True, groups=HANDLERS)
    extent = fields.Text(
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="Which other results or certificates may be affected, and how that was found out. "
        "ISO/IEC 17025:2017, 7.10.1",
    )
    evidence_ids = fields.One2many("lab.complaint.evidence", "complaint_id", groups=HANDLERS)
    statement_ids = fields.One2many("lab.complaint.statement", "complaint_id", groups=HANDLERS)

    @api.depends(
        "company_id",
        "investigator_ids",
        "involved_user_ids",
        "order_id.user_id",
        "received_by_id",
        "state",
    )
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Odoo shows the name of a linked record also to those who may not read it: people
        involved must not learn of the case from what they are asked, nor anybody by linking it."""
        result = super()._compute_display_name()
        saved = self.filtered("id")
        for complaint in saved - saved._nameable_to(self.env.user):
            complaint.display_name = self.env._("Complaint")
        return result

    def _nameable_to(self, user):
        """Those of these cases of which a user of the laboratory may know what they are called.

        :param user: a single user, as whom the superuser may act
        """
        is_outside = user.share or user._is_superuser()
        is_handler = user.has_groups("lab_complaint.group_officer,lab_complaint.group_auditor")
        companies = user._get_company_ids()

        def may_be_named(complaint):
            if user.id in complaint.involved_user_ids.ids:
                return complaint.create_uid == user and complaint.state == "received"
            if is_outside or is_handler:
                return is_outside or complaint.company_id.id in companies
            return user in (
                complaint.create_uid
                | complaint.received_by_id
                | complaint.order_id.user_id
                | complaint.investigator_ids
            )

        # Whether they are active is nothing to ask of those involved.
        complaints = self.sudo().with_context(active_test=False)
        return complaints.filtered(may_be_named).with_env(self.env)

    def action_ask_statement(self, employee_id, question=None, reference=None):
        """Ask a person what they did and noticed; they answer without access to the case.

        :param employee_id: id of an employee of the company of this single complaint
        :param question: what is asked; a neutral question when left out
        :param reference: certificate or order it is about, the only thing the person learns of
            the case; the disputed certificates or the order when left out
        :return: True
        :raise AccessError: when the user neither leads nor investigates the case
        """
        self.ensure_one()
        reference = reference or self._statement_reference()
        person = self.env["hr.employee"].sudo().browse(employee_id)
        asking = self.with_context(lang=person.user_id.lang or self.env.lang)
        self.env["lab.complaint.statement"].create(
            {
                "complaint_id": self.id,
                "employee_id": employee_id,
                "reference": reference,
                "question": question or asking._neutral_question(reference),
            }
        )
        return True

    def _statement_reference(self):
        """What a person is asked about, in one word: the disputed certificates or the order."""
        disputed = self.certificate_ids.filtered(lambda link: link.role == "disputed")
        numbers = ", ".join(disputed.certificate_id.mapped("display_name"))
        return numbers or self.sudo().order_id.name or self.env._("your work")

    def _neutral_question(self, reference):
        return self.env._(
            "Please describe what you did on %(reference)s and what you noticed. This is not an "
            "accusation.",
            reference=reference,
        )

    def _check_handled_by_me(self, act):
        """Refuse what only those do who lead or investigate these cases.

        :param act: what the user is about to do, such as “verifier”
        :raise AccessError: when the user is neither complaint officer nor investigator
        :raise ValidationError: when the user is involved (ISO/IEC 17025:2017, 7.9.6)
        """
        user = self.env.user
        is_officer = user.has_group("lab_complaint.group_officer")
        for complaint in self.sudo():
            complaint._check_independent(user, act)
            if not is_officer and user not in complaint.investigator_ids:
                raise AccessError(
                    self.env._(
                        "%(complaint)s: only complaint officers and its investigators do this. Ask "
                        "the officer in charge to appoint you.",
                        complaint=complaint.display_name,
                    )
                )
