from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.lab_complaint.models.lab_complaint import KINDS, RESPONSIBILITIES, VALIDITIES
from odoo.addons.lab_complaint.models.lab_complaint_category import SEVERITIES
from odoo.addons.lab_complaint.models.lab_complaint_stage import STATES

# Promises, by the field that says whether a case kept them.
PROMISE_FIELDS = {
    "acknowledgement": "acknowledgement_in_time",
    "screening": "screening_in_time",
    "progress": "progress_in_time",
    "outcome": "outcome_in_time",
    "callback": "callback_in_time",
    "authority": "authority_in_time",
}
# Services of cases: of their order lines, and of the certificates concerned; with `ALL`, one that
# comes of both stands there twice.
SERVICES = """
    SELECT concerned.complaint_id, line.product_id
      FROM (SELECT lab_complaint_id AS complaint_id, sale_order_line_id
              FROM lab_complaint_sale_order_line_rel) concerned
      JOIN sale_order_line line ON line.id = concerned.sale_order_line_id
     WHERE line.product_id IS NOT NULL AND %(condition)s
     UNION %(each)s
    SELECT concerned.complaint_id, line.product_id
      FROM lab_complaint_certificate concerned
      JOIN lab_certificate certificate ON certificate.id = concerned.certificate_id
      JOIN sale_order_line line ON line.id = certificate.order_line_id
     WHERE line.product_id IS NOT NULL AND %(condition)s
"""


