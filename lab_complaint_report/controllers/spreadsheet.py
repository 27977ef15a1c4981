import json
import os

from werkzeug.utils import send_file

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import html_escape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES = {
    "register": "report.lab_complaint_report.register_xlsx",
    "analysis": "lab.complaint.analysis.xlsx",
}
# What a browser says of how it shows the records; nothing else of a context is needed here.
SHOWN = {"lang": str, "tz": str, "allowed_company_ids": list}


class Spreadsheet(http.Controller):
    """Registers and analyses of any filter, as files."""

    @http.route(
        "/lab_complaint_report/spreadsheet/<string:table>",
        type="http",
        auth="user",
        methods=["POST"],
        readonly=True,
    )
    def export(self, table, data="", **_form):
        """The cases of a filter as a spreadsheet.

        :param table: key of TABLES
        :param data: JSON of {"domain": [...], "context": {...}} as the browser shows them
        :return: the file, or with status 4xx the problem as the web client shows it
        """
        if table not in TABLES:
            raise request.not_found()
        try:
            domain, context = self._read(data)
            spreadsheet = request.env[TABLES[table]].with_context(**context)
            return self._send(spreadsheet._export(domain), spreadsheet._file_name())
        except UserError as problem:
            return self._refuse(problem)

    def _read(self, data):
        """What the browser asks for, as far as it is taken.

        :return: (domain, context)
        :raise UserError: when it is not what a browser of this system sends
        """
        try:
            asked = json.loads(data)
            domain, context = asked["domain"], asked["context"]
            shown = {key: context[key] for key in SHOWN if key in context}
            is_understood = (
                isinstance(domain, list)
                and isinstance(context, dict)
                and all(isinstance(value, SHOWN[key]) for key, value in shown.items())
            )
        except (KeyError, TypeError, ValueError):
            is_understood = False
        if not is_understood:
            raise UserError(
                request.env._("Nothing was exported: the filter did not arrive. Please try again.")
            )
        return domain, shown

    def _send(self, file, name):
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        response = send_file(
            file, request.httprequest.environ, XLSX, as_attachment=True, download_name=name
        )
        response.content_length = size
        # Personal data stay with whoever asked for them.
        response.headers["Cache-Control"] = "no-store"
        return response

    def _refuse(self, problem):
        said = {
            "code": 0,
            "message": str(problem),
            "data": {**http.serialize_exception(problem), "debug": ""},
        }
        return request.make_response(html_escape(json.dumps(said)), status=problem.http_status)
