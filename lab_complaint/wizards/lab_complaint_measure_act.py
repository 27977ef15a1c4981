from odoo import api, fields, models

ARGUMENTS = {
    "done": ("result",),
    "check_effectiveness": ("effectiveness", "effectiveness_comment"),
    "cancel": ("cancel_reason",),
    "amend": ("amendment_reason", "number", "version", "issued_on"),
}


class LabComplaintMeasureAct(models.TransientModel):
    """Asks for what an action on a measure needs, and calls it."""

    _name = "lab.complaint.measure.act"
    _description = "Act on a Measure"
    _inherit = ["lab.complaint.dialog.mixin"]

    measure_id = fields.Many2one("lab.complaint.measure", required=True, ondelete="cascade")
    act = fields.Selection(
        [
            ("done", "Done"),
            ("check_effectiveness", "Check effectiveness"),
            ("cancel", "Cancel"),
            ("amend", "Amend certificate"),
        ],
        required=True,
    )
    result = fields.Text(
        compute="_compute_result",
        store=True,
        readonly=False,
        help="What was done, when and with what outcome.",
    )
    effectiveness = fields.Selection(
        [("effective", "Effective"), ("not_effective", "Not effective")]
    )
    effectiveness_comment = fields.Text("What the Check Showed")
    cancel_reason = fields.Text("Reason")
    amendment_reason = fields.Text("Reason for the Amendment")
    number = fields.Char("Certificate Number", help="That of the old certificate when left empty.")
    version = fields.Char(help="The next one of the number when left empty.")
    issued_on = fields.Date()

    @api.depends("measure_id")
    def _compute_result(self):
        for dialog in self:
            dialog.result = dialog.measure_id.result

    def action_confirm(self):
        """Do what was chosen.

        :return: what the measure's own action returns
        """
        self.ensure_one()
        arguments = {name: self[name] for name in ARGUMENTS[self.act]}
        return getattr(self.measure_id, f"action_{self.act}")(**arguments)
