from odoo import models


class LabComplaintFigureMixin(models.AbstractModel):
    """Figures that may have no basis: the web client shows nothing for them, not 0."""

    _name = "lab.complaint.figure.mixin"
    _description = "Figures That May Have No Basis"

    def _web_read_group_format(self, groupby, aggregates, groups):
        formatted = super()._web_read_group_format(groupby, aggregates, groups)
        for group in formatted:
            for name in aggregates:
                if group[name] is False or group[name] is None:
                    # Odoo's pivot prints False as 0 and leaves out what is not there.
                    del group[name]
        return formatted
