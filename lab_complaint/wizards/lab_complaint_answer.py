from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.lab_complaint_communication import ACCEPTANCES, ADDRESSEES, WAYS
from ..models.lab_complaint_communication_authority import AUTHORITY_KINDS

METHODS = {
    "acknowledgement": "action_acknowledge",
    "progress": "action_report_progress",
    "extension": "action_send_extension",
    "outcome": "action_send_outcome",
    "not_accepted": "action_send_not_accepted",
    "callback": "action_record_callback",
    "closure": "action_close",
}


class LabComplaintAnswer(models.TransientModel):
    """Ask what is said to whom and in which way, then have the case do it."""

    _name = "lab.complaint.answer"
    _description = "Tell the Complainant"
    _inherit = ["lab.complaint.dialog.mixin"]

    complaint_id = fields.Many2one("lab.complaint", required=True, readonly=True)
    kind = fields.Selection(
        lambda self: self.env["lab.complaint.communication"]._fields["kind"].selection,
        required=True,
        readonly=True,
    )
    addressed_to = fields.Selection(ADDRESSEES, "To", required=True, default="complainant")
    is_addressee_chosen = fields.Boolean(compute="_compute_is_addressee_chosen")
    way = fields.Selection(WAYS, compute="_compute_way", store=True, readonly=False)
    is_impossible = fields.Boolean("Not Possible")
    not_possible_reason = fields.Text("Why It Is Not Possible")
    told_on = fields.Datetime(default=lambda self: fields.Datetime.now())
    summary = fields.Text("What Is Said")
    acceptance = fields.Selection(ACCEPTANCES, "The Complainant's Reply")
    recipient = fields.Char(compute="_compute_recipient")
    is_written = fields.Boolean(compute="_compute_is_written")
    template_id = fields.Many2one(
        "mail.template",
        "Text",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        domain="[('complaint_letter_kind', '=', kind),"
        " ('complaint_letter_addressee', '=', addressed_to)]",
    )
    subject = fields.Char(compute="_compute_letter", store=True, readonly=False)
    body = fields.Html(compute="_compute_letter", store=True, readonly=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("complaint_id", "kind")
    def _compute_is_addressee_chosen(self):
        """Whether an authority may be told instead of the complainant."""
        for answer in self:
            answer.is_addressee_chosen = (
                answer.kind in AUTHORITY_KINDS and answer.complaint_id.authority_part == "forwarded"
            )

    @api.depends("addressed_to")
    def _compute_template_id(self):
        """The usual text: one for somebody else does not fit."""
        self.template_id = False

    @api.depends("complaint_id", "kind", "addressed_to")
    def _compute_way(self):
        for answer in self:
            if answer.kind == "callback":
                answer.way = "phone"
            else:
                answer.way = (
                    "mail" if answer.complaint_id._has_address(answer.addressed_to) else "letter"
                )

    @api.depends("complaint_id", "addressed_to")
    def _compute_recipient(self):
        for answer in self:
            recipient = answer.complaint_id._recipient(answer.addressed_to)
            answer.recipient = " ".join(filter(None, recipient.values()))

    @api.depends("kind", "way", "is_impossible")
    def _compute_is_written(self):
        for answer in self:
            answer.is_written = not answer.is_impossible and answer._unsaved()._is_letter()

    @api.depends(
        "complaint_id", "kind", "addressed_to", "way", "summary", "template_id", "is_impossible"
    )
    def _compute_letter(self):
        for answer in self:
            said = answer._unsaved()
            written = not answer.is_impossible and said._is_letter()
            answer.subject, answer.body = said._rendered() if written else (False, False)

    def _unsaved(self):
        """What this single dialog would have said.

        :return: lab.complaint.communication that is not kept
        """
        return self.complaint_id._unsaved_communication(
            self.kind,
            addressed_to=self.addressed_to,
            way=self.way,
            summary=self.summary,
            template_id=self.template_id.id,
            user_id=self.env.uid,
        )

    def action_confirm(self):
        """Tell it, or record why that is not possible.

        :raise UserError: when the case is not ready for it
        """
        self.ensure_one()
        getattr(self.complaint_id, METHODS[self.kind])(**self._arguments())
        return {"type": "ir.actions.act_window_close"}

    def _arguments(self):
        to = {"addressed_to": "authority"} if self.addressed_to == "authority" else {}
        if self.is_impossible:
            if not (self.not_possible_reason or "").strip():
                raise UserError(self.env._("Say why it is not possible."))
            return {**to, "not_possible_reason": self.not_possible_reason}
        arguments = {**to, "way": self.way, "summary": self.summary}
        if self.kind == "callback":
            arguments["acceptance"] = self.acceptance
        elif self.attachment_ids and (self.is_written or self.way == "portal"):
            arguments["attachment_ids"] = [Command.set(self.attachment_ids.ids)]
        if self.is_written:
            arguments |= {
                "subject": self.subject,
                "body": self.body,
                "template_id": self.template_id.id,
            }
        if self.way != "mail" or self.kind == "callback":
            arguments["told_on"] = self.told_on
        return arguments
