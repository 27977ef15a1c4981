from odoo import api, models
from odoo.exceptions import UserError

# How a record is followed, not what it says: this changes whatever its state.
OPEN_AFTER_END = ("message_", "activity_", "rating_", "website_message_", "my_activity_")
# Known inside this process only: a context that comes over the network cannot hold it.
RECORDING = object()
# Keys of the context by which Odoo notes no changes.
UNTRACKED = ("mail_notrack", "tracking_disable")


class LabComplaintRecordedMixin(models.AbstractModel):
    """What the system puts on record by itself is given by nobody: not by a form, an import or
    the external API, and not by defaults in a request.

    That is what is computed and not editable; with `_records_readonly` every read-only
    field (who, when, in which state).
    """

    _name = "lab.complaint.recorded.mixin"
    _description = "Recorded by the System"
    _records_readonly = False

    @api.model_create_multi
    def create(self, vals_list):
        """Enter records; what a read-only field says comes from the system alone.

        :raise UserError: when a value of a read-only field is given
        """
        for vals in vals_list:
            self._check_recorded(vals)
        if not any(key.startswith("default_") for key in self.env.context):
            return super().create(vals_list)
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
        if not self.env.su and any(self.env.context.get(name) for name in UNTRACKED):
            # A request must not be able to leave out who changed what.
            self = self.with_context(**dict.fromkeys(UNTRACKED, False))  # noqa: PLW0642
        return super().write(vals)

    def _record(self, vals):
        """Put on record what happened; the only way to fill read-only fields.

        :param vals: values of fields that the code names; never lines that a user gives, which
            would be recorded with them
        """
        return self._recording().write(vals)

    def _recording(self):
        """These records for the one call that puts on record what happened: what follows from it
        starts from `self` again."""
        return self.with_context(lab_complaint_recording=RECORDING)

    @api.model
    def _is_recording(self):
        return self.env.context.get("lab_complaint_recording") is RECORDING

    @api.model
    def _is_loading_data(self):
        """Whether the server itself loads data files, which bring history with its dates: no
        user can make it so."""
        return self.env.su and not self.env.registry.ready

    def _is_recorded(self, name):
        field = self._fields.get(name)
        return bool(
            field
            and field.readonly
            and (field.compute or self._records_readonly)
            and name != "complaint_id"
            and not name.startswith(OPEN_AFTER_END)
        )

    def _changed_by(self, vals, names=None):
        """Names of the values that would change any of these records, other than how they are
        followed.

        :param names: set of the only names to look at
        """
        return {
            name
            for name in (vals.keys() if names is None else names & vals.keys())
            if not name.startswith(OPEN_AFTER_END)
            and any(record._differs(name, vals[name]) for record in self)
        }

    def _differs(self, name, value):
        """Whether a field of this single record holds anything else than a value to be written."""
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            # What commands change is known only when they are carried out.
            return field.convert_to_write(self[name], self) != value
        old, new = (field.convert_to_cache(held, self) or False for held in (self[name], value))
        return old != new

    def _check_recorded(self, vals):
        if self._is_loading_data() or self._is_recording():
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
