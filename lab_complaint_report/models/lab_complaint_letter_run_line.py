import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.lab_complaint.models.at_once import COLLISIONS
from odoo.addons.lab_complaint.wizards.lab_complaint_answer import METHODS

_logger = logging.getLogger(__name__)


class LabComplaintLetterRunLine(models.Model):
    """One letter of many."""

    _name = "lab.complaint.letter.run.line"
    _description = "One Letter of Many"
    _inherit = ["lab.complaint.recorded.mixin"]
    _records_readonly = True
    _order = "id"
    _rec_name = "complaint_id"

    run_id = fields.Many2one(
        "lab.complaint.letter.run", required=True, ondelete="cascade", index=True
    )
    complaint_id = fields.Many2one("lab.complaint", required=True, ondelete="cascade")
    communication_ids = fields.Many2many("lab.complaint.communication", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Written"), ("refused", "Refused")],
        default="waiting",
        required=True,
        readonly=True,
    )
    reason = fields.Text(readonly=True, help="Why the letter was not written.")

    @api.model_create_multi
    def create(self, vals_list):
        """Add letters to those that are prepared.

        :raise UserError: when they are being written
        """
        lines = super().create(vals_list)
        lines.run_id._check_draft()
        return lines

    def write(self, vals):
        """Change letters that are prepared.

        :raise UserError: when they are being written
        """
        if not self._is_recording():
            self.run_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_prepared(self):
        self.run_id._check_draft()

    def _write_letter(self):
        """Write this single letter as the user who started the run, or record why not; unless
        the run was stopped."""
        run = self.run_id
        if run.state != "running":
            return
        case = (
            self.complaint_id.with_user(run.user_id)
            .with_context(lang=run.user_id.lang, allowed_company_ids=run.company_id.ids)
            .with_prefetch()
        )
        try:
            with self.env.cr.savepoint():
                said = self._tell(case)
                self._record({"state": "done", "communication_ids": said.ids})
        except UserError as refusal:
            self._record({"state": "refused", "reason": str(refusal)})
        except COLLISIONS:
            # Nothing of it is kept; it is written with what the case has become.
            raise
        except Exception:
            # One letter that fails unforeseen must not keep the others from being written.
            _logger.exception("Letter for complaint %s", self.complaint_id.id)
            reason = self.env._("Unexpected error. The administrator finds it in the server log.")
            self._record({"state": "refused", "reason": reason})

    def _tell(self, case):
        run = self.run_id
        earlier = case.communication_ids
        method = getattr(case, METHODS[run.kind])
        method(way=run.way, summary=run.summary, template_id=run.template_id.id)
        return case.communication_ids - earlier
