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
        """Refuse to change files of verified evidence and of statements (ISO/IEC 17025:2017,
        7.5.2).

        :raise UserError: naming what the file belongs to
        """
        if CONTENT_FIELDS & vals.keys():
            self._check_not_on_record()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        self._check_not_on_record()

    def _check_not_on_record(self):
        if not self.ids:
            return
        holding = [("attachment_ids", "in", self.ids)]
        self.env["lab.complaint.evidence"].sudo().search(holding)._check_not_verified()
        statement = self.env["lab.complaint.statement"].sudo().search(holding, limit=1)
        if statement:
            statement._refuse_change()
