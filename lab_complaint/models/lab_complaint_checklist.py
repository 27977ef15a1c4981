from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .lab_complaint import HANDLERS
from .lab_complaint_stage import STATES_ASKING, STATES_BEFORE

MISSING_FIELDS = [
    "missing_ids",
    "missing_count",
    "missing_hint",
    "missing_summary",
    "checklist",
]


class LabComplaint(models.Model):
    """What the clauses ask of a case, and how far it is: one evaluation for the gate, the
    card, the form, the filter and the evidence sheet."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    missing_ids = fields.Many2many(
        "lab.complaint.requirement",
        string="Still Missing",
        compute="_compute_missing_ids",
        search="_search_missing_ids",
        compute_sudo=True,
        groups=HANDLERS,
    )
    missing_count = fields.Integer(compute="_compute_missing_ids", compute_sudo=True)
    missing_hint = fields.Char(compute="_compute_missing_hint", groups=HANDLERS)
    missing_summary = fields.Html(compute="_compute_missing_summary", groups=HANDLERS)
    checklist = fields.Html(compute="_compute_checklist", groups=HANDLERS)

    @api.depends("state")
    def _compute_missing_ids(self):
        """Requirements of this stage and those before it that do not hold."""
        asked = self.env["lab.complaint.requirement"]._asked_in()
        by_state = self.grouped("state")
        lacking = {complaint.id: [] for complaint in self}
        for requirement in asked:
            # Of all cases together, and of none that have not come so far.
            asking = filter(None, map(by_state.get, STATES_ASKING[requirement.state]))
            for complaint in requirement._lacking(self.browse().concat(*asking)):
                lacking[complaint.id].append(requirement.id)
        alike = defaultdict(list)
        for complaint_id, missing in lacking.items():
            alike[tuple(missing)].append(complaint_id)
        for missing, complaint_ids in alike.items():
            complaints = self.browse(complaint_ids)
            complaints.missing_ids, complaints.missing_count = asked.browse(missing), len(missing)

    def _search_missing_ids(self, operator, value):
        self._check_field_access(self._fields["missing_ids"], "read")
        if operator not in ("in", "any"):
            return NotImplemented
        requirements = self.env["lab.complaint.requirement"].search(
            Domain("id", operator, value) if operator == "in" else value
        )
        return Domain.OR(requirement._missing_domain() for requirement in requirements)

    @api.depends("missing_ids")
    def _compute_missing_hint(self):
        """What to do first, short enough for a card."""
        for missing, complaints in self.grouped("missing_ids").items():
            first, others = missing[:1], missing[1:]
            complaints.missing_hint = f"{first.remedy} (+{len(others)})" if others else first.remedy

    @api.depends("missing_ids")
    def _compute_missing_summary(self):
        for missing, complaints in self.grouped("missing_ids").items():
            complaints.missing_summary = self.env["ir.qweb"]._render(
                "lab_complaint.missing_summary", {"requirements": missing}
            )

    @api.depends("missing_ids")
    def _compute_checklist(self):
        for complaint in self:
            complaint.checklist = self.env["ir.qweb"]._render(
                "lab_complaint.checklist",
                {"lines": complaint.get_checklist() if complaint._origin else []},
            )

    def write(self, vals):
        """Ask anew what is missing after any change."""
        result = super().write(vals)
        self._forget_missing()
        return result

    @api.model
    def _forget_missing_of_all(self):
        self.invalidate_model(MISSING_FIELDS, flush=False)

    def _forget_missing(self):
        # A requirement may ask for any field, so no list of fields could say when to ask again.
        self.invalidate_recordset(MISSING_FIELDS, flush=False)

    def _missing_for(self, state):
        """Requirements that one case does not meet and that a state asks for.

        :param state: a state of the flow or an exit
        :return: lab.complaint.requirement
        """
        return self._each_missing_for(state)[self]

    def _each_missing_for(self, state):
        """The same for many cases together.

        :return: dictionary of complaint: lab.complaint.requirement
        """
        requirements = self.env["lab.complaint.requirement"].sudo()
        return requirements._asked_in(STATES_BEFORE[state])._unmet_by(self.sudo())

    def get_checklist(self):
        """Every active requirement with what this single case shows for it.

        :return: list of dictionaries: requirement, code, clause, name, remedy, status (`met`,
            `open` or `not_applicable`), date (naive UTC), person and record (names) of the
            evidence
        """
        self.ensure_one()
        self.check_access("read")
        complaint = self.sudo()
        requirements = complaint.env["lab.complaint.requirement"]._asked_in()
        unmet = requirements._unmet_by(complaint)[complaint]
        changes = complaint._last_changes()
        lines = []
        for requirement in requirements:
            line = {
                "requirement": requirement.id,
                **{name: requirement[name] for name in ("code", "clause", "name", "remedy")},
                "date": False,
                "person": False,
                "record": False,
            }
            if not requirement._is_asked_of(complaint):
                line["status"] = "not_applicable"
            elif requirement in unmet:
                line["status"] = "open"
            else:
                line["status"] = "met"
                proof = requirement._evidence(complaint, changes)
                line["date"], line["person"], line["record"] = proof
            lines.append(line)
        return lines

    def _last_changes(self):
        """When each tracked field of one case changed last, and by whom.

        :return: dictionary of field name: (naive UTC moment, name of the person)
        """
        values = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "in", self._origin.ids),
            ],
            order="id",
        )
        return {
            value.field_id.name: (
                value.mail_message_id.date,
                value.mail_message_id.author_id.name,
            )
            for value in values
        }
