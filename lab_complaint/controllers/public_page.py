from odoo.http import request

from ..models.lab_complaint_uploads import FILE_TYPES, LARGEST_FILE, MEGABYTE, MOST_FILES

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
# What a form with files may be at most: more is refused before it is read.
LARGEST_POST = MOST_FILES * LARGEST_FILE + MEGABYTE
# What the browser offers to choose; what a file is, is looked at when it comes.
FILE_ENDINGS = ",".join(f".{kind}" for kind in FILE_TYPES)


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

    def _files(self):
        """Files of a form, with hardly more of them than may be.

        :return: list of (name, bytes)
        """
        uploads = self._uploads()[: MOST_FILES + 1]
        for upload in uploads:
            # Where a request is tried again, they were read before.
            upload.seek(0)
        return [(upload.filename, upload.read(LARGEST_FILE + 1)) for upload in uploads]

    def _uploads(self):
        return request.httprequest.files.getlist("files")

    def _files_values(self):
        """What the template of the files needs to know."""
        return {
            "accept": FILE_ENDINGS,
            "has_files": any(upload.filename for upload in self._uploads()),
            "largest_file": LARGEST_FILE,
            "most_files": MOST_FILES,
        }

    def _laboratories(self):
        """Companies that take complaints on the web; that of the website, where there is one."""
        companies = request.env["res.company"].sudo().search([("complaint_web_form", "=", True)])
        website = getattr(request, "website", None)
        return companies & website.sudo().company_id if website else companies
