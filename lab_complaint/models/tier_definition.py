from odoo import api, models
from odoo.exceptions import ValidationError


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        return [*super()._get_tier_validation_model_names(), "lab.complaint.decision"]

    @api.constrains("model_id", "review_type", "reviewer_id", "reviewer_group_id", "active")
    def _check_reviewers_read_complaints(self):
        """Refuse approvers who may not read what they approve: nobody would be asked."""
        readers = self.env["res.groups"].union(
            *(
                self.env.ref(f"lab_complaint.group_{name}", raise_if_not_found=False) or []
                for name in ("officer", "auditor")
            )
        )
        for definition in self.filtered(lambda d: d.model == "lab.complaint.decision"):
            groups = (
                definition.reviewer_id.all_group_ids
                if definition.review_type == "individual"
                else definition.reviewer_group_id.all_implied_ids
            )
            if definition.active and definition.review_type != "field" and not groups & readers:
                raise ValidationError(
                    self.env._(
                        "%(definition)s: who approves decisions on complaints has to read them. Make "
                        "them complaint officer, quality head or auditor first.",
                        definition=definition.name,
                    )
                )
