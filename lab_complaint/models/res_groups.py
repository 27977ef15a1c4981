from odoo import models

MEMBERS = {"implied_by_ids", "implied_ids", "user_ids"}


class ResGroups(models.Model):
    """Who joins or leaves a group is asked for open decisions, or no longer."""

    _inherit = "res.groups"

    def write(self, vals):
        """Change groups; open reviews are for those who belong to them now."""
        result = super().write(vals)
        if MEMBERS & vals.keys():
            self.env["tier.review"]._ask_anew()
        return result
