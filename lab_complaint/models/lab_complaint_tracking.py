from odoo import models

from .lab_complaint_recorded_mixin import UNTRACKED

LISTS = ("one2many", "many2many")


class LabComplaint(models.Model):
    """What a change was before it (ISO/IEC 17025:2017, 7.5.2, 8.4.2), read in few queries."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """Change cases; of lists, only those that are changed are read before."""
        if not any(self.env.context.get(name) for name in UNTRACKED):
            self._track_prepare(
                name for name in vals if name in self._fields and self._fields[name].type in LISTS
            )
        return super().write(vals)

    def _track_prepare(self, fields_iter):
        names = set(fields_iter)
        if names == self._fields.keys():
            # Odoo asks for all of them before each change, and each list takes a query.
            names = {name for name, field in self._fields.items() if field.type not in LISTS}
        return super()._track_prepare(names)
