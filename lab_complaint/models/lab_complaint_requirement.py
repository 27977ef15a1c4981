import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .lab_complaint_stage import STATES


class LabComplaintRequirement(models.Model):
    """What a clause asks of a case, made checkable: a domain that the case must match.

    A laboratory adds its own as a record; no code knows a single requirement.
    """

    _name = "lab.complaint.requirement"
    _description = "Complaint Requirement"
    _order = "sequence, code"

    name = fields.Char("What must be true", required=True, translate=True)
    code = fields.Char(required=True)
    clause = fields.Char(help="Clause of the standard, such as ISO/IEC 17025:2017, 7.9.3")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, "Needed to Leave", required=True, help="State that is not left without it."
    )
    domain = fields.Char(
        "Met when", required=True, default="[]", help="Conditions on the complaint that prove it."
    )
    applies_domain = fields.Char(
        "Applies to", required=True, default="[]", help="Complaints it is asked of; all when empty."
    )
    remedy = fields.Text(
        "How to Mend",
        required=True,
        translate=True,
        help="Tells a person what to do when it fails.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another requirement has this code already.")

    @api.constrains("domain", "applies_domain")
    def _check_domains(self):
        complaints = self.env["lab.complaint"]
        for requirement in self:
            for text in (requirement.domain, requirement.applies_domain):
                try:
                    Domain(ast.literal_eval(text)).validate(complaints)
                except (ValueError, SyntaxError, TypeError, KeyError) as error:
                    raise ValidationError(
                        self.env._(
                            "Requirement %(code)s: %(text)s is not a condition on complaints. "
                            "Use the condition editor. (%(reason)s)",
                            code=requirement.code,
                            text=text,
                            reason=error,
                        )
                    ) from error

    def _unmet_by(self, complaint):
        """Requirements of `self` that apply to one complaint and do not hold for it."""
        complaint.ensure_one()
        return self.filtered(
            lambda requirement: (
                complaint.filtered_domain(ast.literal_eval(requirement.applies_domain))
                and not complaint.filtered_domain(ast.literal_eval(requirement.domain))
            )
        )
