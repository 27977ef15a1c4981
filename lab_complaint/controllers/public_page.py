from odoo.http import request

from ..models.lab_complaint_uploads import FILE_TYPES, LARGEST_FILE, MEGABYTE, MOST_FILES
from .replica import remember_writing

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

    def _written(self, path):
        """Lead to the page that shows what was written just now."""
        remember_writing()
        return request.redirect(path)

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
            **self._files_values(),
            **typed,
        }

    def _page_letter(self, complaint, letter_id):
        """A letter that the complainant of a case was sent, to download.

        :param complaint: single lab.complaint in superuser mode, or empty
        :return: response, or nothing when the case has no such letter
        """
        letters = complaint._status_letters() if complaint else []
        letter = next((one for one in letters if one["id"] == letter_id), None)
        return self._download(letter["attachment"], letter["name"]) if letter else None

    def _page_file(self, complaint, file_id):
        """A file that went with a message on a case, in either direction, to download.

        :param complaint: single lab.complaint in superuser mode, or empty
        :return: response, or nothing when the case has no such file
        """
        files = complaint._status_files() if complaint else complaint.env["ir.attachment"]
        file = files.filtered(lambda one: one.id == file_id)
        return self._download(file, file.name) if file else None

    def _download(self, attachment, name):
        """
        :param attachment: single ir.attachment in superuser mode
        """
        stream = request.env["ir.binary"]._get_stream_from(attachment, filename=name)
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
        companies = request.env["res.company"].sudo()
        # With what the page says of them.
        companies = companies.search_fetch([("complaint_web_form", "=", True)])
        website = getattr(request, "website", None)
        return companies & website.sudo().company_id if website else companies
