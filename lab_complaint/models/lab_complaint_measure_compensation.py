from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LabComplaintMeasure(models.Model):
    """Compensation of the customer's loss, by credit note or otherwise."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(tracking=True, help="In the currency of the company.")
    credit_note_id = fields.Many2one(
        "account.move",
        copy=False,
        check_company=True,
        domain="[('move_type', '=', 'out_refund'), ('company_id', '=', company_id)]",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )

    @api.constrains("kind", "amount")
    def _check_amount(self):
        for measure in self:
            if measure.kind == "compensation" and measure.amount <= 0:
                raise ValidationError(
                    self.env._("%s: enter the amount that is compensated.", measure.name)
                )

    @api.constrains("credit_note_id")
    def _check_credit_note(self):
        # Who handles complaints need not read invoices.
        for measure in self.sudo().filtered("credit_note_id"):
            credit_note = measure.credit_note_id
            if (
                credit_note.move_type != "out_refund"
                or credit_note.commercial_partner_id != measure.complaint_id.customer_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(document)s is no credit note of the customer of %(complaint)s.",
                        document=credit_note.display_name,
                        complaint=measure.complaint_id.display_name,
                    )
                )

    def _blockers(self, result):
        blockers = super()._blockers(result)
        if self.kind != "compensation":
            return blockers
        credit_note = self.sudo().credit_note_id
        if credit_note:
            credited = abs(credit_note.amount_total_signed)
            if credit_note.state != "posted":
                blockers.append(
                    self.env._("Credit note %s is not posted yet.", credit_note.display_name)
                )
            elif self.currency_id.compare_amounts(credited, self.amount) < 0:
                blockers.append(
                    self.env._(
                        "Credit note %s is lower than the amount decided.", credit_note.display_name
                    )
                )
        elif not (result or "").strip():
            blockers.append(
                self.env._("Link the credit note, or write down how it was compensated otherwise.")
            )
        return blockers
