import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .public_page import PUBLIC_PAGE, PublicPage

_logger = logging.getLogger(__name__)
URL = "/complaints/approval"
# The page of one invitation.
INVITATION_URL = f"{URL}/<int:approval_id>/<string:token>"


class ExternalApproval(PublicPage, http.Controller):
    """Where a person from outside reads the case and decides (ISO/IEC 17025:2017, 7.9.6)."""

    @http.route(INVITATION_URL, methods=["GET"], **PUBLIC_PAGE)
    def show(self, approval_id, token, **_query):
        """The case with the form, or that the link is not valid."""
        approval = self._find(approval_id, token)
        return self._page_form(approval) if approval else self._page_invalid()

    @http.route(INVITATION_URL, methods=["POST"], **PUBLIC_PAGE)
    def decide(self, approval_id, token, **posted):
        """Take the decision; what is missing is said on the same page."""
        approval = self._find(approval_id, token)
        if not approval:
            return self._page_invalid()
        answer = self._texts(posted, "verdict", "signer", "comment", "signature")
        try:
            values = approval._clean_answer(**answer)
        except UserError as error:
            return self._page_form(approval, answer, str(error))
        try:
            with request.env.cr.savepoint():
                approval._decide(values)
        except UserError as error:
            # The reason may name people of the laboratory: it is for the log.
            _logger.warning("External approval %s was not recorded: %s", approval_id, error)
            message = request.env._(
                "The laboratory cannot record your decision at the moment. Please try again later, "
                "or answer the message with the link."
            )
            return self._page_form(approval, answer, message)
        return request.redirect(f"{URL}/thanks")

    @http.route(f"{URL}/thanks", **PUBLIC_PAGE)
    def thanks(self, **_query):
        """What is shown after the decision."""
        return self._page("lab_complaint.external_approval_thanks", {})

    def _find(self, approval_id, token):
        approvals = request.env["lab.complaint.external.approval"]
        # Nobody of the laboratory decides in the place of the person outside.
        if request.env.user._is_internal():
            return approvals.browse()
        approval = approvals._find_open(approval_id, token)
        # In the language of the reader, not of the superuser.
        return approval.with_context(lang=request.env.lang)

    def _page_form(self, approval, answer=None, error=None):
        return self._page(
            "lab_complaint.external_approval_form",
            {
                "approval": approval,
                "sections": approval.decision_id._external_dossier(),
                "answer": answer or {"signer": approval.name},
                "error": error,
                "res_company": approval.company_id,
            },
        )

    def _page_invalid(self):
        return self._page("lab_complaint.external_approval_invalid", {}, 404)
