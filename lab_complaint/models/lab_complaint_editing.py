from odoo import api, fields, models

from .lab_complaint_flow import INVESTIGATED_FIELDS
from .lab_complaint_stage import ENDED_STATES


class LabComplaint(models.Model):
    """What a form offers to change: nothing that would be refused when it is saved."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    is_editable_by_user = fields.Boolean(compute="_compute_is_editable_by_user")
    is_led_by_user = fields.Boolean(compute="_compute_is_editable_by_user")

    @api.depends("state", "investigator_ids", "received_by_id")
    @api.depends_context("uid")
    def _compute_is_editable_by_user(self):
        writable = self._origin._filtered_access("write")
        leads = self.env.su or self.env.user.has_group("lab_complaint.group_officer")
        for complaint in self:
            saved = complaint._origin
            state = saved.sudo().state
            complaint.is_editable_by_user = not saved or (
                saved in writable and state not in ENDED_STATES
            )
            complaint.is_led_by_user = complaint.is_editable_by_user and (
                leads or not saved or state == "received"
            )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Close the fields of every form to those who may not change them."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for node in arch.xpath("//field[not(ancestor::field)]"):
                self._close_field(node)
            for name in ("is_editable_by_user", "is_led_by_user"):
                arch.insert(0, arch.makeelement("field", {"name": name, "invisible": "1"}))
        return arch, view

    @api.model
    def _close_field(self, node):
        investigated = node.get("name") in INVESTIGATED_FIELDS
        closed = f"not {'is_editable_by_user' if investigated else 'is_led_by_user'}"
        readonly = node.get("readonly")
        field = self._fields.get(node.get("name"))
        if not readonly and field and field.readonly:
            return  # closed to everybody
        if readonly not in ("1", "True"):
            node.set("readonly", f"({readonly}) or {closed}" if readonly else closed)
