from odoo import models


class ResUsers(models.Model):
    """Who joins or leaves a group is asked for open decisions, or no longer."""

    _inherit = "res.users"

    def write(self, vals):
        """Change users; open reviews are for those who belong to their groups now."""
        result = super().write(vals)
        if "group_ids" in vals:
            self.env["tier.review"]._ask_anew()
        return result