class LabComplaintAnalysis(models.Model):
    """One row a case for counting, with every figure defined once: its label is the field's, its
    definition the field's help (ISO/IEC 17025:2017, 8.6 and 8.9).

    Pivot, dashboard, review and spreadsheets read from here. What has no basis is empty and
    left out of averages. Nothing here says who complained.
    """

    _name = "lab.complaint.analysis"
    _description = "Complaint Analysis"
    _inherit = ["lab.complaint.figure.mixin"]
    _auto = False
    _rec_name = "complaint_id"
    _order = "received_day desc, id desc"
    # What is not written yet counts as well.
    _depends = {
        "lab.complaint": [
            "category_id",
            "channel_id",
            "closed_day",
            "company_id",
            "customer_id",
            "decided_day",
            "is_recurring",
            "kind",
            "received_day",
            "reopen_count",
            "responsibility",
            "severity",
            "stage_id",
            "state",
            "user_id",
            "validity",
        ],
        "lab.complaint.deadline": ["complaint_id", "done_on", "kind", "missed"],
        "lab.complaint.measure": ["amount", "complaint_id", "kind", "state"],
    }

    complaint_id = fields.Many2one("lab.complaint", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    received_day = fields.Date("Day of Receipt", readonly=True)
    closed_day = fields.Date("Day of End", readonly=True)
    months_to_close = fields.Char(
        "Months to the End",
        readonly=True,
        help="Calendar months from the month of receipt to the month of the end: 00 is the same "
        "month; empty while it is open.",
    )
    kind = fields.Selection(KINDS, readonly=True)
    channel_id = fields.Many2one("lab.complaint.channel", readonly=True)
    category_id = fields.Many2one("lab.complaint.category", readonly=True)
    main_category_id = fields.Many2one(
        "lab.complaint.category", readonly=True, help="The category at the top of the tree."
    )
    department_ids = fields.Many2many(
        "hr.department",
        "hr_department_lab_complaint_rel",
        "lab_complaint_id",
        "hr_department_id",
        "Departments",
        readonly=True,
        help="A case that concerns two departments counts for both.",
    )
    severity = fields.Selection(SEVERITIES, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    stage_id = fields.Many2one("lab.complaint.stage", readonly=True)
    responsibility = fields.Selection(RESPONSIBILITIES, readonly=True)
    validity = fields.Selection(VALIDITIES, readonly=True)
    cause_ids = fields.Many2many(
        "mgmtsystem.nonconformity.cause",
        "lab_complaint_mgmtsystem_nonconformity_cause_rel",
        "lab_complaint_id",
        "mgmtsystem_nonconformity_cause_id",
        "Causes",
        readonly=True,
    )
    customer_id = fields.Many2one("res.partner", readonly=True)
    product_ids = fields.Many2many(
        "product.product",
        "lab_complaint_analysis_service_rel",
        "complaint_id",
        "product_id",
        "Services",
        readonly=True,
        help="Of the order lines and certificates concerned.",
    )
    user_id = fields.Many2one("res.users", "Complaint Officer", readonly=True)
    involved_user_ids = fields.Many2many(
        "res.users", "lab_complaint_involved_user_rel", "complaint_id", "user_id", readonly=True
    )

    # --- measures ---
    complaint_count = fields.Integer(
        "Complaints",
        readonly=True,
        aggregator="sum",
        help="Complaints and appeals received in the period, also those that were not accepted, "
        "withdrawn or turned out not valid. Feedback is not counted.",
    )
    valid_share = fields.Float(
        "Share Valid",
        readonly=True,
        aggregator="avg",
        help="Valid and partly valid complaints, of those whose validity was judged.",
    )
    days_to_acknowledge = fields.Float(
        "Working Days to Acknowledge",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Working days from receipt to the acknowledgement, of those that were acknowledged.",
    )
    days_to_decide = fields.Float(
        "Working Days to Decide",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Working days from receipt to the first approval of the outcome, or to the decision "
        "not to accept, of those that were decided.",
    )
    days_to_answer = fields.Float(
        "Working Days to Answer",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Working days from receipt until the complainant was told the outcome, or that the "
        "complaint was not accepted, of those that were told.",
    )
    days_to_close = fields.Float(
        "Working Days to Close",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Working days from receipt to the end, of those that ended; withdrawn ones left out.",
    )
    acknowledgement_in_time = fields.Float(
        "Acknowledged in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases that were acknowledged by the promised day.",
    )
    screening_in_time = fields.Float(
        "Screened in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases that were screened by the promised day.",
    )
    progress_in_time = fields.Float(
        "Progress Told in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases in which every report of progress came by the promised day.",
    )
    outcome_in_time = fields.Float(
        "Answered in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases that were answered by the promised day; an extension that was told "
        "in time moves it.",
    )
    callback_in_time = fields.Float(
        "Called Back in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases in which the complainant was called back by the promised day.",
    )
    authority_in_time = fields.Float(
        "Authority Answered in Time",
        readonly=True,
        aggregator="avg",
        help="Share of cases in which the authority was answered by its day.",
    )
    in_time = fields.Float(
        "All Promises Kept",
        readonly=True,
        aggregator="avg",
        help="Share of cases in which every promise was kept by its day, of those in which none "
        "is open any more or one was missed.",
    )
    is_settled = fields.Boolean(
        "Promises Settled",
        readonly=True,
        help="None of its promises is open any more, or one was missed: the case counts for the "
        "share in which all were kept.",
    )
    reopened_count = fields.Integer(
        "Reopened", readonly=True, aggregator="sum", help="Cases that were taken up again."
    )
    recurring_count = fields.Integer(
        "Recurring",
        readonly=True,
        aggregator="sum",
        help="Cases that were at least the third of their category and department within 90 days, "
        "or what the company has set.",
    )
    compensation = fields.Monetary(
        readonly=True,
        aggregator="sum_currency",
        help="Compensation that was decided and not cancelled. Several currencies are added at "
        "today's rate.",
    )

    def init(self):
        """Relate cases and services for counting."""
        services = SQL(SERVICES, condition=SQL("TRUE"), each=SQL("DISTINCT"))
        self.env.cr.execute(
            SQL("CREATE OR REPLACE VIEW lab_complaint_analysis_service_rel AS %s", services)
        )

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT complaint.id, complaint.id AS complaint_id, complaint.company_id,
                   complaint.name AS number, company.currency_id, complaint.received_day, complaint.closed_day,
                   to_char(12 * (date_part('year', complaint.closed_day)
                                 - date_part('year', complaint.received_day))
                           + date_part('month', complaint.closed_day)
                           - date_part('month', complaint.received_day),
                           'FM900') AS months_to_close,
                   complaint.kind, complaint.channel_id, complaint.category_id,
                   split_part(category.parent_path, '/', 1)::integer AS main_category_id,
                   complaint.severity, complaint.state, complaint.stage_id,
                   complaint.responsibility, complaint.validity, complaint.customer_id,
                   complaint.user_id,
                   (complaint.kind != 'feedback')::integer AS complaint_count,
                   (complaint.validity IN ('valid', 'partly'))::integer AS valid_share,
                   CASE WHEN complaint.acknowledged_day IS NOT NULL
                        THEN complaint.days_to_acknowledge END AS days_to_acknowledge,
                   CASE WHEN complaint.decided_day IS NOT NULL
                        THEN complaint.days_to_decide END AS days_to_decide,
                   CASE WHEN complaint.answered_day IS NOT NULL
                        THEN complaint.days_to_answer END AS days_to_answer,
                   CASE WHEN complaint.closed_day IS NOT NULL AND complaint.state != 'withdrawn'
                        THEN complaint.days_to_close END AS days_to_close,
                   %s,
                   promised.in_time IS NOT NULL AS is_settled,
                   (complaint.reopen_count > 0)::integer AS reopened_count,
                   complaint.is_recurring::integer AS recurring_count,
                   CASE WHEN complaint.decided_day IS NOT NULL
                        THEN coalesce(compensated.amount, 0) ELSE 0 END AS compensation
            """,
            SQL(", ").join(
                SQL.identifier("promised", name) for name in (*PROMISE_FIELDS.values(), "in_time")
            ),
        )

    def _from(self):
        """Parts that are not asked for cost nothing: PostgreSQL leaves out what gives one row at
        most and is not used. Promises and measures are looked up case by case, so that a query
        reads those of its own cases and not all that ever were."""
        return SQL(
            """
              FROM lab_complaint complaint
              JOIN res_company company ON company.id = complaint.company_id
              LEFT JOIN lab_complaint_category category ON category.id = complaint.category_id
              LEFT JOIN LATERAL (
                    SELECT sum(amount) AS amount
                      FROM lab_complaint_measure
                     WHERE complaint_id = complaint.id
                       AND kind = 'compensation' AND state != 'cancelled'
                   ) compensated ON TRUE
              LEFT JOIN LATERAL (
                    SELECT %s,
                           CASE WHEN bool_or(missed) THEN 0
                                WHEN bool_and(done_on IS NOT NULL) THEN 1 END AS in_time
                      FROM lab_complaint_deadline
                     WHERE complaint_id = complaint.id
                   ) promised ON TRUE
            """,
            SQL(", ").join(self._kept(kind, name) for kind, name in PROMISE_FIELDS.items()),
        )

    def _kept(self, kind, name):
        """0 when a promise of a kind was missed, else 1 when one was kept, else nothing."""
        return SQL(
            """min(CASE WHEN missed THEN 0 WHEN done_on IS NOT NULL THEN 1 END)
                    FILTER (WHERE kind = %(kind)s) AS %(name)s""",
            kind=kind,
            name=SQL.identifier(name),
        )

    def _measured(self, names):
        """Measures of these cases, with None for what has no basis: read from a record it would
        be taken for 0.

        :param names: names of measures
        :return: dictionary of id: {name: number or None}
        """
        groups = self._read_group(
            [("id", "in", self.ids)],
            ["complaint_id"],
            [f"{name}:{self._fields[name].aggregator}" for name in names],
        )
        return {
            complaint.id: {
                name: None if value is False else value
                for name, value in zip(names, values, strict=True)
            }
            for complaint, *values in groups
        }

    def action_open_case(self):
        """Open the case that this single row counts.

        :return: action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "lab.complaint",
            "res_id": self.id,
            "views": [(False, "form")],
        }
