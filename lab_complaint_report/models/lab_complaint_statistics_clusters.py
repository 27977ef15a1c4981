from math import exp

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .lab_complaint_analysis_reading import READING

# A department without a complaint is worth a question when chance makes that less likely.
UNLIKELY = 0.05
PER = 1000
# What cases have in common that make a cluster.
CLUSTERED = ("cause_ids", "department_ids", "product_ids")


class LabComplaintStatistics(models.AbstractModel):
    """What comes back, and what is missing although much work was done (8.6.1, 8.7.1)."""

    _inherit = "lab.complaint.statistics"  # pylint: disable=consider-merging-classes-inherited

    def _clusters(self, company, first, last):
        """Cases of a period with the same cause, department and service, as many as make a
        complaint a recurring one in this company.

        :param company: one res.company
        :param first: date
        :param last: date, included
        :return: list of dictionaries with `cause`, `department` and `product` (names by language),
            `count` and `numbers` of the cases, most first
        """
        cases = self._cases_domain(company, first, last)
        return [
            {
                "cause": self._record_names(cause),
                "department": self._record_names(department),
                "product": self._record_names(product),
                "count": len(numbers),
                "numbers": numbers,
            }
            for cause, department, product, numbers in self._numbered_clusters(company, cases)
        ]

    def _numbered_clusters(self, company, cases):
        """Clusters with the numbers of their cases, oldest first."""
        if self.env.context.get(READING):
            return self._cluster_read(company, cases)
        clusters = self._clustered(company, cases)
        numbers = self._numbers_of(company, cases) if clusters else {}
        return [
            (*kinds, [number for _place, number in sorted(map(numbers.get, found._ids))])
            for *kinds, found in clusters
        ]

    def _numbers_of(self, company, cases):
        """Numbers of cases and which comes first: dictionary of id: (place, number)."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, name FROM lab_complaint WHERE id IN %s ORDER BY received_day, id",
                self._analysis(company)._search(cases).subselect(),
            )
        )
        return {case: (place, number) for place, (case, number) in enumerate(rows)}

    def _clustered(self, company, cases):
        """Clusters among cases of a company.

        :param cases: Domain on lab.complaint.analysis
        :return: list of (cause, department, service, complaints), most first; a department or
            service may be empty, a cause not
        """
        enough = company.sudo().complaint_recurrence_count
        clusters = self._analysis(company)._read_group(
            cases & Domain("cause_ids", "!=", False),
            [*CLUSTERED],
            ["complaint_id:recordset"],
            having=[("__count", ">=", enough)],
        )
        return self._most_first(clusters)

    def _most_first(self, clusters):
        return sorted(clusters, key=lambda row: (-len(row[3]), *(kind.id or 0 for kind in row[:3])))

    def _hints(self, company, first, last):
        """Departments without any complaint in a period although, at the laboratory's rate, chance
        would leave so busy a one without with less than 5 %, by the Poisson distribution.

        Certificates say how busy a department is, else orders.

        :return: list of dictionaries with `department` (name by language), `expected` (number of
            complaints) and `says` (by language), most expected first
        """
        complaints = self._by_department(company, first, last)
        [laboratory] = self._rated(company, [(first, last)], [0])
        total = self._analysis(company).search_count(self._cases_domain(company, first, last))
        hints = []
        for department, (orders, certificates) in self._busy(company, first, last):
            if department in complaints:
                continue
            basis = "certificate_count" if certificates else "order_count"
            units = certificates or orders
            rate = total / laboratory[basis]
            expected = rate * units
            if exp(-expected) < UNLIKELY:
                hints.append(self._hint(department, basis, units, rate, expected))
        return sorted(hints, key=lambda hint: -hint["expected"])

    def _by_department(self, company, first, last):
        """Departments that complaints of a period concern."""
        rows = self._classification(company, first, last, "department_ids")
        return self.env["hr.department"].sudo().browse([row["id"] for row in rows if row["id"]])

    def _busy(self, company, first, last):
        """Departments that worked in a period: list of (department, (orders, certificates))."""
        work = self._work_by_department(company, first, last)
        departments = self.env["hr.department"].sudo().search([("id", "in", list(work))])
        return [(department, work[department.id]) for department in departments.sorted("id")]

    def _hint(self, department, basis, units, rate, expected):
        def say(words):
            values = {
                "department": department.sudo().with_env(words.env).sudo().display_name,
                "units": units,
                "rate": words._rate_said(PER * rate),
                "expected": words._rate_said(expected),
            }
            if basis == "certificate_count":
                return words.env._(
                    "%(department)s: no complaint on %(units)s certificates. At the laboratory's "
                    "rate of %(rate)s per 1,000, about %(expected)s were to be expected. Ask "
                    "whether complaints are recorded there.",
                    **values,
                )
            return words.env._(
                "%(department)s: no complaint on %(units)s orders. At the laboratory's rate of "
                "%(rate)s per 1,000, about %(expected)s were to be expected. Ask whether "
                "complaints are recorded there.",
                **values,
            )

        return {
            "department": self._record_names(department),
            "expected": expected,
            "says": self._worded(say),
        }
