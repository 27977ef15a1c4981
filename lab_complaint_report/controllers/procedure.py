from odoo import SUPERUSER_ID, http
from odoo.http import request

from odoo.addons.lab_complaint.controllers.public_page import PUBLIC_PAGE, PublicPage

PROCEDURE_PATH = "/complaints/procedure"
# For everybody and to be found, unlike the pages of one person. It may be kept, but is asked for
# again each time: what the laboratory promises now counts, and not what it promised before.
HEADERS = {"Cache-Control": "private, no-cache"}


class Procedure(PublicPage, http.Controller):
    """The description of the complaint process for anyone who asks (ISO/IEC 17025:2017, 7.9.1)."""

    @http.route(PROCEDURE_PATH, methods=["GET"], readonly=True, **{**PUBLIC_PAGE, "sitemap": True})
    def show(self, company=None, **_query):
        """The process of one company as it is configured now, to read and to print.

        :param company: id of the company; by default that of the website, the only one that takes
            complaints on the web, or the one that people without login belong to
        """
        found = self._company(company)
        if not found:
            raise request.not_found()
        response = request.render(
            "lab_complaint_report.procedure_page",
            {"procedure": found._complaint_procedure(), "res_company": found},
        )
        response.headers.update(HEADERS)
        return response

    def _company(self, asked):
        """The company asked for in the address, empty when there is none.

        :return: res.company as superuser in the language of the reader
        """
        companies = request.env["res.company"].with_user(SUPERUSER_ID)
        if asked is None:
            return companies.browse(self._default_company().id)
        # Digits of other scripts are digits too, and ids end where the database's numbers do.
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
            return companies
        return companies.search([("id", "=", int(asked))])

    def _default_company(self):
        website = getattr(request, "website", None)
        if website:
            return website.company_id
        laboratories = self._laboratories()
        if len(laboratories) == 1:
            return laboratories
        return request.env.ref("base.public_user").with_user(SUPERUSER_ID).company_id
