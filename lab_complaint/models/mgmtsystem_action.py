from odoo import models


class MgmtsystemAction(models.Model):
    _inherit = "mgmtsystem.action"

    def write(self, vals):
        """Measures of complaints are done when their action is closed, and planned again when it
        is taken up again."""
        before = self.filtered(lambda action: action._is_carried_out())
        result = super().write(vals)
        after = self.filtered(lambda action: action._is_carried_out())
        if before != after:
            self.env["lab.complaint.measure"]._follow(
                "action_id", closed=after - before, reopened=before - after
            )
        return result

    def _is_carried_out(self):
        """Whether this single action came to its end; a cancelled one did not.

        The stages have no other mark for cancelled ones than the record that is installed.
        """
        cancelled = self.env.ref("mgmtsystem_action.stage_cancel", raise_if_not_found=False)
        return self.stage_id.is_ending and self.stage_id != cancelled
