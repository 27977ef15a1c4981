from contextlib import suppress

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.tools import SQL

# Lists that a page of one case, or a change of it, always asks for.
LISTS = (
    "appeal_ids",
    "arrival_ids",
    "authority_communication_ids",
    "certificate_ids",
    "communication_ids",
    "decision_ids",
    "department_ids",
    "evidence_ids",
    "investigator_ids",
    "involved_user_ids",
    "nonconformity_ids",
    "statement_ids",
)
# Lists of which a user may read less than of the case.
FILTERED = ("appeal_ids", "arrival_ids")
# What a contact is called by, which Odoo asks for one after the other.
CALLED_BY = (
    "active",
    "commercial_company_name",
    "commercial_partner_id",
    "company_name",
    "display_name",
    "email",
    "email_normalized",
    "is_company",
    "name",
    "parent_id",
    "type",
)
# What makes the address for replies.
REPLIED_BY = ("alias_domain_id", "catchall_formatted", "email", "name")


class LabComplaint(models.Model):
    """What a page shows of one case is read in few queries."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

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
        self._fetch_page(specification)
        if not self:
            order = vals.get("order_id")
            order = self.env["sale.order"].browse(order if isinstance(order, int) else ())
            self.sudo()._fetch_names(self.env.user, order.sudo())
        # Whatever is noted has an address for replies.
        (self.company_id or self.env.company).sudo().fetch(REPLIED_BY)
        return super().web_save(vals, specification, next_id=next_id)

    def _fetch_page(self, specification):
        """Keep one case in mind with its lists and whom it names, which are read field by field
        otherwise.

        :param specification: what is read of it afterwards: lists of other cases or mails
            in it are read as the user
        """
        if len(self) == 1 and self._origin and len(specification) > 1:
            # Whether people are active is nothing to ask of each list of them.
            case = self._origin.sudo().with_context(active_test=False)
            with suppress(AccessError, MissingError):
                case._fetch_lists({name: self.env for name in FILTERED if name in specification})
                users = case.create_uid | case.env.user | case.user_id | case.received_by_id
                users |= case.investigator_ids | case.involved_user_ids
                contacts = case.customer_id | case.identity_partner_id
                case._fetch_names(users, case.order_id, contacts)

    def _fetch_lists(self, environments):
        """Keep lists of this single case in mind that are not known yet: one query for all.

        :param environments: dictionary of list: whose rights decide what is on it, for those
            that are not read as the superuser
        """
        fields = [self._fields[name] for name in LISTS]
        fields = [field for field in fields if any(field._cache_missing_ids(self))]
        if fields:
            lists = [
                self._list_query(field, environments.get(field.name, self.env)) for field in fields
            ]
            columns = SQL(", ").join(SQL("ARRAY(%s)", query) for query in lists)
            [row] = self.env.execute_query(SQL("SELECT %s", columns))
            for field, ids in zip(fields, row, strict=True):
                field._insert_cache(self, [tuple(ids)])

    def _list_query(self, field, env):
        """What is on a list of this single case for a user, in its order."""
        comodel = env[field.comodel_name].with_context(active_test=False, **field.context)
        domain = field.get_comodel_domain(self)
        if field.type == "one2many":
            domain &= Domain(field.inverse_name, "=", self.id)
            return comodel._search(domain, order=comodel._order).select()
        query = comodel._search(domain, order=comodel._order)
        owner = SQL.identifier(field.relation, field.column1)
        listed = SQL.identifier(field.relation, field.column2)
        in_list = SQL("%s = %s", listed, SQL.identifier(comodel._table, "id"))
        query.add_join("JOIN", field.relation, None, in_list)
        query.add_where(SQL("%s = %s", owner, self.id))
        return query.select(listed)

    def _fetch_names(self, users, orders, contacts=()):
        """Keep in mind what people and orders are called: no more is asked of them."""
        orders.fetch(["company_id", "display_name", "partner_id"])
        users.fetch(["active", "display_name", "partner_id", "share"])
        contacts = users.partner_id | orders.partner_id.union(*contacts)
        contacts.fetch(CALLED_BY)
