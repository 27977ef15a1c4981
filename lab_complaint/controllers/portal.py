from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.lab_complaint_portal import LONGEST_REFERENCE, LONGEST_WORDS
from ..models.lab_complaint_stage import ENDED_STATES
from .public_page import LARGEST_POST, PublicPage
from .replica import may_lag

PATH = "/my/complaints"
CASE = f"{PATH}/<int:complaint_id>"
# Options of each route: for who is logged in.
PORTAL_PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
PER_PAGE = 20


class ComplaintHome(CustomerPortal):
    """The entry on the first page of the portal."""

    @http.route(readonly=may_lag)
    def counters(self, counters, **kw):
        """The numbers of that page; a first complaint is counted at once."""
        return super().counters(counters, **kw)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            complaints = request.env["lab.complaint"].sudo()
            followed = complaints._of_portal_user(request.env.user)
            values["complaint_count"] = complaints.search_count(followed)
        return values


class ComplaintPortal(PublicPage, http.Controller):
    """Where customers log complaints, follow them and say whether they accept the answer.

    They read through `_of_portal_user` of the models, and have no rights of their own.
    """

    # --- the list ---

    @http.route([PATH, f"{PATH}/page/<int:page>"], methods=["GET"], readonly=may_lag, **PORTAL_PAGE)
    def show_list(self, page=1, sortby="newest", filterby="all", **_query):
        """The cases the user follows."""
        sortings, filters = self._sortings(), self._filters()
        sortby = sortby if sortby in sortings else "newest"
        filterby = filterby if filterby in filters else "all"
        domain = self._followed() & filters[filterby]["domain"]
        pages = pager(
            url=PATH,
            total=self._complaints().search_count(domain),
            page=page,
            step=PER_PAGE,
            url_args={"sortby": sortby, "filterby": filterby},
        )
        complaints = self._complaints().search(
            domain, order=sortings[sortby]["order"], limit=PER_PAGE, offset=pages["offset"]
        )
        own = self._own_orders()
        values = {
            "page_name": "complaint",
            "complaints": [
                {**one._status_line(), "order": (one.order_id & own).name} for one in complaints
            ],
            "has_complaints": bool(self._complaints().search_count(self._followed(), limit=1)),
            "pager": pages,
            "default_url": PATH,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return self._page("lab_complaint.portal_complaints", values)

    def _sortings(self):
        return {
            "newest": {"label": request.env._("Newest"), "order": "received_on desc, id desc"},
            "oldest": {"label": request.env._("Oldest"), "order": "received_on, id"},
            "number": {"label": request.env._("Number"), "order": "name"},
        }

    def _filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {
                "label": request.env._("Open"),
                "domain": Domain("state", "not in", ENDED_STATES),
            },
            "ended": {
                "label": request.env._("Ended"),
                "domain": Domain("state", "in", ENDED_STATES),
            },
        }

    # --- one case ---

    @http.route(CASE, methods=["GET"], readonly=may_lag, **PORTAL_PAGE)
    def show(self, complaint_id, **_query):
        """A case the user follows, or the list."""
        complaint = self._find(complaint_id)
        return self._page_case(complaint) if complaint else request.redirect(PATH)

    @http.route(f"{CASE}/message", methods=["POST"], max_content_length=LARGEST_POST, **PORTAL_PAGE)
    def take_message(self, complaint_id, **posted):
        """Take a message to the laboratory; what is wrong with it is said on the page."""
        complaint = self._find(complaint_id)
        if not complaint:
            return request.redirect(PATH)
        text = self._texts(posted, "message")["message"]
        try:
            complaint._take_status_message(text, self._files())
        except UserError as error:
            return self._page_case(complaint, message=text, error=str(error))
        return self._written(f"{PATH}/{complaint_id}?sent=1")

    @http.route(f"{CASE}/reply", methods=["POST"], **PORTAL_PAGE)
    def take_reply(self, complaint_id, **posted):
        """Take whether the user accepts the answer; what is missing is said on the page."""
        complaint = self._find(complaint_id)
        if not complaint:
            return request.redirect(PATH)
        reply = self._typed_reply(posted)
        try:
            complaint._take_reply(**reply)
        except UserError as error:
            return self._page_case(complaint, typed=reply, reply_error=str(error))
        return self._written(f"{PATH}/{complaint_id}?replied=1")

    @http.route(f"{CASE}/letter/<int:letter_id>", methods=["GET"], readonly=may_lag, **PORTAL_PAGE)
    def letter(self, complaint_id, letter_id, **_query):
        """A letter of a case the user follows, to download."""
        complaint = self._find(complaint_id)
        return self._page_letter(complaint, letter_id) or request.redirect(PATH)

    @http.route(f"{CASE}/file/<int:file_id>", methods=["GET"], readonly=may_lag, **PORTAL_PAGE)
    def file(self, complaint_id, file_id, **_query):
        """A file that went with a message on a case the user follows, to download."""
        complaint = self._find(complaint_id)
        return self._page_file(complaint, file_id) or request.redirect(PATH)

    def _page_case(self, complaint, **typed):
        values = {
            **self._case_values(complaint, f"{PATH}/{complaint.id}", **typed),
            "page_name": "complaint",
            "complaint_number": complaint.name,
            "is_new": "new" in request.params,
            "order": complaint.order_id & self._own_orders(),
        }
        return self._page("lab_complaint.portal_complaint", values)

    # --- a new one ---

    @http.route(f"{PATH}/new", methods=["GET"], readonly=may_lag, **PORTAL_PAGE)
    def new(self, order_id="", **_query):
        """The form for a complaint, perhaps about one order."""
        return self._page_new({"order_id": order_id})

    @http.route(f"{PATH}/new", methods=["POST"], max_content_length=LARGEST_POST, **PORTAL_PAGE)
    def log(self, **posted):
        """Take a complaint; what is wrong with it is said on the form, with what was typed."""
        typed = self._texts(posted, "words", "remedy", "reference", "order_id")
        given = {**typed, "order_id": self._order_id(typed), "files": self._files()}
        try:
            with request.env.cr.savepoint():
                complaint = self._complaints()._log_from_portal(request.env.user, **given)
        except UserError as error:
            return self._page_new(typed, str(error))
        return self._written(f"{PATH}/{complaint.id}?new=1")

    def _order_id(self, typed):
        """Number of the chosen order, that of nobody's order for anything else."""
        order_id = typed["order_id"]
        if not order_id:
            return None
        return int(order_id[:9]) if order_id.isdecimal() else -1

    def _page_new(self, typed, error=None):
        orders = self._own_orders()
        values = {
            "page_name": "complaint",
            "is_new_complaint": True,
            "typed": typed,
            "error": error,
            "orders": orders,
            "references": orders._certificates_for_portal().mapped("name"),
            "longest_words": LONGEST_WORDS,
            "longest_reference": LONGEST_REFERENCE,
            **self._files_values(),
        }
        return self._page("lab_complaint.portal_new", values)

    # --- who is there ---

    def _complaints(self):
        return request.env["lab.complaint"].sudo()

    def _own_orders(self):
        """The user's own orders, in superuser mode: of others nothing is shown, not a number."""
        return request.env["sale.order"]._of_portal_user(request.env.user).sudo()

    def _followed(self):
        return self._complaints()._of_portal_user(request.env.user)

    def _find(self, complaint_id):
        return self._complaints()._find_for_portal(request.env.user, complaint_id)
