from odoo import api, fields, models

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES

# What ends the matter for the authority.
ANSWERS = ("outcome", "not_accepted")


class LabComplaint(models.Model):
    """What the authority is told of a case, besides the complainant: one answer to each, and one
    for both where they are the same."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    authority_answer_kind = fields.Char(
        compute="_compute_authority_answer_kind",
        groups=HANDLERS,
        help="Kind of communication that the authority waits for.",
    )
    is_authority_acknowledged = fields.Boolean(
        compute="_compute_authority_answer_kind", groups=HANDLERS
    )

    @api.depends(
        "authority_communication_ids.is_given",
        "authority_communication_ids.delivery_state",
        "authority_part",
        "decision_ids.state",
        "reopen_count",
        "responsibility",
        "state",
    )
    def _compute_authority_answer_kind(self):
        for complaint in self:
            complaint.authority_answer_kind = complaint.sudo()._awaited_by_authority()
            complaint.is_authority_acknowledged = bool(complaint.authority_part) and any(
                said.kind == "acknowledgement" and said.is_given
                for said in complaint.authority_communication_ids
            )

    @api.depends("authority_part", "state")
    def _compute_untold_kinds(self):
        """Whose complaint was forwarded may turn out after the receipt was acknowledged."""
        result = super()._compute_untold_kinds()
        for complaint in self.filtered(
            lambda complaint: (
                complaint.authority_part == "forwarded"
                and complaint.state not in ("received", *ENDED_STATES)
            )
        ):
            kinds = (complaint.untold_kinds or "").split()
            given = complaint._said_to("complainant").filtered("is_given").mapped("kind")
            if "acknowledgement" not in [*kinds, *given]:
                complaint.untold_kinds = " ".join(["acknowledgement", *kinds])
        return result

    def write(self, vals):
        """Change complaints; what an authority was told while it was taken for the complainant
        is not told to whoever the complainant turns out to be."""
        raised = self.filtered(lambda complaint: complaint.authority_part == "raised")
        result = super().write(vals)
        raised.filtered(
            lambda complaint: complaint.authority_part == "forwarded"
        )._readdress_to_authority()
        return result

    def _readdress_to_authority(self):
        for complaint in self.sudo():
            # What is kept, for what is shown of it may be just being written.
            name = complaint.identity_name or complaint.identity_partner_id.name
            told = complaint.communication_ids.filtered(
                lambda said, name=name: said.recipient_name != name
            )
            if not told:
                continue
            told._write_delivery({"addressed_to": "authority"})
            # The lists hold what they held before the addressee changed.
            complaint.invalidate_recordset()
            if complaint.has_query_code:
                # Whoever has the code could read on as the complainant: nobody gets this one.
                self.env["lab.complaint.query.code"]._renew(complaint)
            complaint._message_log(
                body=self.env._(
                    "What was told so far went to the authority: it does not count as told to the "
                    "complainant, and the query code is void."
                )
            )

    def _awaited_by_authority(self):
        """Which answer is decided in one case and was not given to the authority yet.

        :return: key of `kind` of a communication, False when there is none
        """
        if self.authority_part != "forwarded" or self._answers_to_authority():
            return False
        outcome = self._outcome_in_force() and "outcome"
        kind = "not_accepted" if self.responsibility == "not_ours" else outcome
        came_back = kind and self._is_undelivered(kind, addressed_to="authority")
        return kind if kind and (came_back or self.state not in ENDED_STATES) else False

    def _said_to(self, addressed_to):
        """What was said of one case, or is about to be.

        :param addressed_to: key of that field of a communication
        :return: lab.complaint.communication as superuser
        """
        complaint = self.sudo()
        if addressed_to == "authority":
            return complaint.authority_communication_ids
        return complaint.communication_ids

    def _answers_to_authority(self):
        """Answers in this handling of one case that have reached the authority.

        :return: lab.complaint.communication as superuser
        """
        told = self._said_to("complainant" if self.authority_part == "raised" else "authority")
        return told.filtered(
            lambda said: said.kind in ANSWERS and said.is_given and said.is_current
        )
