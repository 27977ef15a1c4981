from math import exp

from odoo import models
from odoo.fields import Domain

# A department without a complaint is worth a question when chance makes that less likely.
UNLIKELY = 0.05
PER = 1000


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
        return [
            {
                "cause": self._record_names(cause),
                "department": self._record_names(department),
                "product": self._record_names(product),
                "count": len(found),
                "numbers": found.sorted(lambda case: (case.received_day, case.id)).mapped("name"),
            }
            for cause, department, product, found in self._clustered(
                company, self._cases_domain(company, first, last)
            )
        ]

    def _clustered(self, company, cases):
        """Clusters among cases of a company.

        :param cases: Domain on lab.complaint.analysis
        :return: list of (cause, department, service, complaints), most first; a department or
            service may be empty, a cause not
        """
        enough = company.sudo().complaint_recurrence_count
        clusters = self._analysis(company)._read_group(
            cases & Domain("cause_ids", "!=", False),
            ["cause_ids", "department_ids", "product_ids"],
            ["complaint_id:recordset"],
            having=[("__count", ">=", enough)],
        )
        return sorted(clusters, key=lambda row: (-len(row[3]), *(kind.id or 0 for kind in row[:3])))

    def _hints(self, company, first, last):
        """Departments without any complaint in a period although, at the laboratory's rate, chance
        would leave so busy a one without with less than 5 %, by the Poisson distribution.

        Certificates say how busy a department is, else orders.

        :return: list of dictionaries with `department` (name by language), `expected` (number of
            complaints) and `says` (by language), most expected first
        """
        domain = self._rates_domain(company, first, last)
        rates = self.env["lab.complaint.rate"].sudo()
        names = ("complaint_count", "certificate_count", "order_count")
        sums = [f"{name}:sum" for name in names]
        laboratory = dict(zip(names, rates._read_group(domain, aggregates=sums)[0], strict=True))
        hints = []
        for department, *values in rates._read_group(domain, ["department_ids"], sums):
            work = dict(zip(names, values, strict=True))
            basis = "certificate_count" if work["certificate_count"] else "order_count"
            if not department or work["complaint_count"] or not work[basis]:
                continue
            rate = (laboratory["complaint_count"] or 0) / laboratory[basis]
            expected = rate * work[basis]
            if exp(-expected) < UNLIKELY:
                hints.append(self._hint(department, basis, work[basis], rate, expected))
        return sorted(hints, key=lambda hint: -hint["expected"])

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
