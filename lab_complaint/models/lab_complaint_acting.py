from odoo import fields, models

from .lab_complaint import HANDLERS


class LabComplaint(models.Model):
    """What is done about a case."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # The list of one reader is not that of another, nor of the superuser: assessments of people
    # are for the quality head, also after a rule has looked at them in the same request.
    measure_ids = fields.One2many(
        "lab.complaint.measure", "complaint_id", groups=HANDLERS, depends_context=("uid",)
    )
    nonconformity_ids = fields.Many2many(tracking=True)

    def action_create_nonconformity(self):
        """Create the nonconformity of this single case, or open the one it has.

        It belongs to the planned measure of that kind; without one, the measure is planned too.

        :return: action dictionary
        :raise UserError: when the measure is not planned and the outcome is submitted or approved
        """
        self.ensure_one()
        measures = self.measure_ids.filtered(
            lambda measure: measure.kind == "nonconformity" and measure.state != "cancelled"
        )
        waiting = measures.filtered(lambda measure: not measure.nonconformity_id)
        measure = (waiting or measures)[:1] or measures.create(
            {"complaint_id": self.id, "kind": "nonconformity"}
        )
        return measure.action_create_nonconformity()

    def _nonconformity_values(self, responsible):
        """What a nonconformity says about this single case; never who complained.

        :param responsible: res.users
        :return: dictionary of values
        """
        origin = self.env.ref(
            "mgmtsystem_nonconformity.nc_origin_external_client", raise_if_not_found=False
        )
        return {
            "name": self._without_identity(self.subject),
            "reference": self.name,
            "partner_id": self._nonconformity_partner().id,
            "responsible_user_id": responsible.id,
            "manager_user_id": self._nonconformity_manager().id,
            "user_id": self.env.user.id,
            "origin_ids": [fields.Command.set(origin.ids if origin else [])],
            "description": self._without_identity(self._nonconformity_description()),
            "cause_ids": [fields.Command.set(self.cause_ids.ids)],
            "analysis": self._without_identity(self.cause_analysis),
            "company_id": self.company_id.id,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _without_identity(self, text):
        """A text of one case for those who may not know who complains (4.2)."""
        return self.sudo()._masked(text) if self.is_identity_protected else text

    def _nonconformity_description(self):
        """The facts that were found, not the words of the complainant."""
        certificates = self.certificate_ids.certificate_id.mapped("display_name")
        facts = [
            (self.env._("Complaint"), self.name),
            (self.env._("Subject"), self.subject),
            (self.env._("Certificates"), ", ".join(certificates)),
            (self.env._("Immediate action"), self.immediate_action),
            (self.env._("Findings"), self.validity_grounds),
            (self.env._("Extent"), self.extent),
        ]
        return "\n".join(f"{label}: {fact}" for label, fact in facts if fact)

    def _nonconformity_partner(self):
        """Whom the nonconformity names: nobody who may not be known (ISO/IEC 17025:2017, 4.2).

        :return: a single res.partner
        """
        own = self.company_id.partner_id
        if self.is_anonymous:
            return own
        if self.complainant_role == "customer":
            return self.customer_id or self.partner_id.commercial_partner_id or own
        return (self.disclosure_consent and self.partner_id) or own

    def _nonconformity_manager(self):
        """A quality head of the company, preferably one who was not involved."""
        heads = self.company_id._complaint_quality_heads()
        return (self._quality_heads() or heads or self.env.user)[:1]
