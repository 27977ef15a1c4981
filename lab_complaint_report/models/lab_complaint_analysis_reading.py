import contextlib
import itertools

from odoo import models
from odoo.tools import SQL

from .lab_complaint_analysis import SERVICES

# Only pivots ask for these: no figure is made of them.
NOT_COUNTED = {"is_settled", "months_to_close", "stage_id"}
# What the context calls the reading that figures are counted from.
READING = "complaint_reading"
_numbers = itertools.count(1)


class Reading:
    """Cases that were read once, and what else is asked for again and again meanwhile.

    It is an object and no name, so that no request can put one into a context.

    :param days: first and last day of the figures
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
    same definitions. Departments, causes and services stand there as lists of ids such as 3,17,
    so that a large register is not joined again for each of them.
    """

    _inherit = "lab.complaint.analysis"  # pylint: disable=consider-merging-classes-inherited

    @property
    def _table_query(self):
        reading = self._reading()
        if reading:
            return SQL(
                "SELECT cases.*, served.product_ids FROM %s cases LEFT JOIN %s served"
                " ON served.complaint_id = cases.id",
                SQL.identifier(reading.table),
                SQL.identifier(reading.services),
            )
        return super()._table_query

    @contextlib.contextmanager
    def _read_once(self, domain, days):
        """Read cases once.

        :param domain: Domain on this model
        :param days: first and last day of what is counted of them
        :return: context manager; gives the Reading for the context of those who count its cases
        """
        reading = Reading(days)
        self.env.flush_all()
        # After an error nothing of it stays.
        with self.env.cr.savepoint(flush=False):
            # A year is grouped and sorted in memory, not on the disk; until the end only.
            self.env.cr.execute("SET LOCAL work_mem = '64MB'")
            self._keep_cases(reading, domain)
            self._keep_services(reading)
            yield reading
            for table in (reading.services, reading.table):
                self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(table)))
            self.env.cr.execute("SET LOCAL work_mem TO DEFAULT")

    def _keep_cases(self, reading, domain):
        columns = [SQL.identifier(self._table, name) for name in self._counted_names()]
        lists = [self._list_of(self._fields[name]) for name in ("department_ids", "cause_ids")]
        number = SQL.identifier(self._table, "number")
        cases = self._search(domain).select(*columns, number, *lists)
        self._keep_rows(reading.table, cases)
        # Without these the planner takes a period for a handful of cases.
        self.env.cr.execute(
            SQL("ANALYZE %s (id, company_id, kind, received_day)", SQL.identifier(reading.table))
        )

    def _list_of(self, field):
        """Ids that a case is related to, looked up case by case."""
        return SQL(
            "array_to_string(ARRAY(SELECT %(related)s FROM %(relation)s WHERE %(key)s = %(case)s"
            " ORDER BY %(related)s), ',') AS %(name)s",
            related=SQL.identifier(field.column2),
            relation=SQL.identifier(field.relation),
            key=SQL.identifier(field.column1),
            case=SQL.identifier(self._table, "id"),
            name=SQL.identifier(field.name),
        )

    def _keep_services(self, reading):
        condition = SQL(
            "concerned.complaint_id IN (SELECT id FROM %s)", SQL.identifier(reading.table)
        )
        self._keep_rows(
            reading.services,
            SQL(
                "SELECT complaint_id,"
                " string_agg(DISTINCT product_id::text, ',') AS product_ids"
                " FROM (%s) served GROUP BY complaint_id",
                SQL(SERVICES, condition=condition, each=SQL("ALL")),
            ),
        )
        # One row a case: who does not ask for services does not join them.
        services = SQL.identifier(reading.services)
        self.env.cr.execute(SQL("ALTER TABLE %s ADD PRIMARY KEY (complaint_id)", services))
        self.env.cr.execute(SQL("ANALYZE %s (complaint_id)", services))

    def _keep_rows(self, table, rows):
        """Put the rows of a query into a temporary table."""
        name = SQL.identifier(table)
        self.env.cr.execute(SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", name, rows))

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Services come of orders and of certificates: they are looked up case by case, so that
        those of other cases are not read."""
        field = self._fields.get(groupby_spec)
        if field is not self._fields["product_ids"]:
            return super()._read_group_groupby(alias, groupby_spec, query)
        join = query.make_alias(alias, groupby_spec)
        services = SQL(
            "LATERAL (SELECT product_id FROM %s WHERE complaint_id = %s%s)",
            SQL.identifier(field.relation),
            SQL.identifier(alias, "id"),
            self._readable_services(field),
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

    def _reading(self):
        reading = self.env.context.get(READING)
        return reading if isinstance(reading, Reading) else None

    def _counted_names(self):
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in NOT_COUNTED
        ]
