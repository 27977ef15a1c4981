import ast

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .lab_complaint_stage import FLOW, STATES, STATES_ASKING, STATES_BEFORE


class LabComplaintRequirement(models.Model):
    """What a clause asks of a case, made checkable: a domain that the case must match.

    A laboratory adds its own as a record; no code knows a single requirement.
    """

    _name = "lab.complaint.requirement"
    _description = "Complaint Requirement"
    _order = "sequence, code"

    name = fields.Char("What must be true", required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    clause = fields.Char(help="Clause of the standard, such as ISO/IEC 17025:2017, 7.9.3")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES,
        "Needed to Leave",
        required=True,
        help="State that is not left without it; an exit is not entered without it.",
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

    @api.model_create_multi
    def create(self, vals_list):
        """Add requirements; cards and forms ask for them at once."""
        requirements = super().create(vals_list)
        self._forget_what_is_asked()
        return requirements

    def write(self, vals):
        """Change requirements; cards and forms ask for them at once."""
        result = super().write(vals)
        self._forget_what_is_asked()
        return result

    def unlink(self):
        """Delete requirements; nobody is asked for them any more."""
        result = super().unlink()
        self._forget_what_is_asked()
        return result

    def _forget_what_is_asked(self):
        self.env.registry.clear_cache()
        self.env["lab.complaint"]._forget_missing_of_all()

    @api.model
    def _asked_in(self, states=STATES_BEFORE):
        """Active requirements that are needed to leave any of some states, all when left out.

        :param states: states of the flow or exits
        """
        return self.browse(number for number, state in self._active() if state in states)

    @api.model
    @tools.ormcache()
    def _active(self):
        active = self.sudo().with_context(active_test=True)
        active = active.search([])  # pylint: disable=no-search-all
        return tuple((requirement.id, requirement.state) for requirement in active)

    @tools.ormcache("self.id", "name")
    def _parsed(self, name):
        """One of the two domains of this single requirement, ready to be asked of many cases."""
        return Domain(ast.literal_eval(self[name])).optimize(self.env["lab.complaint"])

    def _applying_to(self, complaints):
        """Those of `complaints` that this single requirement is asked of."""
        return complaints.filtered_domain(self._parsed("applies_domain"))

    def _is_asked_of(self, complaint):
        """Whether one case has to meet this single requirement: an exit asks only those that
        take it, and the way to the end only those that go on."""
        exits = [state for state in STATES_BEFORE if state not in FLOW]
        if complaint.state in exits:
            on_the_way = self.state in STATES_BEFORE[complaint.state]
        else:
            on_the_way = self.state not in exits
        return on_the_way and bool(self._applying_to(complaint))

    def _unmet_by(self, complaints):
        """What cases lack; asked for all of them together.

        :return: dictionary of complaint: requirements of `self` that apply to it and do not hold
        """
        unmet = dict.fromkeys(complaints, self.browse())
        for requirement in self:
            for complaint in requirement._lacking(complaints):
                unmet[complaint] += requirement
        return unmet

    def _lacking(self, complaints):
        """Those of `complaints` that this single requirement applies to and does not hold for."""
        applying = self._applying_to(complaints)
        return applying - applying.filtered_domain(self._parsed("domain"))

    def _missing_domain(self):
        """Domain of the open cases that have reached this single requirement and lack it."""
        return (
            Domain("state", "in", STATES_ASKING[self.state])
            & self._parsed("applies_domain")
            & ~self._parsed("domain")
        )

    def _evidence(self, complaint, changes):
        """When, by whom and by what one case came to meet this single requirement.

        :param changes: what `lab.complaint._last_changes` returns for the case
        :return: tuple of naive UTC moment, name of the person, name of the record or field
        """
        proof, exclusions = [], []
        for condition in self._parsed("domain").iter_conditions():
            name = condition.field_expr.split(".")[0]
            field = complaint._fields[name]
            if field.type == "one2many" and hasattr(complaint[name], "_evidence"):
                parts = complaint[name]
                if condition.operator == "any":
                    parts = parts.filtered_domain(condition.value)
                # What must not be there proves less than what has to be.
                found = exclusions if condition.operator == "not any" else proof
                found += [(*part._evidence(), part) for part in parts]
            elif name in changes:
                proof.append((*changes[name], field))
        dated = [found for found in proof or exclusions if found[0]]
        if not dated:
            return complaint.create_date, complaint.create_uid.name, complaint.name
        moment, person, source = max(dated, key=lambda found: found[0])
        if isinstance(source, fields.Field):
            return moment, person, source._description_string(self.env)
        return moment, person, source.display_name

    def _remedy_line(self):
        """What to do about this single requirement, with its clause."""
        return f"{self.remedy} ({self.clause})" if self.clause else self.remedy
