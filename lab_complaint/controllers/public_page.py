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

    def _texts(self, posted, *names):
        """Texts of a form; a file in the place of one counts as nothing.

        :return: dictionary
        """
        return {name: posted[name] if isinstance(posted.get(name), str) else "" for name in names}
