import time

from odoo import SUPERUSER_ID
from odoo.http import request
from odoo.tools import consteq

from .replica import remember_writing

# Where a browser session keeps which case it may see, by which code and until when.
SESSION_KEY = "lab_complaint_status"
SECONDS = 60 * 60


class CaseAccess:
    """The case that a browser may see for a while, logged in or not.

    No controller itself: Odoo would make one of all that inherit from it.
    """

    def _let_in(self, code, **remembered):
        """Let this browser see a case.

        :param code: single lab.complaint.query.code
        :param remembered: what else the session keeps with it
        """
        request.session[SESSION_KEY] = {
            "complaint_id": code.complaint_id.id,
            "fingerprint": code._fingerprint(),
            "until": time.time() + SECONDS,
            **remembered,
        }
        # Nobody may know the number of a session from before it led to a case.
        request.session.should_rotate = True
        # The code may be as new as the case.
        remember_writing()

    def _complaint(self):
        """The case this browser has the code of, while the code is valid.

        :return: lab.complaint as superuser in the language of the reader, possibly empty
        """
        codes = request.env["lab.complaint.query.code"].with_user(SUPERUSER_ID)
        access = request.session.get(SESSION_KEY) or {}
        kept = codes.search([("complaint_id", "=", access.get("complaint_id", 0))])
        if (
            not kept
            or access["until"] < time.time()
            or not consteq(access["fingerprint"], kept._fingerprint())
        ):
            request.session.pop(SESSION_KEY, None)
            return codes.complaint_id
        return kept.complaint_id.with_context(lang=request.env.lang)

    def _remembered(self, name):
        """What the session keeps with the case, empty text where nothing is kept."""
        return (request.session.get(SESSION_KEY) or {}).get(name, "")
