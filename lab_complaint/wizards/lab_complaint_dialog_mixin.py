from odoo import api, models


class LabComplaintDialogMixin(models.AbstractModel):
    """A dialog on something the user may read: what it shows is computed with more rights than
    the user has, and anybody could open it on any record.

    Who reads a dialog itself is in `security/lab_complaint_dialog_rules.xml`: who opened it.
    """

    _name = "lab.complaint.dialog.mixin"
    _description = "Dialog on a Complaint"

    @api.model_create_multi
    def create(self, vals_list):
        """Open dialogs.

        :raise AccessError: on what the user may not read
        """
        dialogs = super().create(vals_list)
        dialogs._check_subjects({})
        return dialogs

    def write(self, vals):
        """Fill in dialogs.

        :raise AccessError: on what the user may not read
        """
        self._check_subjects(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """What the dialog shows before it is saved.

        :raise AccessError: on what the user may not read
        """
        self._check_subjects({**self.default_get(self._subjects()), **values})
        return super().onchange(values, field_names, fields_spec)

    def _subjects(self):
        """Names of the fields that say what the dialog is about."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and (field.comodel_name or "").startswith("lab.complaint")
        ]

    def _check_subjects(self, vals):
        for name in self._subjects():
            self[name].check_access("read")
            self.env[self._fields[name].comodel_name].browse(vals.get(name) or ()).check_access(
                "read"
            )
