from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools.misc import hash_sign, verify_hash_signed

from .lab_complaint_communication_letter import SPOKEN_KINDS

REPLY_PATH = "/complaints/reply"
# A link signed for this purpose opens nothing else.
LINK_SCOPE = "lab_complaint.reply"


class LabComplaint(models.Model):
    """Complainants may be asked by email whether they accept the answer, instead of by phone."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    def action_ask_reply(self):
        """Send the complainants a link by which they say, without a login, whether they accept
        the answer and how they rate the handling (ISO 10002:2018, 8.3).

        The question is on record when the mail server took it; the reply is a call-back.

        :raise UserError: when there is no address, the outcome was not told, or the case ended
        :raise AccessError: for who may not tell complainants anything
        """
        questions = self.env["lab.complaint.communication"].create(
            [
                {"complaint_id": complaint.id, "kind": "callback", "way": "mail"}
                for complaint in self
            ]
        )
        return questions.action_send()


class LabComplaintCommunication(models.Model):
    """The question by email, and the link in it."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    reply_url = fields.Char(
        "Link to Reply", compute="_compute_reply_url", groups="lab_complaint.group_officer"
    )

    def _compute_reply_url(self):
        for said in self:
            said.reply_url = said._is_question() and f"{said.get_base_url()}{said._reply_path()}"

    def _reply_path(self):
        token = hash_sign(self.sudo().env, LINK_SCOPE, self._origin.id)
        return f"{REPLY_PATH}/{token}"

    def _is_question(self):
        """Whether this single one asks by email, where others record what was replied."""
        return self.kind == "callback" and self.delivery_state != "none" and not self.acceptance

    @api.model
    def _find_question(self, token):
        """The question that a link belongs to: the last one asked in this handling, while the
        complainant can reply to it.

        :return: single record in superuser mode, in the language of the environment; empty for
            every link that is not valid, whatever the reason
        """
        questions = self.with_user(SUPERUSER_ID)
        try:
            question_id = verify_hash_signed(questions.env, LINK_SCOPE, token)
        except ValueError:
            question_id = None
        asked = questions.browse(question_id or []).exists().complaint_id
        last = asked.communication_ids.filtered(
            lambda said: said.is_current and said._is_question()
        ).sorted("id")[-1:]
        return last.filtered(lambda said: said.id == question_id and not asked._reply_obstacle())

    def _template(self):
        if self.kind not in SPOKEN_KINDS:
            return super()._template()
        return self.env.ref("lab_complaint.mail_template_reply").sudo()

    def _check_callback(self):
        result = super()._check_callback()
        if self._is_question() and self.complaint_id._reply_obstacle():
            self._refuse(self.env._("the complainant is asked while the case stands in follow-up."))
        return result
