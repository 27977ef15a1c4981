from odoo import api, models, tools
from odoo.tools import SQL

# Whose lists they are, in the queries that read them.
OWNER = SQL.identifier("owner", "id")


class LabListReading(models.AbstractModel):
    """Lists of records that are read together: one query instead of one for each."""

    _name = "lab.list.reading"
    _description = "Lists Read Together"

    def _fetch_lists(self, names):
        """Keep lists in mind that are not known yet, with all that is on them: for whom no rule
        keeps anything of it back, or who reads as superuser.

        :param names: stored fields
        """
        missing = [name for name in names if any(self._fields[name]._cache_missing_ids(self))]
        if not missing:
            return
        lists = SQL(", ").join(SQL("ARRAY(%s)", self._list_query(name)) for name in missing)
        query = SQL("SELECT %s, %s FROM unnest(%s) AS owner(id)", OWNER, lists, self.ids)
        found = {row[0]: row[1:] for row in self.env.execute_query(query)}
        for name, *ids in zip(missing, *map(found.get, self.ids), strict=True):
            self._fields[name]._insert_cache(self, map(tuple, ids))

    @api.model
    @tools.ormcache("self.env.lang", "name")
    def _list_query(self, name):
        """What is on a list of OWNER, in its order: the same for all records and readers."""
        field = self._fields[name]
        comodel = self.env[field.comodel_name].sudo()
        comodel = comodel.with_context(**{"active_test": False, **field.context})
        # As Odoo reads them: files are told apart by fields when they are searched.
        bypass = field.type == "many2many" and field.bypass_search_access
        domain = field.get_comodel_domain(self)
        query = comodel._search(domain, order=comodel._order, bypass_access=bypass)
        if field.type == "one2many":
            owner = comodel._field_to_sql(comodel._table, field.inverse_name, query)
            listed = SQL.identifier(comodel._table, "id")
        else:
            owner = SQL.identifier(field.relation, field.column1)
            listed = SQL.identifier(field.relation, field.column2)
            in_list = SQL("%s = %s", listed, SQL.identifier(comodel._table, "id"))
            query.add_join("JOIN", field.relation, None, in_list)
        query.add_where(SQL("%s = %s", owner, OWNER))
        return query.select(listed)
