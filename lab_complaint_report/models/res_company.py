from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    complaint_letter_layout = fields.Selection(
        [("standard", "Letterhead"), ("window", "Window envelope")],
        "Layout of Letters",
        default="standard",
        required=True,
        help="For window envelopes the address stands 45 mm below the upper edge and 25 mm from "
        "the left edge, with the sender above it in small print.",
    )
