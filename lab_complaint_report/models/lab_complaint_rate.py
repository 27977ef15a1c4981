from odoo import fields, models
from odoo.tools import SQL

# Rows of three sources in one list: each gets numbers of its own.
SOURCES = 3
# Departments and services of each row, under the same numbers.
DEPARTMENTS = f"""
    CREATE OR REPLACE VIEW lab_complaint_rate_department_rel AS
    SELECT {SOURCES} * lab_complaint_id AS rate_id, hr_department_id AS department_id
      FROM hr_department_lab_complaint_rel
     UNION ALL
    SELECT DISTINCT {SOURCES} * order_id + 1, department_id
      FROM lab_certificate
     WHERE order_id IS NOT NULL AND department_id IS NOT NULL
     UNION ALL
    SELECT {SOURCES} * id + 2, department_id
      FROM lab_certificate
     WHERE department_id IS NOT NULL
"""
SERVICES = f"""
    CREATE OR REPLACE VIEW lab_complaint_rate_service_rel AS
    SELECT {SOURCES} * complaint_id AS rate_id, product_id
      FROM lab_complaint_analysis_service_rel
     UNION ALL
    SELECT DISTINCT {SOURCES} * order_id + 1, product_id
      FROM sale_order_line
     WHERE product_id IS NOT NULL AND display_type IS NULL
     UNION ALL
    SELECT {SOURCES} * certificate.id + 2, line.product_id
      FROM lab_certificate certificate
      JOIN sale_order_line line ON line.id = certificate.order_line_id
     WHERE line.product_id IS NOT NULL
"""
# What a rate is per thousand of.
BASES = {"per_orders": "order_count", "per_certificates": "certificate_count"}


class LabComplaintRate(models.Model):
    """Complaints beside the work they came from: confirmed orders and issued certificates of the
    same days, departments and services (ISO/IEC 17025:2017, 8.6).

    Three complaints of a department that issues fifty certificates say something else than
    three of one that issues five thousand.
    """

    _name = "lab.complaint.rate"
    _description = "Complaint Rates"
    _inherit = ["lab.complaint.figure.mixin"]
    _auto = False
    _rec_name = "date"
    _order = "date desc, id desc"
    _depends = {
        "lab.certificate": ["company_id", "department_id", "issued_on", "order_id"],
        "lab.complaint": ["company_id", "kind", "received_day"],
        "res.company": ["resource_calendar_id"],
        "resource.calendar": ["tz"],
        "sale.order": ["company_id", "date_order", "state"],
        "sale.order.line": ["display_type", "order_id", "product_id"],
    }

    date = fields.Date(
        "Day",
        readonly=True,
        help="Of receipt, of the order, or of issue, in the time zone of the laboratory.",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    department_ids = fields.Many2many(
        "hr.department",
        "lab_complaint_rate_department_rel",
        "rate_id",
        "department_id",
        "Departments",
        readonly=True,
        help="Concerned by the complaint, or named on the certificate; an order counts for each "
        "department that issued a certificate under it.",
    )
    product_ids = fields.Many2many(
        "product.product",
        "lab_complaint_rate_service_rel",
        "rate_id",
        "product_id",
        "Services",
        readonly=True,
    )
    complaint_count = fields.Integer(
        "Complaints",
        readonly=True,
        aggregator="sum",
        help="Complaints and appeals received; feedback is not counted.",
    )
    order_count = fields.Integer(
        "Orders", readonly=True, aggregator="sum", help="Confirmed orders, by the day of the order."
    )
    certificate_count = fields.Integer(
        "Certificates",
        readonly=True,
        aggregator="sum",
        help="Certificates and reports issued, amended ones included, by the day of issue.",
    )
    per_orders = fields.Float(
        "Complaints per 1,000 Orders",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Complaints received in the period for each 1,000 orders of the same period, "
        "department and service; empty without orders.",
    )
    per_certificates = fields.Float(
        "Complaints per 1,000 Certificates",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Complaints received in the period for each 1,000 certificates issued in the same "
        "period, department and service; empty without certificates.",
    )

    def init(self):
        """Relate departments and services to the rows."""
        self.env.cr.execute(DEPARTMENTS)
        self.env.cr.execute(SERVICES)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %(sources)s * complaint.id AS id, complaint.received_day AS date,
                   complaint.company_id, 1 AS complaint_count, 0 AS order_count,
                   0 AS certificate_count, NULL::numeric AS per_orders,
                   NULL::numeric AS per_certificates
              FROM lab_complaint complaint
             WHERE complaint.kind != 'feedback'
             UNION ALL
            SELECT %(sources)s * ordered.id + 1,
                   (ordered.date_order AT TIME ZONE 'UTC'
                    AT TIME ZONE coalesce(calendar.tz, 'UTC'))::date,
                   ordered.company_id, 0, 1, 0, NULL, NULL
              FROM sale_order ordered
              JOIN res_company company ON company.id = ordered.company_id
              LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
             WHERE ordered.state = 'sale'
             UNION ALL
            SELECT %(sources)s * certificate.id + 2, certificate.issued_on,
                   certificate.company_id, 0, 0, 1, NULL, NULL
              FROM lab_certificate certificate
             WHERE certificate.issued_on IS NOT NULL
            """,
            sources=SOURCES,
        )

    def _read_group_select(self, aggregate_spec, query):
        """A rate of a group is that of its sums, not the average of rates."""
        name = aggregate_spec.split(":")[0]
        if name not in BASES:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "1000.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "complaint_count", query),
            self._field_to_sql(self._table, BASES[name], query),
        )
