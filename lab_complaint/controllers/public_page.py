from odoo.http import request

# Options of each route: for everybody, in the frame of the website where there is one.
PUBLIC_PAGE = {"type": "http", "auth": "public", "website": True, "sitemap": False}
# A page for one person: not kept, not found, not shown inside another page, and its
# address, which may hold a token, is told to nobody.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class PublicPage:
    """What controllers of pages for people outside the laboratory have in common.

    No controller itself: Odoo would make one of all that inherit from it.
    """

    def _page(self, template, values, status=200):
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response

    def _case_values(self, complaint, path, **typed):
        """What the sections of a case need, on whatever page they stand.

        :param complaint: single lab.complaint in superuser mode
        :param path: address of the page; its letters and forms are below it
        :param typed: `message` and its `error`, or a reply in `typed` and its `reply_error`,
            where something was wrong with them
        :return: dictionary
        """
        return {
            "status": complaint._status(),
            "status_path": path,
            "is_sent": "sent" in request.params,
            "is_replied": "replied" in request.params,
            "res_company": complaint.company_id,
            **typed,
        }

    def _page_letter(self, complaint, letter_id):
        """A letter that the complainant of a case was sent, to download.

        :param complaint: single lab.complaint in superuser mode, or empty
        :return: response, or nothing when the case has no such letter
        """
        letters = complaint._status_letters() if complaint else []
        letter = next((one for one in letters if one["id"] == letter_id), None)
        if not letter:
            return None
        stream = request.env["ir.binary"]._get_stream_from(
            letter["attachment"], filename=letter["name"]
        )
        response = stream.get_response(as_attachment=True)
        response.headers.update(HEADERS)
        return response

    def _typed_reply(self, posted):
        """What was chosen and written in the form of a reply, for `_take_reply`.

        :return: dictionary
        """
        typed = self._texts(posted, "acceptance", "summary", "score")
        score = typed["score"]
        return {**typed, "score": int(score) if score in ("1", "2", "3", "4", "5") else None}

    def _texts(self, posted, *names):
        """Texts of a form; a file in the place of one counts as nothing.

        :return: dictionary
        """
        return {name: posted[name] if isinstance(posted.get(name), str) else "" for name in names}
