from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_query_attempt import WINDOW
from .lab_complaint_stage import ENDED_STATES
from .lab_complaint_uploads import clean_text

LONGEST_REPLY = 5000
REPLIES = ("accepted", "not_accepted")
SCORES = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neutral"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]


class LabComplaint(models.Model):
    """What complainants themselves say of the answer, and of how they were treated.

    A reply is a call-back without a call; satisfaction with the handling is asked for apart
    from the result (ISO 10002:2018, 8.3).
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    handling_score = fields.Selection(
        SCORES,
        "Rating of the Handling",
        compute="_compute_handling_rating",
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
        help="How the complainant was satisfied with the way the complaint was handled, whatever "
        "its result; the last reply counts.",
    )
    handling_words = fields.Text(
        "Words with the Rating",
        compute="_compute_handling_rating",
        groups="lab_complaint.group_officer,lab_complaint.group_auditor",
    )

    @api.depends("rating_ids.rating", "rating_ids.feedback")
    def _compute_handling_rating(self):
        for complaint in self:
            last = complaint.sudo().rating_ids.filtered("consumed").sorted("id")[-1:]
            complaint.handling_score = str(int(last.rating)) if last else False
            complaint.handling_words = last.feedback

    # --- read ---

    def _reply_obstacle(self):
        """Why the complainant of one case cannot reply to the answer: text, empty when they can."""
        if self.state in ENDED_STATES:
            return self.env._(
                "The handling of this complaint has ended. If you do not agree with the answer, "
                "write us a message: you can appeal against it."
            )
        if not self.is_outcome_told:
            return self.env._("There is no answer yet that you could reply to.")
        return ""

    def _status_reply(self):
        """What the complainant of one case is asked of the answer.

        :return: dictionary of texts and lists; empty while there is no answer
        """
        if not self.is_outcome_told:
            return {}
        return {
            "obstacle": self._reply_obstacle(),
            "said": self._status_said(),
            "scores": self._fields["handling_score"]._description_selection(self.env),
        }

    def _status_said(self):
        """The last reply of the complainant of one case, in words."""
        last = self.communication_ids.filtered(
            lambda said: said.is_current and said._is_reply()
        ).sorted("id")[-1:]
        if not last:
            return ""
        day = self._status_day(last.told_on)
        if last.acceptance == "accepted":
            return self.env._("On %s you accepted our answer.", day)
        return self.env._("On %s you did not accept our answer.", day)

    # --- write ---

    def _take_reply(self, acceptance, summary="", score=None):
        """Record what the complainant of one case replies to the answer. Each reply is kept;
        the last one counts.

        :param acceptance: `accepted` or `not_accepted`
        :param summary: the complainant's words
        :param score: satisfaction with the handling, 1 (very dissatisfied) to 5 (very
            satisfied), or nothing
        :raise UserError: when there is no answer yet, the handling has ended, there were too
            many replies, or what is said is incomplete
        """
        summary = clean_text(self.env, summary, LONGEST_REPLY)
        self._check_reply(acceptance, score)
        attempts = self.env["lab.complaint.query.attempt"]
        if attempts._are_too_many(reply=self.id):
            raise UserError(
                self.env._("There were many replies. Please wait %s minutes.", WINDOW.seconds // 60)
            )
        attempts._count(reply=self.id)
        # Not by the user: who complains of their own laboratory may be logged in.
        case = self.with_user(SUPERUSER_ID).with_context(lang=self.company_id.partner_id.lang)
        case.action_record_callback(acceptance, "portal", summary)
        if score:
            case._rate_handling(score, summary)
        # What is computed at the end of a request is written in the name of its user.
        case.env.flush_all()

    def _check_reply(self, acceptance, score):
        obstacle = self._reply_obstacle()
        if obstacle:
            raise UserError(obstacle)
        if acceptance not in REPLIES:
            raise UserError(self.env._("Choose whether you accept our answer."))
        if score not in (None, 1, 2, 3, 4, 5):
            raise UserError(self.env._("Choose one of the five steps, or none."))

    def _rate_handling(self, score, words):
        """Keep the rating without a name and without a link: who rates is who complained, whom
        the case shows to those who may know (ISO/IEC 17025:2017, 4.2)."""
        self._recording().env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "rating": score,
                "feedback": words,
                "consumed": True,
                "access_token": False,
            }
        )

    def _take_acceptance(self, said):
        """Take over what a call-back says; the officer learns what was replied without a call."""
        result = super()._take_acceptance(said)
        if said._is_reply() and said.acceptance == "accepted":
            said._ask_officer(
                self.env._("The complainant accepts the answer"),
                self.env._("Close the case when all that was decided is done."),
            )
        return result


class LabComplaintCommunication(models.Model):
    """What complainants reply themselves is shown to them; remarks on a call are not."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _is_reply(self):
        """Whether this single one was written by the complainant: nobody of the laboratory can
        record one in that name."""
        return self.kind == "callback" and self.way == "portal" and self.user_id.id == SUPERUSER_ID

    def _status_title(self):
        if not self._is_reply():
            return super()._status_title()
        if self.acceptance == "accepted":
            return self.env._("Your reply: accepted")
        return self.env._("Your reply: not accepted")

    def _status_words(self):
        return self.summary if self._is_reply() else super()._status_words()
