from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .lab_complaint_recorded_mixin import OPEN_AFTER_END


class LabComplaintEvidence(models.Model):
    """A fact gathered to judge whether a complaint is valid, and who verified it (7.9.4)."""

    _name = "lab.complaint.evidence"
    _description = "Complaint Evidence"
    _inherit = ["lab.complaint.part", "mail.thread"]
    _records_readonly = True
    _order = "id"
    _rec_name = "reference"
    _acting_fields = {"verified_by_id": "verified_on"}

    kind = fields.Selection(
        [
            ("certificate", "Certificate or report"),
            ("raw_record", "Raw record"),
            ("work_flow", "Work flow"),
            ("agreement", "Commission agreement"),
            ("environment", "Environmental conditions"),
            ("equipment", "Equipment"),
            ("interview", "Interview"),
            ("other", "Other"),
        ],
        required=True,
        default="certificate",
    )
    reference = fields.Char(
        required=True, help="Where it is found, such as the number of a record."
    )
    shows = fields.Text("What It Shows", required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    gathered_by_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    gathered_on = fields.Datetime(
        default=lambda self: fields.Datetime.now(), readonly=True, copy=False
    )
    verified_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", tracking=True
    )
    verified_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    replaces_id = fields.Many2one(
        "lab.complaint.evidence",
        "Corrects",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The earlier evidence that was wrong. It stays readable and no longer counts.",
    )
    replaced_by_ids = fields.One2many(
        "lab.complaint.evidence", "replaces_id", "Corrected by", readonly=True
    )
    is_replaced = fields.Boolean(compute="_compute_is_replaced", store=True)

    @api.depends("replaced_by_ids")
    def _compute_is_replaced(self):
        for evidence in self:
            evidence.is_replaced = bool(evidence.replaced_by_ids)

    @api.constrains("replaces_id", "complaint_id")
    def _check_replaces(self):
        if self._has_cycle("replaces_id"):
            raise ValidationError(
                self.env._("Evidence cannot correct itself: choose the earlier evidence.")
            )
        for evidence in self:
            if evidence.replaces_id and evidence.replaces_id.complaint_id != evidence.complaint_id:
                raise ValidationError(
                    self.env._(
                        "%(evidence)s belongs to another complaint. Choose the earlier evidence of "
                        "the same complaint.",
                        evidence=evidence.replaces_id.reference,
                    )
                )

    @api.constrains("reference", "shows")
    def _check_content(self):
        for evidence in self:
            if not evidence.reference.strip() or not evidence.shows.strip():
                raise ValidationError(
                    self.env._("Say where the evidence is found and what it shows.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Add evidence to open cases, gathered now by the user.

        :raise UserError: when it is said to be verified already, or the case has ended
        """
        evidence = super().create(vals_list)
        evidence._keep_files()
        return evidence

    def write(self, vals):
        """Change evidence until it is verified.

        :raise UserError: when it is verified: what was verified stays as it was
        """
        said = any(not name.startswith(OPEN_AFTER_END) for name in vals)
        if said and not self._is_recording():
            self._check_not_verified()
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_files()
        return result

    def action_verify(self):
        """Verify evidence as the user: it is what it is said to be, and shows what is said.

        Evidence whose verifier turned out to be involved is verified again by somebody else;
        the earlier verification stays in the log (ISO/IEC 17025:2017, 7.9.4 and 7.9.6).

        :return: True
        :raise AccessError: when the user neither leads nor investigates the case
        :raise ValidationError: when the user is involved in what the complaint is about
        :raise UserError: when it is verified already, or the case has ended
        """
        self.check_access("write")
        self.complaint_id._check_handled_by_me(self.env._("verifier"))
        for evidence in self:
            if evidence.verified_on and evidence.is_independent:
                evidence._refuse_verified()
        return self._record(
            {"verified_by_id": self.env.user.id, "verified_on": fields.Datetime.now()}
        )

    def _evidence(self):
        self.ensure_one()
        return self.verified_on, self.verified_by_id.name

    def _check_not_verified(self):
        for evidence in self:
            if evidence.verified_on:
                evidence._refuse_verified()

    def _refuse_verified(self):
        raise UserError(
            self.env._(
                "%(evidence)s is verified: it stays as it is. If it is wrong, add new evidence that "
                "corrects it.",
                evidence=self.reference,
            )
        )
