from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class LabComplaintMeasure(models.Model):
    """The amendment of a certificate: a new one that refers to the old (ISO/IEC 17025, 7.8.8)."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    certificate_id = fields.Many2one(
        "lab.complaint.certificate",
        "Certificate to Amend",
        copy=False,
        domain="[('complaint_id', '=', complaint_id)]",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    amended_certificate_id = fields.Many2one(
        "lab.certificate",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )

    @api.constrains("certificate_id", "amended_certificate_id")
    def _check_certificates(self):
        for measure in self:
            if measure.certificate_id.complaint_id - measure.complaint_id:
                raise ValidationError(
                    self.env._(
                        "%(measure)s: choose a certificate that %(complaint)s is about.",
                        measure=measure.name,
                        complaint=measure.complaint_id.display_name,
                    )
                )
            amended, old = measure.amended_certificate_id, measure.certificate_id.certificate_id
            if amended and amended.amends_id != old:
                raise ValidationError(
                    self.env._(
                        "Certificate %(amended)s does not amend %(old)s. Say so on the certificate, "
                        "with the reason.",
                        amended=amended.display_name,
                        old=old.display_name or self.env._("any certificate of this complaint"),
                    )
                )

    def action_amend(self, amendment_reason, number=None, version=None, issued_on=None, **facts):
        """Register the certificate that amends the one of this single measure.

        :param amendment_reason: why, as it stands on the new certificate
        :param number: its number; that of the old one when left out
        :param version: its version; the next one of the number when left out
        :param issued_on: date of issue
        :param facts: other fields of the certificate, such as `performed_by_ids`,
            `checked_by_id`, `authorized_by_id` or `archived_copy`; those of the old one when left
            out
        :return: action dictionary that opens the new certificate
        :raise UserError: before the outcome is approved, when no certificate is chosen or it was
            amended already
        """
        self.ensure_one()
        self._check_planned()
        self._check_may_start()
        if self.kind != "amend_certificate" or not self.certificate_id:
            raise UserError(
                self.env._("%s: choose the certificate to amend first.", self.display_name)
            )
        self.amended_certificate_id = self.certificate_id.certificate_id._amend(
            amendment_reason, name=number, version=version, issued_on=issued_on, **facts
        )
        return self.complaint_id._action_open(self.amended_certificate_id)

    def _blockers(self, result):
        blockers = super()._blockers(result)
        if self.kind == "amend_certificate" and not self.amended_certificate_id:
            blockers.append(
                self.env._(
                    "Register the amended certificate with Amend Certificate, or link it here."
                )
            )
        return blockers
