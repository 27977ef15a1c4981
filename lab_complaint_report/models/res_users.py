from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    complaint_signature = fields.Image(
        "Signature for Letters",
        max_width=600,
        max_height=200,
        groups="base.group_erp_manager",
        help="Printed above your name in letters to complainants. A drawing or scan on white.",
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802, Odoo's name
        return [*super().SELF_READABLE_FIELDS, "complaint_signature"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802, Odoo's name
        return [*super().SELF_WRITEABLE_FIELDS, "complaint_signature"]
