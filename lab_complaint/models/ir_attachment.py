from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .lab_complaint_stage import ENDED_STATES

# A new name, description or access token leaves the content as it was.
CONTENT_FIELDS = {
    "checksum",
    "datas",
    "db_datas",
    "mimetype",
    "name",
    "raw",
    "res_id",
    "res_model",
    "store_fname",
    "type",
    "url",
}


class IrAttachment(models.Model):
    """Files of a complaint are read like its notes, one's own always; those of verified evidence
    stay as they are."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        forbidden = result[0] if result else self.browse()
        kept = (self - forbidden)._kept_with_complaints()
        if not kept:
            return result
        return forbidden + kept, lambda: AccessError(
            self.env._("The files of a complaint are for those who handle it.")
        )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & (
                Domain("public", "=", True)
                | Domain("create_uid", "=", self.env.uid)
                | (
                    self.env["lab.complaint"]._discussed_domain("res_model", "res_id")
                    & self._written_domain()
                )
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _written_domain(self):
        """What complainants were written names them: it is for officers (4.2)."""
        if self.env.user.has_group("lab_complaint.group_officer"):
            return Domain.TRUE
        return Domain("res_model", "!=", "lab.complaint.communication")

    def _kept_with_complaints(self):
        """Files of complaints whose discussion the user may not read, and of letters to
        complainants that are for others."""
        if self.env.su:
            return self.browse()
        others = self.sudo().filtered(
            lambda file: file.create_uid.id != self.env.uid and not file.public
        )
        files = others.filtered(lambda file: file.res_model == "lab.complaint")
        letters = others - others.filtered_domain(self._written_domain())
        complaints = self.env["lab.complaint"].browse(files.mapped("res_id"))
        readable = complaints._with_readable_discussion()
        kept = files.filtered(lambda file: file.res_id not in readable.ids) | letters
        return kept.sudo(False)

    def write(self, vals):
        """Refuse to change files of verified evidence, of statements, of what was told, and of
        cases that have ended (ISO/IEC 17025:2017, 7.5.2).

        :raise UserError: naming what the file belongs to
        """
        is_recording = self.env["lab.complaint"]._is_recording()
        if CONTENT_FIELDS & vals.keys() and not is_recording:
            self._check_not_on_record()
        return super().write(vals)

    def unlink(self):
        """Delete files, but not those on record.

        :raise UserError: naming what the file belongs to
        """
        # Methods with api.ondelete are left out when a request has _force_unlink in its context.
        self._check_not_on_record()
        return super().unlink()

    def _check_not_on_record(self):
        if not self.ids:
            return
        holding = [("attachment_ids", "in", self.ids)]
        self.env["lab.complaint.evidence"].sudo().search(holding)._check_not_verified()
        statement = self.env["lab.complaint.statement"].sudo().search(holding, limit=1)
        if statement:
            statement._refuse_change()
        told = self.env["lab.complaint.communication"].sudo()
        letters = self.sudo().filtered(lambda file: file.res_model == told._name)
        (told.search(holding) | told.browse(letters.mapped("res_id")).exists())._check_draft({})
        cases = self.sudo().filtered(lambda file: file.res_model == "lab.complaint")
        ended = (
            self.env["lab.complaint"]
            .sudo()
            .search([("id", "in", cases.mapped("res_id")), ("state", "in", ENDED_STATES)], limit=1)
        )
        if ended and not ended._is_being_entered():
            ended._refuse_ended()
