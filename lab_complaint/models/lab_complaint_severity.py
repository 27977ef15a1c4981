from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint import HANDLERS

# What is classified, with the field of the reason for changing it.
REASONS = {"severity": "severity_reason", "kind": "kind_reason"}


class LabComplaint(models.Model):
    """How severe a complaint is and of what kind (ISO 10002:2018, 8.4): changed with a reason,
    and the quality head knows of a major one at once."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    severity_reason = fields.Text(
        "Reason for the Severity",
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="Given together with another severity than the one the category brings.",
    )
    kind_reason = fields.Text(
        "Reason for the Kind",
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="Given together with another kind.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; the quality heads are told of major ones."""
        complaints = super().create(vals_list)
        complaints.filtered(
            lambda complaint: complaint.severity == "major" and not complaint._is_taken_over()
        )._tell_quality_heads()
        return complaints

    def write(self, vals):
        """Change complaints; another severity or kind needs a reason in the same step.

        :raise UserError: when the reason is missing
        """
        self._check_reclassified(vals)
        if not {"severity", "category_id"} & vals.keys():
            return super().write(vals)
        others = self.filtered(lambda complaint: complaint.severity != "major")
        result = super().write(vals)
        others.filtered(lambda complaint: complaint.severity == "major")._tell_quality_heads()
        return result

    def action_change_severity(self, severity, severity_reason):
        """Judge complaints more or less severe than their category.

        :param severity: `minor`, `general` or `major`
        :param severity_reason: why; kept with the case
        :return: True
        :raise UserError: when no reason is given
        """
        self._check_reason(severity_reason)
        return self.write({"severity": severity, "severity_reason": severity_reason})

    def action_change_kind(self, kind, kind_reason):
        """Treat complaints as another kind.

        :param kind: `complaint`, `appeal` or `feedback`
        :param kind_reason: why; kept with the case
        :return: True
        :raise UserError: when no reason is given
        """
        self._check_reason(kind_reason)
        return self.write({"kind": kind, "kind_reason": kind_reason})

    def _check_reclassified(self, vals):
        for name in REASONS.keys() & vals.keys():
            if (vals.get(REASONS[name]) or "").strip():
                continue
            for complaint in self:
                if complaint[name] != vals[name] and not complaint._is_brought(name, vals):
                    complaint._refuse_without_reason(name)

    def _is_brought(self, name, vals):
        """Whether the category that one case gets brings the severity with it."""
        if name != "severity" or not vals.get("category_id"):
            return False
        category = self.env["lab.complaint.category"].browse(vals["category_id"])
        return category.severity == vals["severity"]

    def _refuse_without_reason(self, name):
        labels = {
            field: self._fields[field]._description_string(self.env)
            for field in (name, REASONS[name])
        }
        raise UserError(
            self.env._(
                "%(complaint)s: say why the %(field)s changes. Use Change Severity or Kind on the "
                "form, or give “%(reason)s” together with it.",
                complaint=self.display_name,
                field=labels[name],
                reason=labels[REASONS[name]],
            )
        )

    def _tell_quality_heads(self):
        """Give each quality head an activity for each major case, in their own language."""
        for complaint in self.sudo():
            for user in complaint._quality_heads():
                # A clean context: a request must not be able to switch the activity off.
                told = complaint.with_context({"lang": user.lang})  # pylint: disable=context-overridden
                told.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=told.env._("Major complaint: see that immediate action is taken"),
                )

    def _quality_heads(self):
        """Quality heads of the company of one case who are not involved in it."""
        return self.company_id._complaint_quality_heads() - self.sudo().involved_user_ids
