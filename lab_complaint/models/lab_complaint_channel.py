from odoo import api, fields, models, tools


class LabComplaintChannel(models.Model):
    """Way by which a complaint reaches the laboratory."""

    _name = "lab.complaint.channel"
    _description = "Complaint Channel"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short name that other systems use over the external API."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another channel has this code already.")

    @api.model
    @tools.ormcache("code")
    def _id_of(self, code):
        """Id of the active channel with a code, False where there is none: asked for each complaint
        that comes in by itself."""
        return self.sudo().search([("code", "=", code)], limit=1).id

    @api.model_create_multi
    def create(self, vals_list):
        """Add channels, which are found by their codes from now on."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Change channels, which may then be found by other codes, or not any more."""
        if {"active", "code"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Delete channels, which are not found any more."""
        self.env.registry.clear_cache()
        return super().unlink()
