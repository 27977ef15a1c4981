"""Cases with files, and how a dossier of them is read."""

import io

from odoo import Command
from odoo.tools.pdf import PdfFileReader

from .files import page_of
from .paper import PaperCase

REPORT = "action_report_dossier"


class DossierCase(PaperCase):
    def _attach(self, name, content, mimetype, user=None, **values):
        """A file in the hands of a user, to be attached."""
        return (
            self.env["ir.attachment"]
            .with_user(user or self.investigator)
            .create({"name": name, "raw": content, "mimetype": mimetype, **values})
        )

    def _gather(self, complaint, *files):
        """Evidence with files, in the order of their names."""
        evidence = (
            self.env["lab.complaint.evidence"]
            .with_user(self.investigator)
            .create(
                {
                    "complaint_id": complaint.id,
                    "reference": "Folder 7",
                    "shows": "What the files show",
                    "attachment_ids": [Command.set([file.id for file in files])],
                }
            )
        )
        evidence.action_verify()
        return evidence

    def _pages(self, pdf):
        """Text of each page."""
        return [self._text(pdf, page + 1) for page in range(self._page_count(pdf))]

    def _outline(self, pdf):
        """List of (title, page counted from 1, level)."""
        reader = PdfFileReader(io.BytesIO(pdf))

        def walk(items, level):
            for item in items:
                if isinstance(item, list):
                    yield from walk(item, level + 1)
                else:
                    yield item.title, page_of(reader, item), level

        return list(walk(reader.outline, 0))

    def _embedded(self, pdf):
        """Embedded files as {name: bytes}."""
        names = PdfFileReader(io.BytesIO(pdf)).trailer["/Root"].get("/Names")
        if not names:
            return {}
        listed = names["/EmbeddedFiles"]["/Names"]
        return {
            name: file.get_object()["/EF"]["/F"].get_data()
            for name, file in zip(listed[0::2], listed[1::2], strict=True)
        }
