from contextlib import suppress

from odoo import api, models
from odoo.exceptions import AccessError, MissingError

# Lists that a page of one case, or a change of it, always asks for: of what is its own, and goes
# with it for those who read all of a case.
PARTS = (
    "authority_communication_ids",
    "certificate_ids",
    "communication_ids",
    "decision_ids",
    "department_ids",
    "evidence_ids",
    "investigator_ids",
    "involved_user_ids",
    "statement_ids",
)
# What contacts are called by and may be read by, which Odoo asks for one after the other.
CALLED_BY = (
    "active",
    "commercial_company_name",
    "commercial_partner_id",
    "company_id",
    "company_name",
    "display_name",
    "email",
    "email_normalized",
    "is_company",
    "lang",
    "name",
    "parent_id",
    "partner_share",
    "ref",
    "type",
)
# Whom cards and rows name, and where it is kept.
NAMED = {
    "customer_id": "customer_id",
    "order_id": "order_id",
    "partner_id": "identity_partner_id",
    "user_id": "user_id",
}
# What cases ask of an order, which has a hundred fields.
ASKED_OF_ORDER = ("company_id", "display_name", "partner_id")


class LabComplaint(models.Model):
    """What a page shows of one case is read in few queries, and names of several narrowly."""

    _name = "lab.complaint"
    _inherit = ["lab.complaint", "lab.list.reading"]  # pylint: disable=consider-merging-classes-inherited

    @api.readonly
    def web_read(self, specification):
        """Read cases for a view of the web client.

        :param specification: as the web client gives it
        :return: list of dictionaries
        :raise AccessError: when the user may not read one of them
        """
        self._fetch_page(specification)
        return super().web_read(specification)

    def web_save(self, vals, specification, next_id=None):
        """Change a case, or log one, and read it for a form of the web client.

        :param vals: what is changed
        :param specification: as the web client gives it
        :param next_id: case to be read instead, if any
        :return: list of one dictionary
        :raise AccessError: when the user may not change or read it
        """
        self._fetch_page(specification, vals)
        return super().web_save(vals, specification, next_id=next_id)

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """The case whose messages are asked for: few of its fields decide whether it may be read,
        and no others are shown."""
        self.sudo().browse(thread_id).fetch(["company_id", "display_name"])
        return super()._get_thread_with_access(thread_id, **kwargs)

    def _fetch_page(self, specification, vals=None):
        """Keep one case in mind with its lists and whom it names, which are read field by field
        otherwise; of several, whom they name.

        :param specification: what is read of it afterwards
        :param vals: what is changed before, or logged
        """
        # Whether people are active is nothing to ask of each list of them.
        case = self._origin.sudo().with_context(active_test=False)
        if len(specification) < 2 or not (case or vals):
            return
        if len(self) > 1:
            case._fetch_names_of_many(specification)
            return
        with suppress(AccessError, MissingError):
            if case and self._reads_all_discussions():
                case._fetch_parts()
            if vals:
                (case.company_id or case.env.company)._fetch_for_case()
            order = case.order_id | case._given(vals, "order_id")
            contacts = case.customer_id | case.identity_partner_id | case._given(vals, "partner_id")
            users = case.create_uid | case.env.user | case.received_by_id
            users |= case.user_id | case._given(vals, "user_id")
            users |= case.investigator_ids | case.involved_user_ids
            case._fetch_names(users, order, contacts)

    def _fetch_names_of_many(self, specification):
        """Keep in mind whom these cases name on cards or in rows.

        :param specification: what is read of them
        """
        kept = [source for name, source in NAMED.items() if name in specification]
        # No more than these: what else is read of the cases, Odoo reads with the user's rights.
        self.fetch(kept)

        def named(source):
            return (self if source in kept else self.browse())[source]

        with suppress(MissingError):
            contacts = named("customer_id") | named("identity_partner_id")
            self._fetch_names(named("user_id"), named("order_id"), contacts)

    def _given(self, vals, name):
        """What a value of a form points to: one record, or none."""
        number = (vals or {}).get(name)
        related = self.env[self._fields[name].comodel_name]
        return related.browse(number) if isinstance(number, int) else related

    def _fetch_parts(self):
        """Keep the lists of this single case in mind that are not known yet."""
        self._fetch_lists(PARTS)
        if self.env.user in self.involved_user_ids:
            # Reads no more of it than was logged, also from now on.
            self.invalidate_recordset([name for name in PARTS if name != "involved_user_ids"])

    def _fetch_names(self, users, orders, contacts):
        """Keep in mind what people and orders are called: no more is asked of them."""
        orders.fetch(ASKED_OF_ORDER)
        users.fetch(["active", "display_name", "partner_id", "share"])
        (contacts | users.partner_id | orders.partner_id).fetch(CALLED_BY)
