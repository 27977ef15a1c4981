import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from odoo.addons.lab_complaint.models.at_once import do_apart
from odoo.addons.lab_complaint.models.lab_complaint_communication import KINDS


class LabComplaintLetterRun(models.Model):
    """The same letter to many complainants, written one by one in the background.

    Each letter passes the rules of its case; what is refused says why and stops nothing.
    """

    _name = "lab.complaint.letter.run"
    _description = "Letters to Many Complainants"
    _inherit = ["lab.complaint.recorded.mixin"]
    _records_readonly = True
    _order = "id desc"

    kind = fields.Selection(
        [kind for kind in KINDS if kind[0] != "callback"], required=True, default="progress"
    )
    way = fields.Selection([("mail", "Email"), ("letter", "Letter")], required=True, default="mail")
    template_id = fields.Many2one(
        "mail.template",
        "Text",
        domain="[('complaint_letter_kind', '=', kind),"
        " ('complaint_letter_addressee', '=', 'complainant')]",
    )
    summary = fields.Text("What Is Said", help="Words of your own, added to each letter.")
    user_id = fields.Many2one(
        "res.users", "Written by", default=lambda self: self.env.user, readonly=True, required=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, readonly=True, required=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many("lab.complaint.letter.run.line", "run_id", "Complaints")
    line_count = fields.Integer("Letters", compute="_compute_progress")
    done_count = fields.Integer("Written", compute="_compute_progress")
    refused_count = fields.Integer("Refused", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percentage of the letters.")
    progress_text = fields.Char("Progress in Words", compute="_compute_progress")
    document = fields.Binary(
        "All Letters", attachment=True, readonly=True, copy=False, help="One file for printing."
    )
    document_name = fields.Char(compute="_compute_document_name")

    @api.depends("line_ids.state")
    def _compute_progress(self):
        for run in self:
            states = run.line_ids.mapped("state")
            run.line_count = len(states)
            run.done_count = states.count("done")
            run.refused_count = states.count("refused")
            finished = len(states) - states.count("waiting")
            run.progress = 100 * finished / len(states) if states else 0
            run.progress_text = self.env._(
                "%(written)s of %(all)s written, %(refused)s refused",
                written=run.done_count,
                all=run.line_count,
                refused=run.refused_count,
            )

    @api.depends("kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            run.display_name = self.env._("Letters: %s", kinds.get(run.kind, ""))

    @api.depends("display_name")
    def _compute_document_name(self):
        for run in self:
            run.document_name = f"{run.display_name}.pdf".replace(": ", " ")

    def write(self, vals):
        """Change what is to be written, until it is.

        :raise UserError: when it runs or has run
        """
        if not self._is_recording():
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        if any(run.state != "draft" for run in self):
            raise UserError(self.env._("These letters are being written. Prepare others."))

    @api.model
    def default_get(self, fields_list):
        """Prepare letters for the complaints that are chosen in a list."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "lab.complaint" and "line_ids" in fields_list:
            chosen = self.env.context.get("active_ids") or []
            values["line_ids"] = [Command.create({"complaint_id": number}) for number in chosen]
        return values

    # --- actions ---

    def action_start(self):
        """Have the letters of this single run written in the background.

        :raise UserError: when it ran, there is nothing to write, or no engine to print with
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft" or not self.line_ids:
            raise UserError(self.env._("Choose complaints, then start once."))
        self.env["ir.actions.report"]._check_letter_engine()
        self._record({"state": "running"})
        self.env.ref("lab_complaint_report.cron_write_letters")._trigger()
        return self._action_show()

    def action_stop(self):
        """Write no more letters; those that are written stay."""
        self.check_access("write")
        self.filtered(lambda run: run.state == "running")._record({"state": "stopped"})

    def _action_show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    # --- writing ---

    @api.model
    def _cron_write_letters(self):
        """Write the letters of all runs, each one for itself: what is written stays written."""
        runs = self.search([("state", "=", "running")], order="id")
        waiting = runs.line_ids.filtered(lambda line: line.state == "waiting")
        crons = self.env["ir.cron"]
        crons._commit_progress(remaining=len(waiting))
        for line_id in waiting.ids:
            line = self.env["lab.complaint.letter.run.line"].browse(line_id)
            is_done = do_apart(self.env, line._write_letter)
            seconds_left = crons._commit_progress(int(is_done))
            # Letters are large: none is kept in memory.
            self.env.invalidate_all()
            if not seconds_left:
                break
        runs._finish()

    def _finish(self):
        """Close those of these runs whose letters are all written or refused."""
        for run in self.filtered(lambda run: run.state == "running"):
            if "waiting" in run.line_ids.mapped("state"):
                continue
            vals = {"state": "done"}
            written = run.line_ids.communication_ids if run.way == "letter" else []
            if written:
                letters = [said._letter_attachment().raw for said in written]
                vals["document"] = base64.b64encode(merge_pdf(letters))
            run._record(vals)
