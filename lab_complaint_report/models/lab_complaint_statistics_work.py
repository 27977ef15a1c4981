from collections import Counter
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .lab_complaint_analysis_reading import READING

# Days by which the clock of a laboratory may differ from UTC, rounded up.
CLOCKS = timedelta(days=1)


class LabComplaintStatistics(models.AbstractModel):
    """The work that complaints come from: orders and certificates of a company, by the days and
    with the definitions of lab.complaint.rate.

    That model is one list of three sources for pivots. Here each source is read by its own
    index, for the days that are asked.
    """

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _rated(self, company, spans, counts):
        """Rates of spans of days.

        :param company: one res.company
        :param spans: list of (first, last): dates, both included
        :param counts: number of complaints of each
        :return: list of dictionaries of `order_count`, `certificate_count`, `per_orders` and
            `per_certificates`, which are None without a basis
        """
        work = self._work(company, spans)
        done = []
        for first, last in spans:
            days = [numbers for day, numbers in work.items() if first <= day <= last]
            orders, certificates = map(sum, zip(*days, strict=True)) if days else (0, 0)
            done.append((orders, certificates))
        per_orders = self._per_thousand(counts, [orders for orders, _certificates in done])
        per_certificates = self._per_thousand(counts, [issued for _orders, issued in done])
        return [
            {
                "order_count": orders,
                "certificate_count": certificates,
                "per_orders": rate,
                "per_certificates": other_rate,
            }
            for (orders, certificates), rate, other_rate in zip(
                done, per_orders, per_certificates, strict=True
            )
        ]

    def _per_thousand(self, counts, units):
        """Quotients of pairs, divided as lab.complaint.rate does, so that their last digit is
        the same wherever a rate is shown."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 1000.0 * pair.counted / NULLIF(pair.units, 0)
                  FROM unnest(%s::bigint[], %s::bigint[])
                       WITH ORDINALITY AS pair (counted, units, number)
                 ORDER BY pair.number
                """,
                list(counts),
                list(units),
            )
        )
        return [None if rate is None else float(rate) for (rate,) in rows]

    def _work(self, company, spans):
        """Orders and certificates of spans of days: dictionary of day: (orders, certificates).

        What is read once for several spans has those of other days as well.
        """
        days = min(first for first, _last in spans), max(last for _first, last in spans)
        reading = self.env.context.get(READING)
        if not reading or days[0] < reading.days[0] or days[1] > reading.days[1]:
            return self._read_work(company, *days)
        if reading.work is None:
            reading.work = self._read_work(company, *reading.days)
        return reading.work

    def _read_work(self, company, first, last):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT day, sum(orders)::integer, sum(certificates)::integer
                  FROM (SELECT day, count(*) AS orders, 0 AS certificates
                          FROM (%(orders)s) ordered
                         GROUP BY day
                         UNION ALL
                        SELECT issued_on, 0, count(*)
                          FROM lab_certificate
                         WHERE company_id = %(company)s
                           AND issued_on BETWEEN %(first)s AND %(last)s
                         GROUP BY issued_on) work
                 GROUP BY day
                """,
                orders=self._ordered(company, first, last),
                company=company.id,
                first=first,
                last=last,
            )
        )
        return {day: (orders, certificates) for day, orders, certificates in rows}

    def _ordered(self, company, first, last):
        """Confirmed orders with the day on which they were ordered, in the laboratory's time: what
        is asked in UTC first, with a day to spare, is found by an index."""
        return SQL(
            """
            SELECT * FROM (
                SELECT ordered.id,
                       (ordered.date_order AT TIME ZONE 'UTC'
                        AT TIME ZONE coalesce(calendar.tz, 'UTC'))::date AS day
                  FROM sale_order ordered
                  JOIN res_company company ON company.id = ordered.company_id
                  LEFT JOIN resource_calendar calendar
                    ON calendar.id = company.resource_calendar_id
                 WHERE ordered.company_id = %(company)s AND ordered.state = 'sale'
                   AND ordered.date_order >= %(since)s AND ordered.date_order < %(until)s
            ) dated
             WHERE day BETWEEN %(first)s AND %(last)s
            """,
            company=company.id,
            since=first - CLOCKS,
            until=last + CLOCKS + timedelta(days=1),
            first=first,
            last=last,
        )

    def _work_by_department(self, company, first, last):
        """Orders and certificates of each department in a period; an order counts for each
        department that issued a certificate under it.

        :return: dictionary of id of hr.department: (orders, certificates)
        """
        self.env.flush_all()
        issued = self.env.execute_query(
            SQL(
                """
                SELECT department_id, count(*) FROM lab_certificate
                 WHERE company_id = %s AND issued_on BETWEEN %s AND %s
                   AND department_id IS NOT NULL
                 GROUP BY department_id
                """,
                company.id,
                first,
                last,
            )
        )
        ordered = self.env.execute_query(
            SQL(
                """
                SELECT certificate.department_id, count(DISTINCT ordered.id)
                  FROM (%s) ordered
                  JOIN lab_certificate certificate ON certificate.order_id = ordered.id
                 WHERE certificate.department_id IS NOT NULL
                 GROUP BY certificate.department_id
                """,
                self._ordered(company, first, last),
            )
        )
        orders, certificates = Counter(dict(ordered)), Counter(dict(issued))
        return {
            department: (orders[department], certificates[department])
            for department in sorted(orders | certificates)
        }
