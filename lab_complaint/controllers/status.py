from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.lab_complaint_querying import STATUS_PATH
from ..models.res_company import WEB_FORM_PATH
from .case_access import SESSION_KEY, CaseAccess
from .public_page import LARGEST_POST, PUBLIC_PAGE, PublicPage
from .replica import may_lag


class Status(CaseAccess, PublicPage, http.Controller):
    """Where complainants see how their case stands and write to the laboratory (7.9.5).

    Whoever has number and code is the complainant, logged in or not. Nothing here tells
    whether a case exists.
    """

    @http.route(STATUS_PATH, methods=["GET"], readonly=may_lag, **PUBLIC_PAGE)
    def show(self, number=None, **_query):
        """The case this browser has the code of, or the form that asks for it."""
        complaint = self._complaint()
        return self._page_case(complaint) if complaint else self._page_form({"number": number})

    @http.route(STATUS_PATH, methods=["POST"], **PUBLIC_PAGE)
    def enter(self, **posted):
        """Take number and code; one answer for all that do not lead to a case."""
        typed = self._texts(posted, "number", "code")
        code = self._try(**typed)
        if not code:
            return self._page_form(typed, is_refused=True)
        self._let_in(code)
        return request.redirect(STATUS_PATH)

    @http.route(
        f"{STATUS_PATH}/message", methods=["POST"], max_content_length=LARGEST_POST, **PUBLIC_PAGE
    )
    def take_message(self, **posted):
        """Take a message to the laboratory; what is wrong with it is said on the page."""
        complaint = self._complaint()
        if not complaint:
            return request.redirect(STATUS_PATH)
        text = self._texts(posted, "message")["message"]
        try:
            complaint._take_status_message(text, self._files())
        except UserError as error:
            return self._page_case(complaint, message=text, error=str(error))
        return self._written(f"{STATUS_PATH}?sent=1")

    @http.route(f"{STATUS_PATH}/reply", methods=["POST"], **PUBLIC_PAGE)
    def take_reply(self, **posted):
        """Take whether the complainant accepts the answer; what is missing is said on the page."""
        complaint = self._complaint()
        if not complaint:
            return request.redirect(STATUS_PATH)
        reply = self._typed_reply(posted)
        try:
            complaint._take_reply(**reply)
        except UserError as error:
            return self._page_case(complaint, typed=reply, reply_error=str(error))
        return self._written(f"{STATUS_PATH}?replied=1")

    @http.route(f"{STATUS_PATH}/leave", methods=["POST"], **PUBLIC_PAGE)
    def leave(self, **_posted):
        """End the access of this browser."""
        request.session.pop(SESSION_KEY, None)
        return request.redirect(STATUS_PATH)

    @http.route(
        f"{STATUS_PATH}/letter/<int:letter_id>", methods=["GET"], readonly=may_lag, **PUBLIC_PAGE
    )
    def letter(self, letter_id, **_query):
        """A letter of the case this browser has the code of, to download."""
        complaint = self._complaint()
        return self._page_letter(complaint, letter_id) or request.redirect(STATUS_PATH)

    @http.route(
        f"{STATUS_PATH}/file/<int:file_id>", methods=["GET"], readonly=may_lag, **PUBLIC_PAGE
    )
    def file(self, file_id, **_query):
        """A file that went with a message, in either direction, to download."""
        return self._page_file(self._complaint(), file_id) or request.redirect(STATUS_PATH)

    # --- who is there ---

    def _try(self, number, code):
        """What number and code lead to, unless too much was tried from here or on this number.

        :return: lab.complaint.query.code, possibly empty
        """
        codes = request.env["lab.complaint.query.code"].with_user(SUPERUSER_ID)
        attempts = request.env["lab.complaint.query.attempt"].with_user(SUPERUSER_ID)
        tried = {
            "address": request.httprequest.remote_addr,
            "number": codes._typed_number(number).upper(),
        }
        if attempts._are_too_many(**tried):
            return codes.browse()
        found = codes._find(number, code)
        if not found:
            attempts._count(**tried)
        return found

    # --- what is shown ---

    def _page_form(self, typed, is_refused=False):
        return self._page(
            "lab_complaint.status_form",
            {
                "number": typed["number"],
                "is_refused": is_refused,
                "form_path": WEB_FORM_PATH if self._laboratories() else None,
            },
        )

    def _page_case(self, complaint, **typed):
        values = self._case_values(complaint, STATUS_PATH, **typed)
        return self._page("lab_complaint.status_case", values)
