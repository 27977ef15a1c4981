from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, Query

# What everybody asks for, and where it is kept; the body through which somebody complained is a
# source as well.
IDENTITY = {
    "partner_id": "identity_partner_id",
    "complainant_name": "identity_name",
    "complainant_email": "identity_email",
    "complainant_phone": "identity_phone",
    "authority_id": "identity_authority_id",
    "authority_reference": "identity_authority_reference",
}
# So many cases are named in a search, and no more.
FEW = 1000
# Who changes these could make a protected identity known to themselves.
GUARDING = {"complainant_role", "disclosure_consent", "is_anonymous", "received_by_id"}


class LabComplaint(models.Model):
    """The complainant as those may know who ask (ISO/IEC 17025:2017, 4.2).

    Where the identity is protected, officers and those who received the complaint see
    it; for all others these fields show, find, sort and group by nobody.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    is_identity_protected = fields.Boolean(
        compute="_compute_is_identity_protected",
        store=True,
        precompute=True,
        help="Somebody other than the customer complains, or somebody unnamed, and does not "
        "agree that others learn who it is.",
    )
    is_identity_hidden = fields.Boolean(compute="_compute_is_identity_hidden")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        compute="_compute_identity",
        inverse="_inverse_partner_id",
        search="_search_partner_id",
        check_company=True,
    )
    complainant_name = fields.Char(
        compute="_compute_identity",
        inverse="_inverse_complainant_name",
        search="_search_complainant_name",
    )
    complainant_email = fields.Char(
        compute="_compute_identity",
        inverse="_inverse_complainant_email",
        search="_search_complainant_email",
    )
    complainant_phone = fields.Char(
        compute="_compute_identity",
        inverse="_inverse_complainant_phone",
        search="_search_complainant_phone",
    )

    @api.depends("complainant_role", "disclosure_consent", "is_anonymous")
    def _compute_is_identity_protected(self):
        for complaint in self:
            complaint.is_identity_protected = complaint.is_anonymous or (
                complaint.complainant_role != "customer" and not complaint.disclosure_consent
            )

    @api.depends("is_identity_protected", "received_by_id")
    @api.depends_context("uid")
    def _compute_is_identity_hidden(self):
        known = self._known_identity_domain()
        for complaint in self:
            # What is saved counts: a form could claim that there is consent.
            saved = complaint._origin.sudo()
            complaint.is_identity_hidden = bool(saved) and not saved.filtered_domain(known)

    @api.depends("is_identity_hidden", *IDENTITY.values())
    @api.depends_context("uid", "lang")
    def _compute_identity(self):
        for complaint in self:
            # Known to whoever may see it, whatever the groups of the field.
            kept = complaint.sudo()
            for name, source in IDENTITY.items():
                complaint[name] = False if complaint.is_identity_hidden else kept[source]
            if complaint.is_identity_hidden:
                complaint.complainant_name = self.env._("Protected identity")

    def _known_identity_domain(self):
        """Complaints whose complainant the user may know."""
        if self.env.su or self.env.user.has_group("lab_complaint.group_officer"):
            return Domain.TRUE
        return (
            Domain("is_identity_protected", "=", False)
            | Domain("create_uid", "=", self.env.uid)
            | Domain("received_by_id", "=", self.env.uid)
        )

    def _identity_sql(self, query, names):
        """The complainants of saved cases as those may know who ask, for tables of very many: what
        is hidden does not leave the database.

        :param query: query of complaints
        :param names: keys of IDENTITY
        :return: dictionary of field name: SQL
        :raise AccessError: when the user may not read one of the fields
        """
        kept = self.sudo()
        known = self._known_identity_domain().optimize_full(kept)
        is_known = known._to_sql(kept, self._table, query)
        hidden = {"complainant_name": self.env._("Protected identity")}
        for name in names:
            self._check_field_access(self._fields[name], "read")
        return {
            name: SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                is_known,
                kept._field_to_sql(self._table, IDENTITY[name], query),
                hidden.get(name),
            )
            for name in names
        }

    # --- entering it ---

    def _inverse_partner_id(self):
        self._keep_identity("partner_id")

    def _inverse_complainant_name(self):
        self._keep_identity("complainant_name")

    def _inverse_complainant_email(self):
        self._keep_identity("complainant_email")

    def _inverse_complainant_phone(self):
        self._keep_identity("complainant_phone")

    def _keep_identity(self, name):
        source = IDENTITY[name]
        for complaint in self:
            if complaint.sudo()[source] != complaint[name]:
                complaint.sudo()[source] = complaint[name]

    def write(self, vals):
        """Change complaints; who may not know the complainant does not change it either.

        :raise AccessError: when the complainant is protected from the user
        """
        if vals.keys() & (GUARDING | IDENTITY.keys()):
            self._check_identity_known()
        if "partner_id" in vals:
            # First, because the contact fills in what is not given with it.
            vals = {"partner_id": vals["partner_id"], **vals}
        result = super().write(vals)
        if vals.keys() & IDENTITY.keys():
            # While some of them are written, Odoo keeps what it remembers of the others.
            self.invalidate_recordset(IDENTITY, flush=False)
        return result

    def _check_identity_known(self):
        hidden = self.filtered("is_identity_hidden")
        if hidden:
            raise AccessError(
                self.env._(
                    "%(complaint)s: who complained is protected. Ask a complaint officer to "
                    "change it.",
                    complaint=hidden[0].display_name,
                )
            )

    def _add_precomputed_values(self, vals_list):
        # Whoever logs a complaint takes the complainant from the order, whatever the groups.
        complaints = self.sudo()
        return super(LabComplaint, complaints)._add_precomputed_values(vals_list)

    def _update_cache(self, values, validate=True):
        """Keep what a form says of the complainant where the rest is computed from it."""
        kept = {IDENTITY[name]: values[name] for name in values.keys() & IDENTITY.keys()}
        if kept and not self.id:
            super(LabComplaint, self.sudo())._update_cache(kept, validate)
        return super()._update_cache(values, validate)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.sudo().identity_partner_id = self.partner_id

    # --- finding it ---

    def _search_partner_id(self, operator, value):
        return self._search_identity_partner("partner_id", operator, value)

    def _search_identity_partner(self, name, operator, value):
        if operator in ("any", "child_of", "parent_of") and not isinstance(value, Query):
            # With the rights of the user, who could ask for anything about contacts here.
            partners = self.env["res.partner"].with_context(active_test=False)
            condition = Domain(value) if operator == "any" else Domain("id", operator, value)
            operator, value = "in", partners._search(condition)
        return self._search_identity(name, operator, value)

    def _search_complainant_name(self, operator, value):
        return self._search_identity("complainant_name", operator, value)

    def _search_complainant_email(self, operator, value):
        return self._search_identity("complainant_email", operator, value)

    def _search_complainant_phone(self, operator, value):
        return self._search_identity("complainant_phone", operator, value)

    def _search_identity(self, name, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            # What is hidden is found by all that is not so: nothing can be concluded.
            return NotImplemented
        return self._search_known(Domain(IDENTITY[name], operator, value))

    def _search_known(self, sought):
        """Cases of certain complainants, among those whose complainant the user may know.

        :param sought: condition on what is kept of the complainant
        :return: condition that does not name it
        """
        sought &= self._known_identity_domain()
        cases = self.sudo()
        # Few are named, so that the index finds them beside what else is asked; PostgreSQL would
        # compare each case of the register with a condition inside another.
        few = cases._search(sought, limit=FEW + 1).get_result_ids()
        return Domain("id", "in", few if len(few) <= FEW else cases._search(sought))

    # --- mail ---

    def _track_finalize(self):
        # Also of fields that whoever changed them may not read: the chatter shows each
        # change to those who may.
        complaints = self.sudo()
        return super(LabComplaint, complaints)._track_finalize()
