from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

PEOPLE_FIELDS = {"performed_by_ids", "checked_by_id", "authorized_by_id", "department_id"}


class LabCertificate(models.Model):
    """A certificate or report the laboratory issued, with the people who answer for it.

    Registered once (by import, over the external API or when a complaint names
    it) and linked wherever it is concerned: the people named here decide who is
    independent of a complaint (ISO/IEC 17025:2017, 7.9.6).
    """

    _name = "lab.certificate"
    _description = "Certificate or Report"
    _inherit = ["mail.thread", "hr.mixin"]
    _order = "issued_on desc, name desc, version desc"
    _rec_names_search = ["name", "serial_number"]
    _check_company_auto = True

    name = fields.Char("Certificate Number", required=True, index="trigram", tracking=True)
    version = fields.Char(required=True, default="1", tracking=True)
    issued_on = fields.Date(tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    order_line_id = fields.Many2one(
        "sale.order.line",
        check_company=True,
        index="btree_not_null",
        domain="[('display_type', '=', False), ('company_id', '=', company_id)]",
    )
    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
    )
    customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_customer_id",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    item = fields.Char(
        tracking=True, help="What was tested or calibrated, such as: Pressure gauge (0–1.6) MPa"
    )
    serial_number = fields.Char(index="trigram", tracking=True)
    department_id = fields.Many2one("hr.department", check_company=True, tracking=True)
    performed_by_ids = fields.Many2many(
        "hr.employee",
        "lab_certificate_performed_by_rel",
        "certificate_id",
        "employee_id",
        "Performed by",
        check_company=True,
        tracking=True,
    )
    checked_by_id = fields.Many2one("hr.employee", "Checked by", check_company=True, tracking=True)
    authorized_by_id = fields.Many2one(
        "hr.employee", "Authorized by", check_company=True, tracking=True
    )
    archived_copy = fields.Binary(attachment=True)
    archived_copy_name = fields.Char()

    _number_unique = models.Constraint(
        "UNIQUE (company_id, name, version)",
        "This certificate number and version are registered already. "
        "Choose the registered certificate, or give the amended one the next version.",
    )
    _company_issued = models.Index("(company_id, issued_on)")

    @api.depends("order_line_id")
    def _compute_order_id(self):
        for certificate in self:
            certificate.order_id = certificate.order_line_id.order_id or certificate.order_id

    @api.depends("order_id")
    def _compute_customer_id(self):
        for certificate in self:
            certificate.customer_id = (
                certificate.order_id.partner_id.commercial_partner_id or certificate.customer_id
            )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = self._called(certificate.name, certificate.version)

    @api.model
    def _called(self, number, version):
        """What a certificate of that number and version is called, as `display_name`: for who
        reads many certificates without their records."""
        if version in ("1", False, None):
            return number
        return self.env._("%(number)s (version %(version)s)", number=number, version=version)

    def write(self, vals):
        """Refuse that people involved in a complaint about a certificate change who made it.

        :raise AccessError: naming the certificate (ISO/IEC 17025:2017, 7.9.6)
        """
        if PEOPLE_FIELDS & vals.keys() and not self.env.su:
            self._check_user_not_involved()
        return super().write(vals)

    def _check_user_not_involved(self):
        disputed = (
            self.env["lab.complaint.certificate"]
            .sudo()
            .search(
                [
                    ("certificate_id", "in", self.ids),
                    ("complaint_id.involved_user_ids", "in", self.env.user.ids),
                ],
                limit=1,
            )
        )
        if disputed:
            raise AccessError(
                self.env._(
                    "You are involved in a complaint about certificate %(certificate)s. Ask another "
                    "officer to change who performed, checked or authorized it.",
                    certificate=disputed.certificate_id.display_name,
                )
            )

    @api.model
    def _registered(self, company, number, version):
        """The certificate of a company with this number and version.

        :return: a single record or an empty recordset
        """
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("name", "=", number)
            & Domain("version", "=", version),
            limit=1,
        )
