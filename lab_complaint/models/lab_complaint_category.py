from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

SEVERITIES = [("minor", "Minor"), ("general", "General"), ("major", "Major")]


class LabComplaintCategory(models.Model):
    """What a complaint is about, as a tree, with how severe such a complaint usually is
    and who deals with it."""

    _name = "lab.complaint.category"
    _description = "Complaint Category"
    _parent_store = True
    _rec_names_search = ["name", "parent_id.name", "code"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    display_name = fields.Char(recursive=True)
    code = fields.Char(help="Short name that other systems use over the external API.")
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("lab.complaint.category", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("lab.complaint.category", "parent_id", "Subcategories")
    active = fields.Boolean(default=True)
    severity = fields.Selection(SEVERITIES, "Default Severity", required=True, default="general")
    department_id = fields.Many2one(
        "hr.department",
        "Routed to Department",
        company_dependent=True,
        help="Department concerned by default when a complaint gets this category.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Routed to Officer",
        company_dependent=True,
        domain="[('share', '=', False)]",
        help="Complaint officer who is put in charge by default.",
    )

    @api.depends("name", "parent_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        known = self._full_names()
        for category in self:
            if category.id in known:
                category.display_name = known[category.id]
                continue
            # One that is being entered in a form.
            names = [category.parent_id.display_name, category.name]
            category.display_name = " / ".join(filter(None, names))

    @api.model
    @tools.ormcache("self.env.lang")
    def _full_names(self):
        """What each category is called, with those above it: every case shows its own.

        :return: dictionary of id: name
        """
        names = {}
        categories = self.sudo().with_context(active_test=False)
        for category in categories.search_fetch([], ["name", "parent_id"], order="parent_path"):
            above = names.get(category.parent_id.id)
            names[category.id] = " / ".join(filter(None, [above, category.name]))
        return names

    @api.model_create_multi
    def create(self, vals_list):
        """Add categories; cases show their names at once."""
        categories = super().create(vals_list)
        self.env.registry.clear_cache()
        return categories

    def write(self, vals):
        """Change categories; cases show their names at once."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Delete categories that no case has."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A category cannot be above itself: choose another parent.")
            )
