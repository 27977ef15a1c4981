from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.http import request

PAGES = "/complaints/"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        """Answer with a page of ours where too much is sent to one of them: Odoo's own would
        read the request again, and end without an answer."""
        is_ours = request.httprequest.path.startswith(PAGES)
        if not (is_ours and isinstance(exception, RequestEntityTooLarge)):
            return super()._handle_error(exception)
        # What was posted is left unread.
        request.params = dict(request.httprequest.args)
        response = request.render("lab_complaint.too_large", status=exception.code)
        response.flatten()
        cls._post_dispatch(response)
        return response
