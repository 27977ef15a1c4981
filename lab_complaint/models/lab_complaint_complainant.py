from odoo import api, fields, models


class LabComplaint(models.Model):
    """Who complains, and who may know it (ISO/IEC 17025:2017, 4.2)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    complainant_name = fields.Char(
        compute="_compute_complainant_name", store=True, readonly=False, precompute=True
    )
    complainant_email = fields.Char(
        compute="_compute_complainant_email", store=True, readonly=False, precompute=True
    )
    complainant_phone = fields.Char(
        compute="_compute_complainant_phone", store=True, readonly=False, precompute=True
    )
    complainant_role = fields.Selection(
        [
            ("customer", "Customer"),
            ("end_user", "End user"),
            ("regulator", "Regulator"),
            ("accreditation_body", "Accreditation body"),
            ("competitor", "Competitor"),
            ("staff", "Own staff"),
            ("public", "Public"),
        ],
        required=True,
        default="customer",
        tracking=True,
    )
    is_anonymous = fields.Boolean(tracking=True)
    disclosure_consent = fields.Boolean(
        "Consent to Disclosure",
        tracking=True,
        help="The complainant agrees that the customer concerned learns who complained.",
    )

    @api.depends("order_id", "is_anonymous")
    def _compute_partner_id(self):
        """Who ordered is the contact, unless somebody else or nobody known complains."""
        for complaint in self:
            if complaint.is_anonymous:
                complaint.partner_id = False
            elif complaint.complainant_role == "customer":
                complaint.partner_id = complaint.partner_id or complaint.order_id.partner_id

    # Apart from each other: one of them can be given where the others are not.
    @api.depends("partner_id", "is_anonymous")
    def _compute_complainant_name(self):
        self._fill_from_contact("complainant_name", "name")

    @api.depends("partner_id", "is_anonymous")
    def _compute_complainant_email(self):
        self._fill_from_contact("complainant_email", "email")

    @api.depends("partner_id", "is_anonymous")
    def _compute_complainant_phone(self):
        self._fill_from_contact("complainant_phone", "phone")

    def _fill_from_contact(self, name, source):
        for complaint in self:
            if complaint.is_anonymous:
                complaint[name] = False
            elif complaint.partner_id:
                complaint[name] = complaint.partner_id[source]
