from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_stage import ENDED_STATES


class LabComplaintPart(models.AbstractModel):
    """What is kept with a case: decisions, communications, evidence and the like.

    Records are amended, never erased (ISO/IEC 17025:2017, 8.4), and a case that has
    ended keeps its parts as they were on that day.
    """

    _name = "lab.complaint.part"
    _description = "Part of a Complaint"
    _inherit = ["lab.complaint.recorded.mixin", "lab.complaint.told.mixin"]
    # Fields that may still change after the case has ended.
    _changes_after_end = frozenset()

    # Fields with the users who must not be involved in what the complaint is about, each with
    # the field of the moment in which they acted.
    _acting_fields = {}

    complaint_id = fields.Many2one(
        "lab.complaint", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, precompute=True, index=True
    )
    is_independent = fields.Boolean(
        compute="_compute_is_independent",
        store=True,
        precompute=True,
        help="Done by people who were not involved. ISO/IEC 17025:2017, 7.9.6",
    )

    @api.depends(lambda self: ("complaint_id.involved_user_ids", *self._acting_fields))
    def _compute_is_independent(self):
        for part in self:
            involved = part.complaint_id.involved_user_ids
            part.is_independent = not any(part[name] & involved for name in self._acting_fields)

    @api.model_create_multi
    def create(self, vals_list):
        """Add parts to cases that are open.

        :raise UserError: when a case has ended
        """
        parts = super().create(vals_list)
        parts._check_case_open()
        parts.complaint_id._forget_missing()
        return parts

    def write(self, vals):
        """Change parts of cases that are open.

        :raise UserError: when a case has ended, or the part would move to another case
        """
        if vals.keys() - self._changes_after_end:
            self._check_case_open()
        if "complaint_id" in vals and self.complaint_id.ids not in ([], [vals["complaint_id"]]):
            raise UserError(self.env._("What is kept with one complaint cannot move to another."))
        result = super().write(vals)
        self.complaint_id._forget_missing()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "%(part)s: what is on record with a complaint stays there. Add what is right; the "
                "old remains readable.",
                part=self[:1].display_name,
            )
        )

    def _acts(self):
        """Who did what in this single part that only independent people may do.

        :return: list of (single user, what it is called, this part, name of the field)
        """
        return [
            (user, self._fields[name]._description_string(self.env), self, name)
            for name in self._acting_fields
            for user in self[name]
        ]

    def _acted_on(self, name, user):
        """When a user named in an acting field of this single part acted: naive UTC or False."""
        return self[self._acting_fields[name]]

    def _evidence(self):
        """When this single part became what it proves, and through whom.

        :return: tuple of naive UTC moment and name
        """
        return self.create_date, self.create_uid.name

    def _keep_files(self):
        """Files uploaded for parts with `attachment_ids` are read by those who read the part."""
        for part in self:
            loose = part.attachment_ids.sudo().filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            kept = loose.with_env(part._recording().env).sudo()
            kept.write({"res_model": self._name, "res_id": part.id})

    def _check_case_open(self):
        ended = self.complaint_id.filtered(
            lambda complaint: complaint.state in ENDED_STATES and not complaint._is_being_entered()
        )
        if ended:
            ended._refuse_ended()
