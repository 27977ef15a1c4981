from odoo import api, models

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
    _inherit = "ir.attachment"

    def write(self, vals):
        """Refuse to change files of verified evidence (ISO/IEC 17025:2017, 7.5.2).

        :raise UserError: naming the evidence
        """
        if CONTENT_FIELDS & vals.keys():
            self._check_not_verified_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_verified_evidence(self):
        self._check_not_verified_evidence()

    def _check_not_verified_evidence(self):
        if self.ids:
            evidence = self.env["lab.complaint.evidence"].sudo()
            evidence.search([("attachment_ids", "in", self.ids)])._check_not_verified()
