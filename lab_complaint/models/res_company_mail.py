from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr


class ResCompany(models.Model):
    """The address for complaints of each laboratory."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    complaint_alias_id = fields.Many2one(
        "mail.alias", "Alias for Complaints", readonly=True, copy=False, ondelete="restrict"
    )
    complaint_alias_name = fields.Char(
        "Email Address for Complaints",
        compute="_compute_complaint_alias_name",
        inverse="_inverse_complaint_alias_name",
        help="What stands before the @. Emails to this address enter the register; empty, there "
        "is no such address.",
    )
    complaint_email = fields.Char(compute="_compute_complaint_email")
    complaint_acknowledge_mail = fields.Boolean(
        "Acknowledge Emails at Once",
        default=True,
        help="Whoever complains by email gets the acknowledgement by itself, with number and "
        "query code.",
    )

    @api.depends("complaint_alias_id.alias_name")
    def _compute_complaint_alias_name(self):
        for company in self:
            company.complaint_alias_name = company.complaint_alias_id.sudo().alias_name

    @api.depends("complaint_alias_id.alias_full_name", "complaint_alias_id.alias_domain_id")
    def _compute_complaint_email(self):
        for company in self:
            alias = company.complaint_alias_id.sudo()
            company.complaint_email = alias.alias_domain_id.name and alias.alias_full_name

    def _inverse_complaint_alias_name(self):
        for company in self:
            name = company.complaint_alias_name
            alias = company.complaint_alias_id.sudo()
            if name and not alias._is_encodable(name):
                raise UserError(
                    self.env._("%s: write the address in Latin letters, digits and dashes.", name)
                )
            if alias:
                alias.alias_name = name
            elif name:
                company.complaint_alias_id = alias.create(company._complaint_alias_values(name))

    def _complaint_alias_values(self, name):
        models_of = self.env["ir.model"].sudo()
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": models_of._get_id("lab.complaint"),
            "alias_parent_model_id": models_of._get_id(self._name),
            "alias_parent_thread_id": self.id,
            "alias_defaults": {"company_id": self.id},
            "alias_contact": "everyone",
        }

    def write(self, vals):
        """Let the address for complaints follow the company to another email domain."""
        result = super().write(vals)
        if "alias_domain_id" in vals:
            for company in self.filtered("complaint_alias_id"):
                company.complaint_alias_id.sudo().alias_domain_id = company.alias_domain_id
        return result

    def _complaint_reply_to(self):
        """Where replies to letters go: parameter of `message_post`, empty for where Odoo has all
        replies sent."""
        address = self.sudo().complaint_email
        return {"reply_to": formataddr((self.name, address))} if address else {}

    def _complaint_own_addresses(self):
        """Addresses that this single company writes from or receives at: who writes from them is
        a machine of its own.

        :return: set of addresses in lower case
        """
        company = self.sudo()
        domain = company.alias_domain_id
        addresses = (
            company.complaint_email,
            company.email,
            company.catchall_email,
            company.bounce_email,
            domain.default_from_email,
        )
        return {email_normalize(address) for address in addresses if address} - {False}
