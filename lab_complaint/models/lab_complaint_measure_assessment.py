from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class LabComplaintMeasure(models.Model):
    """The assessment of people's work (工作质量考核): between them and the quality head."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("kind")
    def _compute_user_id(self):
        """A quality head is responsible for an assessment: whoever enters it."""
        result = super()._compute_user_id()
        for measure in self.filtered(lambda measure: measure.kind == "assessment"):
            if not measure.user_id.has_group("lab_complaint.group_quality_head"):
                measure.user_id = self.env.user
        return result

    @api.constrains("kind", "user_id", "action_id")
    def _check_confidential(self):
        for measure in self.filtered(lambda measure: measure.kind == "assessment"):
            if not measure.user_id.has_group("lab_complaint.group_quality_head"):
                raise ValidationError(
                    self.env._(
                        "An assessment of people's work is confidential: a quality head is "
                        "responsible for it."
                    )
                )
            if measure.action_id:
                raise ValidationError(
                    self.env._(
                        "An assessment of people's work is confidential: link no action, which "
                        "others read."
                    )
                )

    def write(self, vals):
        """Refuse that an assessment becomes another measure, or the reverse.

        :raise UserError: what others have read, or follow, cannot become confidential
        """
        becomes = vals.get("kind")
        if becomes and any((m.kind == "assessment") != (becomes == "assessment") for m in self):
            raise UserError(
                self.env._(
                    "An assessment stays an assessment, and no other measure becomes one. Cancel "
                    "this measure and plan another."
                )
            )
        return super().write(vals)

    def _acts(self):
        """An assessment is named in no conflict, which others read."""
        return [] if self.kind == "assessment" else super()._acts()

    def _evidence(self):
        """An assessment is named in no checklist, which others read."""
        return (False, False) if self.kind == "assessment" else super()._evidence()
