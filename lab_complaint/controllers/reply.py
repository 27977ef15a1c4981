from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.lab_complaint_asking import REPLY_PATH
from .public_page import PUBLIC_PAGE, PublicPage

# The page of one question.
QUESTION_URL = f"{REPLY_PATH}/<string:token>"


class Reply(PublicPage, http.Controller):
    """Where complainants say by a link whether they accept the answer (ISO 10002:2018, 8.3).

    Whoever has the link sees the question and the number of the case, and nothing of it.
    """

    @http.route(QUESTION_URL, methods=["GET"], **PUBLIC_PAGE)
    def show(self, token, **_query):
        """The question, or that the link is not valid. Nothing is recorded by looking at it:
        mail systems follow links."""
        question = self._find(token)
        return self._page_question(question) if question else self._page_invalid()

    @http.route(QUESTION_URL, methods=["POST"], **PUBLIC_PAGE)
    def take(self, token, **posted):
        """Take the reply; what is missing is said on the same page."""
        question = self._find(token)
        if not question:
            return self._page_invalid()
        reply = self._typed_reply(posted)
        try:
            question.complaint_id._take_reply(**reply)
        except UserError as error:
            return self._page_question(question, typed=reply, reply_error=str(error))
        return self._written(f"{REPLY_PATH}/thanks")

    @http.route(f"{REPLY_PATH}/thanks", **PUBLIC_PAGE)
    def thanks(self, **_query):
        """What is shown after the reply."""
        return self._page("lab_complaint.reply_thanks", {})

    def _find(self, token):
        return request.env["lab.complaint.communication"]._find_question(token)

    def _page_question(self, question, **typed):
        complaint = question.complaint_id
        return self._page(
            "lab_complaint.reply_question",
            {
                "number": complaint.name,
                "reply": {**complaint._status_reply(), "said": ""},
                "reply_action": request.httprequest.path,
                "res_company": complaint.company_id,
                **typed,
            },
        )

    def _page_invalid(self):
        return self._page("lab_complaint.reply_invalid", {}, 404)
