from odoo import api, models
from odoo.exceptions import UserError

from .lab_complaint_gate import OPEN_AFTER_END


class LabComplaintRecordedMixin(models.AbstractModel):
    """What the system puts on record by itself (who, when, in which state) is given by nobody:
    not by a form, an import or the external API, and not by defaults in a request."""

    _name = "lab.complaint.recorded.mixin"
    _description = "Recorded by the System"

    @api.model_create_multi
    def create(self, vals_list):
        """Enter records; what a read-only field says comes from the system alone.

        :raise UserError: when a value of a read-only field is given
        """
        for vals in vals_list:
            self._check_recorded(vals)
        context = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith("default_") and self._is_recorded(key.removeprefix("default_")))
        }
        clean = self.with_context(context)  # pylint: disable=context-overridden
        return super(LabComplaintRecordedMixin, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Change records, except for what the system has recorded.

        :raise UserError: when a value of a read-only field is given
        """
        self._check_recorded(vals)
        return super().write(vals)

    def _record(self, vals):
        """Put on record what happened; the only way to fill read-only fields."""
        return super().write(vals)

    def _is_recorded(self, name):
        field = self._fields.get(name)
        return bool(
            field
            and field.readonly
            and name != "complaint_id"
            and not name.startswith(OPEN_AFTER_END)
        )

    def _check_recorded(self, vals):
        if self._is_loading_data():
            return
        refused = [name for name in vals if self._is_recorded(name)]
        if refused:
            names = ", ".join(self._fields[name]._description_string(self.env) for name in refused)
            raise UserError(
                self.env._(
                    "%(fields)s: the system records this when it happens. Use the buttons of the "
                    "complaint.",
                    fields=names,
                )
            )
