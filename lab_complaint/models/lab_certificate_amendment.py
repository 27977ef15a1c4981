import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# Facts of a certificate that its amendment takes over.
KEPT_FIELDS = (
    "company_id",
    "order_line_id",
    "order_id",
    "customer_id",
    "item",
    "serial_number",
    "department_id",
    "performed_by_ids",
    "checked_by_id",
    "authorized_by_id",
)
# Facts that may be given for an amendment.
GIVEN_FIELDS = {*KEPT_FIELDS, "name", "version", "issued_on", "archived_copy", "archived_copy_name"}
GIVEN_FIELDS -= {"company_id"}
# What the customer got: once it is replaced, it is kept as it was.
ISSUED_FIELDS = {"archived_copy", "archived_copy_name", "issued_on", "item", "name", "version"}
ISSUED_FIELDS |= {"serial_number"}


class LabCertificate(models.Model):
    """Certificates are amended by new ones that refer to them, with the reason; the old ones stay
    as they are (ISO/IEC 17025:2017, 7.8.8)."""

    _inherit = "lab.certificate"  # pylint: disable=consider-merging-classes-inherited

    amends_id = fields.Many2one(
        "lab.certificate",
        copy=False,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="The certificate that this one replaces.",
    )
    amendment_reason = fields.Text("Reason for the Amendment", copy=False, tracking=True)
    amended_by_ids = fields.One2many("lab.certificate", "amends_id", "Amendments")
    amended_by_id = fields.Many2one(
        "lab.certificate", compute="_compute_amended_by_id", search="_search_amended_by_id"
    )

    _amended_once = models.UniqueIndex(
        "(amends_id) WHERE amends_id IS NOT NULL",
        "This certificate was amended already. Amend the latest one.",
    )

    @api.depends("amended_by_ids")
    def _compute_amended_by_id(self):
        for certificate in self:
            certificate.amended_by_id = certificate.amended_by_ids[:1]

    def _search_amended_by_id(self, operator, value):
        return [("amended_by_ids", operator, value)]

    @api.constrains("amends_id", "amendment_reason")
    def _check_amendment(self):
        for certificate in self.filtered("amends_id"):
            if not (certificate.amendment_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(certificate)s: say why it amends %(old)s.",
                        certificate=certificate.display_name,
                        old=certificate.amends_id.display_name,
                    )
                )
        if self._has_cycle("amends_id"):
            raise ValidationError(self.env._("A certificate cannot amend itself."))

    @api.model_create_multi
    def create(self, vals_list):
        """Register certificates; anybody does, but who amends one leads complaints.

        :raise AccessError: when another user says that a certificate is replaced
        """
        certificates = super().create(vals_list)
        amended = certificates.amends_id
        if amended and not self.env.su:
            amended.check_access("write")
        return certificates

    def write(self, vals):
        """Keep what a certificate amends as it was registered, and what was amended.

        :raise UserError: when another certificate would be named, or one was replaced
        """
        if ISSUED_FIELDS & vals.keys() and self.amended_by_ids:
            raise UserError(
                self.env._(
                    "%(old)s was amended by %(new)s and stays as it is.",
                    old=self.amended_by_ids[:1].amends_id.display_name,
                    new=self.amended_by_ids[:1].display_name,
                )
            )
        if "amends_id" in vals and self.amends_id.ids not in ([], [vals["amends_id"]]):
            raise UserError(
                self.env._(
                    "%(certificate)s: which certificate it amends stays on record.",
                    certificate=self[:1].display_name,
                )
            )
        return super().write(vals)

    def _amend(self, amendment_reason, **facts):
        """Register the certificate that replaces this single one.

        :param facts: fields that differ from this certificate
        :return: the new certificate
        """
        unknown = facts.keys() - GIVEN_FIELDS
        if unknown:
            raise UserError(
                self.env._("An amendment does not change: %s.", ", ".join(sorted(unknown)))
            )
        if self.amended_by_id:
            raise UserError(
                self.env._(
                    "%(old)s was amended already by %(new)s. Amend the latest one.",
                    old=self.display_name,
                    new=self.amended_by_id.display_name,
                )
            )
        facts = {name: value for name, value in facts.items() if value}
        number = facts.get("name", self.name)
        return self.create(
            {
                **{
                    name: self._fields[name].convert_to_write(self[name], self)
                    for name in KEPT_FIELDS
                },
                "name": number,
                "version": self._next_version() if number == self.name else "1",
                **facts,
                "amends_id": self.id,
                "amendment_reason": amendment_reason,
            }
        )

    def _next_version(self):
        """First free version after that of this single certificate: 2 after 1, B3 after B2."""
        head, digits = re.fullmatch(r"(.*?)(\d*)", self.version).groups()
        if not digits:
            head, digits = f"{head}-", "1"
        number = int(digits) + 1
        while self._registered(self.company_id, self.name, f"{head}{number}"):
            number += 1
        return f"{head}{number}"
