from odoo import api, fields, models

from .lab_complaint_reading import ASKED_OF_ORDER


class LabComplaint(models.Model):
    """Who complains: kept for those who lead the case.

    Everybody else sees the complainant through the fields of `lab_complaint_identity`,
    which show nobody where the identity is protected (ISO/IEC 17025:2017, 4.2).
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    identity_partner_id = fields.Many2one(
        "res.partner",
        "Contact on Record",
        compute="_compute_identity_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="lab_complaint.group_officer",
    )
    identity_name = fields.Char(
        "Name on Record",
        compute="_compute_identity_name",
        index="trigram",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="lab_complaint.group_officer",
    )
    identity_email = fields.Char(
        "Email on Record",
        compute="_compute_identity_email",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="lab_complaint.group_officer",
    )
    identity_phone = fields.Char(
        "Phone on Record",
        compute="_compute_identity_phone",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups="lab_complaint.group_officer",
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
    def _compute_identity_partner_id(self):
        """Who ordered is the contact, unless somebody else or nobody known complains."""
        self.order_id.fetch(ASKED_OF_ORDER)
        for complaint in self:
            if complaint.is_anonymous:
                complaint.identity_partner_id = False
            elif complaint.complainant_role == "customer":
                complaint.identity_partner_id = (
                    complaint.identity_partner_id or complaint.order_id.partner_id
                )

    # Apart from each other: one of them can be given where the others are not.
    @api.depends("identity_partner_id", "is_anonymous")
    def _compute_identity_name(self):
        self._fill_from_contact("identity_name", "name")

    @api.depends("identity_partner_id", "is_anonymous")
    def _compute_identity_email(self):
        self._fill_from_contact("identity_email", "email")

    @api.depends("identity_partner_id", "is_anonymous")
    def _compute_identity_phone(self):
        self._fill_from_contact("identity_phone", "phone")

    def _fill_from_contact(self, name, source):
        for complaint in self:
            if complaint.is_anonymous:
                complaint[name] = False
            elif complaint.identity_partner_id:
                complaint[name] = complaint.identity_partner_id[source]
