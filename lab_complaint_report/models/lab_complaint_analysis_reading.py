import contextlib
import itertools

from odoo import models
from odoo.tools import SQL

# What the context calls the reading that figures are counted from.
READING = "complaint_reading"
_numbers = itertools.count(1)


class Reading:
    """Cases that were read once, and what else is asked for again and again meanwhile.

    It is an object and no name, so that no request can put one into a context.

    :param days: first and last day on which the cases were received
    """

    def __init__(self, days):
        self.days = days
        self.table = f"lab_complaint_reading_{next(_numbers)}"
        self.services = f"{self.table}_services"
        self.work = None


class LabComplaintAnalysis(models.Model):
    """Cases read once for many figures.

    A review divides the same cases by a dozen dimensions and compares them with two more
    periods. They are read into a temporary table, and everything is counted from that by the
    same definitions.
    """

    _inherit = "lab.complaint.analysis"  # pylint: disable=consider-merging-classes-inherited

    @property
    def _table_query(self):
        reading = self._reading()
        if reading:
            return SQL("SELECT * FROM %s", SQL.identifier(reading.table))
        return super()._table_query

    @contextlib.contextmanager
    def _read_once(self, domain, days):
        """Read cases once.

        :param domain: Domain on this model
        :param days: first and last day on which they were received
        :return: context manager; gives the Reading for the context of those who count its cases
        """
        reading = Reading(days)
        self.env.flush_all()
        columns = [SQL.identifier(self._table, name) for name in self._stored_names()]
        # After an error nothing of it stays.
        with self.env.cr.savepoint(flush=False):
            # A year is grouped and sorted in memory, not on the disk; until the end only.
            self.env.cr.execute("SET LOCAL work_mem = '64MB'")
            self._keep_rows(reading.table, self._search(domain).select(*columns))
            self._keep_rows(
                reading.services,
                SQL(
                    "SELECT complaint_id, product_id FROM %s WHERE complaint_id IN (%s)",
                    SQL.identifier(self._fields["product_ids"].relation),
                    SQL("SELECT id FROM %s", SQL.identifier(reading.table)),
                ),
            )
            yield reading
            for table in (reading.services, reading.table):
                self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(table)))
            self.env.cr.execute("SET LOCAL work_mem TO DEFAULT")

    def _keep_rows(self, table, rows):
        """Put the rows of a query into a temporary table."""
        name = SQL.identifier(table)
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", name, rows))
        # How many there are and in which order is all that plans depend on.
        key = SQL.identifier("id" if "_services" not in table else "complaint_id")
        self.env.cr.execute(SQL("ANALYZE %s (%s)", name, key))

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Services come of orders and of certificates: they are looked up case by case, so that
        those of other cases are not read, or were read already."""
        field = self._fields.get(groupby_spec)
        if field is not self._fields["product_ids"]:
            return super()._read_group_groupby(alias, groupby_spec, query)
        join = query.make_alias(alias, groupby_spec)
        relation, case = SQL.identifier(self._relation_of(field)), SQL.identifier(alias, "id")
        readable = self._readable_services(field)
        if self._reading():
            condition = SQL("%s = %s%s", SQL.identifier(join, "complaint_id"), case, readable)
            query.add_join("LEFT JOIN", join, relation, condition)
        else:
            services = SQL(
                "LATERAL (SELECT product_id FROM %s WHERE complaint_id = %s%s)",
                *(relation, case, readable),
            )
            query.add_join("LEFT JOIN", join, services, SQL("TRUE"))
        return SQL.identifier(join, "product_id")

    def _readable_services(self, field):
        """As Odoo does it for a list of records: those that the reader does not see are none."""
        products = self.env[field.comodel_name].with_context(**field.context)
        readable = products._search(
            field.get_comodel_domain(self), bypass_access=field.bypass_search_access
        )
        if not readable.where_clause:
            return SQL()
        return SQL(" AND product_id IN %s", readable.subselect())

    def _relation_of(self, field):
        """Table that relates cases to the records of a field."""
        reading = self._reading()
        is_read = reading and field.name == "product_ids"
        return reading.services if is_read else field.relation

    def _reading(self):
        reading = self.env.context.get(READING)
        return reading if isinstance(reading, Reading) else None

    def _stored_names(self):
        return [name for name, field in self._fields.items() if field.store and field.column_type]
