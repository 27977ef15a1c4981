from odoo import api, fields, models


class LabComplaintCertificate(models.Model):
    """A registered certificate in the part it plays in one complaint.

    The certificate's own facts (number, people, item) are fields of this record
    too, by delegation: they are kept once, in the register of certificates.
    """

    _name = "lab.complaint.certificate"
    _description = "Certificate Concerned"
    _inherits = {"lab.certificate": "certificate_id"}
    _order = "complaint_id, role, id"

    complaint_id = fields.Many2one("lab.complaint", required=True, index=True, ondelete="restrict")
    certificate_id = fields.Many2one(
        "lab.certificate", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("disputed", "Disputed"),
            ("earlier", "Earlier"),
            ("possibly_affected", "Possibly affected"),
        ],
        required=True,
        default="disputed",
        help="Disputed: the complaint is about it. Earlier: it is compared with. Possibly "
        "affected: the same cause may have touched it.",
    )

    _certificate_once = models.Constraint(
        "UNIQUE (complaint_id, certificate_id)",
        "This certificate is on the complaint already. Change its role there.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Link a certificate that is registered already instead of registering it twice.

        Facts given for a registered certificate are left out: who performed it is
        changed in the register, where the change is tracked.
        """
        own_fields = {"complaint_id", "certificate_id", "role"}
        for index, vals in enumerate(vals_list):
            certificate = self._registered_certificate(vals)
            if certificate:
                kept = {name: value for name, value in vals.items() if name in own_fields}
                vals_list[index] = {**kept, "certificate_id": certificate.id}
            elif "company_id" not in vals and vals.get("complaint_id"):
                company = self.env["lab.complaint"].browse(vals["complaint_id"]).company_id
                vals_list[index] = {**vals, "company_id": company.id}
        return super().create(vals_list)

    def _registered_certificate(self, vals):
        certificates = self.env["lab.certificate"]
        if vals.get("certificate_id"):
            return certificates.browse(vals["certificate_id"])
        company = (
            self.env["lab.complaint"].browse(vals.get("complaint_id")).company_id
            or self.env.company
        )
        return certificates._registered(company, vals.get("name"), vals.get("version") or "1")
