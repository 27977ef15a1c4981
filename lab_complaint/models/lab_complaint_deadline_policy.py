from odoo import api, fields, models

from .lab_complaint_category import SEVERITIES
from .lab_complaint_stage import PROMISES

READ = ("kind", "severity", "company_id", "days", "repeat_days", "extension_days")


class LabComplaintDeadlinePolicy(models.Model):
    """What the laboratory promises those who complain; applies to promises made from then on."""

    _name = "lab.complaint.deadline.policy"
    _description = "Promise to Complainants"
    _rec_name = "kind"
    _order = "kind_order, company_id, severity, id"

    kind = fields.Selection(PROMISES, "Promise", required=True)
    kind_order = fields.Integer(compute="_compute_kind_order", store=True)
    severity = fields.Selection(SEVERITIES, help="Empty for complaints of every severity.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",
        help="Empty for all companies that have no promise of this kind of their own.",
    )
    days = fields.Integer(
        "Working Days",
        required=True,
        help="Counted from receipt; for the call-back, from the day the outcome is told.",
    )
    repeat_days = fields.Integer(
        "Then Every",
        help="Working days from one progress report to the next. 0 promises a single one.",
    )
    extension_days = fields.Integer(
        "Extended To",
        help="Working days after receipt that a complex case may take when its answer is "
        "extended, which is possible once.",
    )

    _kind_unique = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(severity, ''), kind)",
        "There is a promise of this kind for this company and severity already.",
    )
    _days_positive = models.Constraint(
        "CHECK (days >= 0 AND repeat_days >= 0)", "A promise takes at least 0 working days."
    )
    _extension_longer = models.Constraint(
        "CHECK (extension_days = 0 OR extension_days >= days)",
        "An extension takes at least as long as what it extends; 0 for none.",
    )

    @api.depends("kind")
    def _compute_kind_order(self):
        kinds = [kind for kind, _label in PROMISES]
        for policy in self:
            policy.kind_order = kinds.index(policy.kind) if policy.kind else len(kinds)

    @api.model
    def _for_complaints(self, complaints):
        """What is promised in each case. The company's own word goes before that for all
        companies, and that for the severity before that for every one.

        :param complaints: lab.complaint
        :return: dictionary of complaint: {kind: policy}
        """
        policies = complaints and self.sudo()._of_companies(complaints.company_id)
        promised = {}
        for complaint in complaints:
            key = (complaint.company_id, complaint.severity)
            if key not in promised:
                promised[key] = policies._by_kind(*key)
        return {
            complaint: promised[complaint.company_id, complaint.severity]
            for complaint in complaints
        }

    @api.model
    def _of_companies(self, companies):
        """What these companies promise: their own word, and that for all companies."""
        return self.search_fetch([("company_id", "in", [False, *companies.ids])], READ)

    def _by_kind(self, company, severity):
        """The promises among these that hold for one severity in one company.

        :param company: res.company
        :param severity: key of a severity
        :return: dictionary of kind: policy
        """
        ranked = self.sorted(lambda policy: (bool(policy.company_id), bool(policy.severity)))
        return {
            policy.kind: policy
            for policy in ranked
            if policy.company_id in (self.env["res.company"], company)
            and policy.severity in (False, severity)
        }

    def _days_from(self, counted_from):
        """Working days that this single promise takes.

        :param counted_from: from what they are counted, key of that field of a deadline
        :return: number of days, None when nothing is promised from there
        """
        if counted_from != "progress":
            return self.days
        return self.repeat_days or None
