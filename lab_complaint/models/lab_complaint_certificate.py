from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES

# Written by the decision itself.
IMPACT_SIGNED = ("impact_by_id", "impact_on")


class LabComplaintCertificate(models.Model):
    """A registered certificate in the part it plays in one complaint.

    The certificate's own facts (number, people, item) are fields of this record
    too, by delegation: they are kept once, in the register of certificates.
    """

    _name = "lab.complaint.certificate"
    _description = "Certificate Concerned"
    _inherit = ["hr.mixin"]
    _inherits = {"lab.certificate": "certificate_id"}
    _order = "complaint_id, role, id"

    complaint_id = fields.Many2one("lab.complaint", required=True, index=True, ondelete="restrict")
    certificate_id = fields.Many2one(
        "lab.certificate", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("disputed", "Disputed"),
            ("earlier", "Earlier"),
            ("possibly_affected", "Possibly affected"),
        ],
        required=True,
        default="disputed",
        help="Disputed: the complaint is about it. Earlier: it is compared with. Possibly "
        "affected: the same cause may have touched it.",
    )

    impact = fields.Selection(
        [
            ("not_affected", "Not affected"),
            ("affected", "Affected"),
            ("undetermined", "Cannot be determined"),
        ],
        "Impact Decision",
        copy=False,
        help="Whether the same cause touched this certificate. ISO/IEC 17025:2017, 7.10.1",
    )
    impact_reason = fields.Text("Grounds of the Impact Decision", copy=False, groups=HANDLERS)
    impact_by_id = fields.Many2one(
        "res.users",
        "Impact Decided by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=HANDLERS,
    )
    impact_on = fields.Datetime("Impact Decided on", readonly=True, copy=False, groups=HANDLERS)
    recall = fields.Text(
        "Customer Notified and Work Recalled",
        copy=False,
        groups=HANDLERS,
        help="Who was notified of the affected result, when, and what was taken back. "
        "ISO/IEC 17025:2017, 7.10.1",
    )

    # Redeclared to be read like any other fact: a delegated field reads employees with the
    # rights of the user, and most users may read no employee.
    performed_by_ids = fields.Many2many(
        related="certificate_id.performed_by_ids", readonly=False, related_sudo=True
    )

    _certificate_once = models.Constraint(
        "UNIQUE (complaint_id, certificate_id)",
        "This certificate is on the complaint already. Change its role there.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Register a certificate that is named by its number, unless it is registered already.

        Facts given for a registered certificate are left out: who performed it is
        changed in the register, where the change is tracked.

        :raise UserError: when the case has ended
        """
        # Who is put down for a decision is no default either.
        forged = {f"default_{name}" for name in IMPACT_SIGNED} & self.env.context.keys()
        links = self.with_context(**dict.fromkeys(forged, False))
        decision = links.default_get(["impact"])
        created = super(LabComplaintCertificate, links).create(
            [
                links._with_signature({**decision, **links._with_registered_certificate(vals)})
                for vals in vals_list
            ]
        )
        created._check_case_open()
        return created

    def write(self, vals):
        """Note who decides on the impact, and when; nobody else is put down for it.

        :raise UserError: when the case has ended, or the record would become another's
        """
        self._check_case_open()
        for name in {"complaint_id", "certificate_id"} & vals.keys():
            if self[name].ids not in ([], [vals[name]]):
                raise UserError(
                    self.env._(
                        "%(certificate)s stays with its complaint. Remove it there and add the "
                        "right one.",
                        certificate=self[:1].certificate_id.display_name,
                    )
                )
        decided = self.filtered(lambda link: vals.get("impact", link.impact) != link.impact)
        unsigned = {name: value for name, value in vals.items() if name not in IMPACT_SIGNED}
        if decided:
            decided._note_earlier_impact()
            super(LabComplaintCertificate, decided).write(self._with_signature(vals))
        return super(LabComplaintCertificate, self - decided).write(unsigned)

    def unlink(self):
        """Take certificates off open cases; that they were there is noted, because it decides
        who is involved (ISO/IEC 17025:2017, 7.9.6).

        :raise UserError: when the case has ended
        """
        self.check_access("unlink")
        # Not with api.ondelete, which a request can switch off by its context.
        self._check_case_open()
        for link in self:
            link.complaint_id.sudo()._message_log(
                body=self.env._(
                    "Certificate %s was taken off the case.", link.certificate_id.display_name
                )
            )
        return super().unlink()

    def _note_earlier_impact(self):
        """A decision on the impact gives way to another, but stays on record."""
        labels = dict(self._fields["impact"]._description_selection(self.env))
        for link in self.sudo().filtered("impact"):
            link.complaint_id._message_log(
                body=self.env._(
                    "Certificate %(certificate)s: it was decided before as “%(impact)s” by "
                    "%(person)s. %(reason)s",
                    certificate=link.certificate_id.display_name,
                    impact=labels[link.impact],
                    person=link.impact_by_id.name,
                    reason=link.impact_reason or "",
                )
            )

    def _check_case_open(self):
        ended = self.complaint_id.sudo().filtered(
            lambda complaint: complaint.state in ENDED_STATES and not complaint._is_being_entered()
        )
        if ended:
            ended.with_env(self.env)._refuse_ended()

    def _with_signature(self, vals):
        """Values with who decides on the impact, and when, if they hold that decision."""
        if self.env["lab.complaint"]._is_loading_data():
            return vals
        vals = {name: value for name, value in vals.items() if name not in IMPACT_SIGNED}
        if vals.get("impact"):
            return {**vals, "impact_by_id": self.env.user.id, "impact_on": fields.Datetime.now()}
        return {**vals, **dict.fromkeys(IMPACT_SIGNED, False)} if "impact" in vals else vals

    @api.constrains("complaint_id", "certificate_id")
    def _check_company_of_certificate(self):
        for link in self:
            if link.complaint_id.company_id != link.certificate_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Certificate %(certificate)s belongs to another company than complaint "
                        "%(complaint)s. Choose a certificate of the same company.",
                        certificate=link.certificate_id.display_name,
                        complaint=link.complaint_id.display_name,
                    )
                )

    def _with_registered_certificate(self, vals):
        facts = {name: value for name, value in vals.items() if self._fields[name].related}
        own = {name: value for name, value in vals.items() if name not in facts}
        if own.get("certificate_id"):
            return own
        certificates = self.env["lab.certificate"]
        complaint = self.env["lab.complaint"].browse(own.get("complaint_id"))
        company = complaint.company_id or self.env.company
        certificate = certificates._registered(
            company, facts.get("name"), facts.get("version") or "1"
        ) or certificates.create({"company_id": company.id, **facts})
        return {**own, "certificate_id": certificate.id}
