from odoo import models

from .lab_complaint_querying import STATUS_PATH


class ResCompany(models.Model):
    """How whoever complains reaches the laboratory."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _ways_in(self):
        """Ways to complain and to follow a complaint that are open in this company now, for
        the public: what is not switched on or not filled in is left out.

        :return: list of dictionaries of `label`, `text` and `url` (False when there is nothing
            to follow)
        """
        self.ensure_one()
        company = self.sudo()
        status = f"{company.get_base_url()}{STATUS_PATH}"
        ways = [
            {
                "label": self.env._("Phone"),
                "text": company.phone,
                "url": f"tel:{''.join((company.phone or '').split())}",
            },
            {
                "label": self.env._("Email"),
                "text": company.email,
                "url": f"mailto:{company.email}",
            },
            {"label": self.env._("Follow a complaint"), "text": status, "url": status},
        ]
        return [way for way in ways if way["text"]]
