from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .lab_complaint import HANDLERS
from .lab_complaint_stage import ENDED_STATES

# The notice that a case ends with, and the state it ends in.
NOTICES = {"not_accepted": "not_accepted", "closure": "closed"}


class LabComplaint(models.Model):
    """What is said to the complainant, from receipt to the formal notice of the end."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    untold_kinds = fields.Char(
        compute="_compute_untold_kinds",
        groups=HANDLERS,
        help="Kinds of communication whose emails did not arrive, or that were decided and not "
        "told yet.",
    )

    @api.depends(
        "communication_ids.is_given",
        "communication_ids.delivery_state",
        "decision_ids.state",
        "reopen_count",
    )
    def _compute_untold_kinds(self):
        kinds = self.env["lab.complaint.communication"]._fields["kind"].get_values(self.env)
        for complaint in self:
            untold = [kind for kind in kinds if complaint._is_undelivered(kind)]
            extension = complaint._decision_told_by("extension")
            told = complaint.sudo().communication_ids.filtered("is_given").decision_id
            if extension - told and "extension" not in untold:
                untold.append("extension")
            complaint.untold_kinds = " ".join(untold)

    # --- what is said ---

    def action_acknowledge(
        self, way=None, summary=None, told_on=None, not_possible_reason=None, **letter
    ):
        """Acknowledge the receipt (ISO/IEC 17025:2017, 7.9.5); the case goes on to screening
        when nothing else is missing.

        :param way: `mail` (when left out), `letter`, `phone`, `visit` or `portal`
        :param summary: what is said besides the usual text
        :param told_on: naive UTC moment, now when left out; an email is told when it is sent
        :param not_possible_reason: why it cannot be told, instead of telling it
        :param letter: for an email or a letter on paper: `template_id`, `subject` and `body`
            instead of those of the template, `attachment_ids`; `addressed_to`: `authority` to
            tell the body that forwarded the complaint instead of the complainant
        :raise UserError: when there is no address, or the case has ended
        """
        return self._communicate(
            "acknowledgement", way, summary, told_on, not_possible_reason, **letter
        )

    def action_report_progress(
        self, way=None, summary=None, told_on=None, not_possible_reason=None, **letter
    ):
        """Tell how far the case is (7.9.5). Parameters as for `action_acknowledge`.

        :raise UserError: when nothing is said, there is no address, or the case has ended
        """
        return self._communicate("progress", way, summary, told_on, not_possible_reason, **letter)

    def action_send_extension(self, way=None, summary=None, told_on=None, **letter):
        """Tell that the answer takes longer, after that was decided. Parameters as for
        `action_acknowledge`.

        :raise UserError: when no extension was decided
        """
        return self._communicate("extension", way, summary, told_on, None, **letter)

    def action_send_outcome(
        self, way=None, summary=None, told_on=None, not_possible_reason=None, **letter
    ):
        """Tell the approved outcome (7.9.5, 7.9.6); the case goes on to the follow-up when
        nothing else is missing. Parameters as for `action_acknowledge`; in writing, the words
        are those that were approved.

        :raise UserError: when no outcome is in force, or a newer one is being drafted
        :raise ValidationError: when an involved person tells it
        """
        return self._communicate("outcome", way, summary, told_on, not_possible_reason, **letter)

    def action_send_not_accepted(
        self, way=None, summary=None, told_on=None, not_possible_reason=None, **letter
    ):
        """Give written notice that the complaint is not about our activities; the case ends
        with it when nothing else is missing. Parameters as for `action_acknowledge`.

        :param way: `mail` or `letter`
        :param summary: the reason, in words for the complainant
        :raise UserError: when that was not decided, or no reason is given
        """
        return self._communicate(
            "not_accepted", way, summary, told_on, not_possible_reason, **letter
        )

    def action_record_callback(self, acceptance, way="phone", summary=None, told_on=None):
        """Record whether the complainant accepts the answer; the last call-back counts.

        :param acceptance: `accepted`, `not_accepted` or `no_reply`
        :param way: as for `action_acknowledge`
        :param summary: what the complainant said
        :param told_on: naive UTC moment, now when left out
        :raise UserError: when the outcome was not told yet
        """
        return self._communicate("callback", way, summary, told_on, acceptance=acceptance)

    def action_close(
        self, way=None, summary=None, told_on=None, not_possible_reason=None, **letter
    ):
        """Give formal notice of the end and close (7.9.7). With an email, the case is closed
        when the mail server has taken it. Parameters as for `action_acknowledge`.

        :raise UserError: naming all that is missing; nothing is sent then
        """
        return self._communicate("closure", way, summary, told_on, not_possible_reason, **letter)

    def action_appeal(self, description, **values):
        """Log that the complainant appeals against the decision on this single case.

        :param description: the complainant's words
        :param values: further fields of the appeal, such as `channel_id`
        :return: action that opens the appeal, its id as `res_id`
        :raise UserError: when there is no outcome to appeal against
        """
        self.ensure_one()
        if not self.is_outcome_told and self.state not in ENDED_STATES:
            raise UserError(
                self.env._(
                    "%s: there is no decision to appeal against yet. Note what the complainant "
                    "says.",
                    self.display_name,
                )
            )
        return self._action_open(
            self.create({**self._appeal_values(), **values, "description": description})
        )

    def _communicate(self, kind, way, summary, told_on=None, not_possible_reason=None, **values):
        letters = self.env["lab.complaint.communication"]
        for complaint in self:
            said = letters.create(
                {
                    **values,
                    **complaint._way_values(kind, way, told_on, not_possible_reason),
                    "complaint_id": complaint.id,
                    "kind": kind,
                    "summary": summary,
                }
            )
            if said.way == "mail" and not said.is_given:
                said.action_send()
        return True

    def _way_values(self, kind, way, told_on, not_possible_reason):
        if (not_possible_reason or "").strip():
            return {"not_possible_reason": not_possible_reason}
        if kind != "callback" and way in (None, False, "mail"):
            return {"way": "mail", "told_on": told_on}
        return {"way": way, "told_on": told_on or fields.Datetime.now()}

    def _appeal_values(self):
        copied = [
            "company_id",
            "customer_id",
            "order_id",
            "partner_id",
            "complainant_name",
            "complainant_email",
            "complainant_phone",
            "complainant_role",
            "is_anonymous",
            "disclosure_consent",
            "category_id",
            "severity",
            "channel_id",
            "user_id",
            "department_ids",
            "involved_employee_ids",
            "order_line_ids",
        ]
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in copied}
        return {
            **values,
            "kind": "appeal",
            "origin_id": self.id,
            "subject": self.env._("Appeal against %s", self.name),
            "certificate_ids": [
                fields.Command.create({"certificate_id": link.certificate_id.id, "role": link.role})
                for link in self.certificate_ids
            ],
        }

    # --- what it is said on ---

    def _recipient(self, addressed_to="complainant"):
        """Name and address of whom one case is told.

        :param addressed_to: key of that field of a communication
        """
        complaint = self.sudo()
        partner = complaint._recipient_partner(addressed_to)
        if addressed_to == "authority":
            return {"recipient_name": partner.name, "recipient_email": partner.email}
        return {
            "recipient_name": complaint.complainant_name or partner.name,
            "recipient_email": complaint.complainant_email or partner.email,
        }

    def _has_address(self, addressed_to="complainant"):
        """Whether who is told of one case can be written to by email."""
        return bool(email_normalize(self._recipient(addressed_to)["recipient_email"] or ""))

    def _unsaved_communication(self, kind, addressed_to="complainant", **values):
        """What would be said now about one case.

        :return: lab.complaint.communication that is not kept
        """
        return self.env["lab.complaint.communication"].new(
            {
                **self._recipient(addressed_to),
                "complaint_id": self.id,
                "addressed_to": addressed_to,
                "kind": kind,
                "decision_id": self._decision_told_by(kind).id,
                **values,
            }
        )

    def _decision_told_by(self, kind):
        """The decision on one case that a communication of a kind tells.

        :return: lab.complaint.decision, empty when there is none in force
        """
        if kind == "outcome":
            return self._outcome_in_force()
        wanted = {"extension": "extension", "not_accepted": "screening"}.get(kind)
        return (
            self.sudo()
            .decision_ids.filtered(
                lambda decision: (
                    decision.kind == wanted and decision.state == "approved" and decision.is_current
                )
            )
            .sorted("id")[-1:]
        )

    def _is_undelivered(self, kind, besides=None, addressed_to="complainant"):
        """Whether mails of a kind were sent for one case and none of them arrived."""
        notices = self._said_to(addressed_to).filtered(
            lambda said: said.kind == kind and said.is_current and said != besides
        )
        return not any(notices.mapped("is_given")) and any(
            said.delivery_state in ("bounced", "failed") for said in notices
        )

    def _check_ready_to_close(self):
        """Refuse the notice of the end while anything but the notice is missing in one case.

        :raise UserError: naming all that is missing
        """
        lines = [requirement._remedy_line() for requirement in self._missing_besides_notice()]
        if not self.is_outcome_told:
            lines.append(
                self.env._("Tell the complainant the outcome, or record why it is not possible.")
            )
        if lines:
            raise UserError(
                self.env._(
                    "%(complaint)s cannot be closed yet; the complainant was not told anything:\n"
                    "%(missing)s",
                    complaint=self.display_name,
                    missing="\n".join(f"• {line}" for line in dict.fromkeys(lines)),
                )
            )

    def _missing_besides_notice(self):
        """Requirements for the end of one case that the notice of the end does not meet."""
        notice = self.env["lab.complaint.communication"].new(
            {
                "complaint_id": self.id,
                "kind": "closure",
                "round": self.reopen_count,
                "not_possible_reason": self.name,
            }
        )
        return self._missing_for("closed").filtered(
            lambda requirement: (
                not all(
                    condition.field_expr == "communication_ids"
                    and condition.operator == "any"
                    and notice.filtered_domain(condition.value)
                    for condition in requirement._parsed("domain").iter_conditions()
                )
            )
        )

    def _go_on_to(self, state):
        """Move one case to a state, when nothing is missing for it; data files do so by
        themselves, with the day."""
        if not self._is_loading_data() and not self._missing_for(state):
            self.write({"stage_id": self._first_stage(state).id})
