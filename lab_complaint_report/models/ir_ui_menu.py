from odoo import models
from odoo.fields import Domain

from .lab_complaint_statistics import READERS


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Show reviews to deputy heads, who may have no other right to complaints."""
        blacklist = super()._load_menus_blacklist()
        menu = self.env.ref("lab_complaint_report.menu_reviews_issued", raise_if_not_found=False)
        if menu and not self._has_reviews_to_read():
            blacklist.append(menu.id)
        return blacklist

    def _has_reviews_to_read(self):
        user = self.env.user
        # They have the reviews in the menu of the figures.
        if any(user.has_group(group) for group in READERS):
            return False
        of_user = Domain("complaint_deputy_head_id", "=", user.id)
        return user.has_group("lab_complaint_report.group_deputy_head") or bool(
            self.env["res.company"].sudo().search_count(of_user, limit=1)
        )
