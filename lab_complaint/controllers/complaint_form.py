from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..models.lab_complaint_querying import STATUS_PATH
from ..models.lab_complaint_web import LONGEST, ROLES
from ..models.lab_complaint_web_form import WebFormError
from ..models.res_company import WEB_FORM_PATH
from .case_access import CaseAccess
from .public_page import LARGEST_POST, PUBLIC_PAGE, PublicPage

DONE_PATH = f"{WEB_FORM_PATH}/done"
TYPED = (
    *LONGEST,
    "complainant_role",
    "disclosure_consent",
    "homepage",
    "is_anonymous",
    "laboratory",
    "token",
)
# Going back in the browser shows what was typed, where the page itself is not to be kept.
FORM_CACHE = "private, no-cache"


class ComplaintForm(CaseAccess, PublicPage, http.Controller):
    """Where anybody makes a complaint, without a login (ISO/IEC 17025:2017, 7.9.1).

    Whatever is wrong with what was sent, the form comes back with everything that was typed.
    """

    @http.route(WEB_FORM_PATH, methods=["GET"], **PUBLIC_PAGE)
    def show(self, **_query):
        """The empty form; not found where no laboratory wants it."""
        return self._page_form(dict.fromkeys(TYPED, ""))

    # An expired session is answered here, with what was typed: Odoo's own answer drops it.
    @http.route(
        WEB_FORM_PATH, methods=["POST"], csrf=False, max_content_length=LARGEST_POST, **PUBLIC_PAGE
    )
    def send(self, csrf_token=None, change_language=None, **posted):
        """Take the complaint, or show the form again, in another language or with what is wrong."""
        typed = self._texts(posted, *TYPED)
        if change_language:
            return self._page_form(typed)
        try:
            return self._take(typed, csrf_token)
        except WebFormError as refusal:
            if refusal.is_form_spent:
                typed["token"] = ""
            return self._page_form({**typed, "homepage": ""}, refusal)

    @http.route(DONE_PATH, methods=["GET"], **PUBLIC_PAGE)
    def done(self, **_query):
        """Number, code and promises, for the browser that made the complaint."""
        complaint, secret = self._complaint(), self._remembered("secret")
        if not (complaint and secret):
            return request.redirect(STATUS_PATH)
        return self._page(
            "lab_complaint.web_form_done",
            {
                "number": complaint.name,
                "code": request.env["lab.complaint.query.code"]._code_of(secret),
                "status": complaint._status(),
                "res_company": complaint.company_id,
            },
        )

    def _take(self, typed, csrf_token):
        """
        :raise WebFormError: when it is not taken
        """
        if not request.validate_csrf(csrf_token):
            raise WebFormError(
                request.env._(
                    "This page was open for a long time. Nothing you typed is lost: check it and "
                    "press Send once more."
                ),
                status=400,
            )
        company = self._laboratory(typed["laboratory"])
        if not company:
            message = request.env._("Choose the laboratory that you complain about.")
            raise WebFormError(message, errors={"laboratory": message})
        # In nobody's name: who is logged in at the browser may be the complainant.
        intake = request.env["lab.complaint"].with_user(SUPERUSER_ID).with_company(company)
        code = intake._take_web_form(
            company, typed["token"], request.httprequest.remote_addr, typed, self._files()
        )
        self._let_in(code, secret=intake.env["lab.complaint.web.form"]._secret(typed["token"]))
        return request.redirect(DONE_PATH)

    def _laboratory(self, chosen):
        """The only company with the form, or the chosen one: single res.company or empty."""
        laboratories = self._laboratories()
        if len(laboratories) <= 1:
            return laboratories
        return laboratories.filtered(lambda company: str(company.id) == chosen)

    def _page_form(self, typed, refusal=None):
        laboratories = self._laboratories()
        if not laboratories:
            raise request.not_found()
        company = self._laboratory(typed["laboratory"])
        response = self._page(
            "lab_complaint.web_form",
            {
                "company": company,
                "errors": refusal.errors if refusal else {},
                "laboratories": laboratories,
                "longest": LONGEST,
                "refusal": refusal and str(refusal),
                "roles": self._roles(),
                "status_path": STATUS_PATH,
                "token": typed["token"] or request.env["lab.complaint.web.form"]._issue(),
                "typed": typed,
                **self._files_values(),
                **({"res_company": company} if company else {}),
            },
            refusal.http_status if refusal else 200,
        )
        response.headers["Cache-Control"] = FORM_CACHE
        return response

    def _roles(self):
        """Who may complain, as people call themselves: list of (value, label)."""
        labels = {
            "customer": request.env._("Customer: I ordered the work"),
            "end_user": request.env._("User of a report or certificate"),
            "regulator": request.env._("Regulator"),
            "accreditation_body": request.env._("Accreditation body"),
            "public": request.env._("Somebody else"),
        }
        return [(role, labels[role]) for role in ROLES]
