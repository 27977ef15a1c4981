from odoo import api, fields, models

from .lab_complaint_answer import NOTICES
from .lab_complaint_authority_answer import ANSWERS

# Longer time is asked of an authority, not told; the end is noticed to the complainant (7.9.7).
AUTHORITY_KINDS = ("acknowledgement", "not_accepted", "outcome", "progress")


class LabComplaintCommunication(models.Model):
    """What is said to the regulator or accreditation body behind a complaint."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    named_complainant = fields.Char(
        compute="_compute_named_complainant",
        groups="lab_complaint.group_officer",
        help="Who complained, where the one who is told knows that.",
    )

    @api.depends("addressed_to", "complaint_id.channel_id", "complaint_id.complainant_name")
    def _compute_named_complainant(self):
        for said in self:
            complaint = said.complaint_id.sudo()
            known = said.addressed_to == "complainant" or complaint._is_complainant_known()
            said.named_complainant = known and complaint.complainant_name

    @api.depends("addressed_to")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for said in self.filtered(lambda said: said.addressed_to == "authority"):
            said.display_name = self.env._("%s to the authority", said.display_name)
        return result

    def _check_addressed_to(self):
        """Refuse what is not for an authority.

        :raise UserError: saying what to do instead
        """
        if self.addressed_to != "authority":
            return
        if not self.complaint_id.authority_part:
            self._refuse(self.env._("no authority is named. Enter it on the complaint first."))
        if self.complaint_id.authority_part == "raised":
            self._refuse(
                self.env._(
                    "the authority is the complainant: one answer serves both. Tell the "
                    "complainant."
                )
            )
        if self.kind not in AUTHORITY_KINDS:
            self._refuse(
                self.env._("this is said to the complainant. Tell the authority as progress.")
            )
        if self.way == "portal":
            self._refuse(self.env._("an authority has no portal here. Choose another way."))

    def _became_given(self):
        """What an authority was told keeps the promise to it and nothing else: the complainant has
        not been told by that."""
        to_authority = self.filtered(lambda said: said.addressed_to == "authority")
        result = super(LabComplaintCommunication, self - to_authority)._became_given()
        for said in self:
            complaint = said.complaint_id.with_user(said.user_id).sudo()
            complaint._forget_missing()
            if said.kind in ANSWERS and said in complaint._answers_to_authority():
                complaint._keep_promise("authority", said.told_on or fields.Datetime.now())
            if said in to_authority:
                said._go_on_with_complainant(complaint)
        return result

    def _go_on_with_complainant(self, complaint):
        """End a case with the notice that the complainant has already, when this single one was
        all that it waited for."""
        target = NOTICES.get(self.kind)
        notices = complaint.communication_ids.filtered(
            lambda said: said.kind == self.kind and said.is_given and said.is_current
        )
        if target and notices and complaint.state != target:
            complaint._go_on_to(target)

    def _check_case_open(self):
        """An answer to an authority that came back is given again, also when the case has ended."""
        again = self.filtered(
            lambda said: (
                said.addressed_to == "authority"
                and said.kind in ANSWERS
                and said.complaint_id._is_undelivered(said.kind, said, "authority")
            )
        )
        return super(LabComplaintCommunication, self - again)._check_case_open()
