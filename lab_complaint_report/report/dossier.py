"""The dossier of a case: its entries printed, its files made pages, all of it bound and numbered."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

from odoo import fields
from odoo.tools import human_size
from odoo.tools.mimetypes import guess_mimetype

from .binder import Binder, document_starts, read_pages
from .file_pages import BROKEN, LOCKED, OTHER, TOO_LARGE, file_pages

SHEETS = "lab_complaint_report.dossier_sheets"
COVER = "lab_complaint_report.dossier_cover"


@dataclass
class Leaf:
    """One piece of a dossier: a sheet that is printed, or the pages of a file."""

    title: str
    date: str = ""
    is_file: bool = False
    sheet: dict | None = None
    pages: list | None = None
    hidden_files: int = 0
    first_page: int = 0


def bind_dossiers(report, complaints):
    """The dossiers of complaints, one after the other, each with page numbers of its own.

    :param report: ir.actions.report of the dossier, of the reading user
    :param complaints: lab.complaint, of the reading user
    :return: the PDF as io.BytesIO
    :raise AccessError: when the user may not read a dossier
    """
    binder = Binder()
    for complaint in complaints:
        Dossier(report, complaint).bind(binder, is_one_of_many=len(complaints) > 1)
    return binder.write()


class Dossier:
    """One case on its way into a binder."""

    def __init__(self, report, complaint):
        self._report = report.with_context(debug=False)
        self._complaint = complaint
        self._embedded = []

    def bind(self, binder, is_one_of_many=False):
        """Append the dossier to a binder.

        :param is_one_of_many: give the case a bookmark that holds those of its entries
        """
        leaves = self._leaves()
        self._print([leaf for leaf in leaves if leaf.sheet])
        cover = self._cover(leaves)
        start = binder.add(cover)
        for leaf in leaves:
            binder.add(leaf.pages)
        total = len(cover) + sum(len(leaf.pages) for leaf in leaves)
        for page in range(total):
            binder.stamp(start + page, f"{self._complaint.name}   {page + 1} / {total}")
        self._bookmark(binder, leaves, start, is_one_of_many)
        for name, content, mimetype in self._embedded:
            binder.embed(name, content, mimetype)

    # --- what it consists of ---

    def _leaves(self):
        leaves = []
        for number, entry in enumerate(self._complaint._case_file(), 1):
            date = self._local(entry.moment)
            title = f"{number}. {entry.title}"
            sheet = {"kind": "entry", "title": title, "date": date, "entry": entry}
            leaves.append(
                Leaf(title, date, sheet=sheet, hidden_files=entry.hidden_files)
            )
            for position, file in enumerate(entry.files, 1):
                leaves.append(self._file_leaf(file, f"{number}.{position}"))
        return leaves

    def _file_leaf(self, file, number):
        content = file.read()
        mimetype = file.mimetype or guess_mimetype(content)
        title = f"{number} {file.name}"
        made = file_pages(content, mimetype)
        if made.pdf:
            return Leaf(title, is_file=True, pages=read_pages(made.pdf))
        if made.text is not None:
            sheet = {"kind": "text", "title": title, "text": made.text}
            return Leaf(title, is_file=True, sheet=sheet)
        embedded = f"{self._complaint.name.replace('/', '-')} {title}"
        self._embedded.append((embedded, content, mimetype))
        sheet = {
            "kind": "notice",
            "title": title,
            "why": self._why(made.problem),
            "name": file.name,
            "type": mimetype,
            "size": human_size(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
            "embedded": embedded,
        }
        return Leaf(title, is_file=True, sheet=sheet)

    def _why(self, problem):
        _ = self._complaint.env._
        return {
            BROKEN: _("This file is broken: it cannot be opened."),
            LOCKED: _("This file is locked: it opens with a password only."),
            TOO_LARGE: _("This file is too large to be printed here."),
            OTHER: _("Files of this type cannot be printed."),
        }[problem]

    def _local(self, moment):
        return self._complaint._local_time(moment)

    # --- printing ---

    def _print(self, leaves):
        """Fill in the pages of the sheets."""
        for leaf, pages in zip(leaves, self._printed([leaf.sheet for leaf in leaves]), strict=True):
            leaf.pages = pages

    def _printed(self, sheets):
        """Lists of pages, one for each sheet; printed together, for that is much faster."""
        content = self._run(SHEETS, sheets=sheets)
        starts = document_starts(content)
        if len(starts) != len(sheets):
            return [read_pages(self._run(SHEETS, sheets=[sheet])) for sheet in sheets]
        pages = read_pages(content)
        return [pages[start:end] for start, end in pairwise([*starts, len(pages)])]

    def _cover(self, leaves):
        """Pages of the cover, whose own number moves all that follow."""
        length = 1
        for _attempt in range(5):
            first_page = length + 1
            for leaf in leaves:
                leaf.first_page = first_page
                first_page += len(leaf.pages)
            cover = read_pages(self._run(COVER, contents=leaves, page_count=first_page - 1))
            if len(cover) == length:
                break
            length = len(cover)
        return cover

    def _run(self, template, **values):
        report = self._report
        printed_on = self._local(fields.Datetime.now())
        html = report._render_template(
            template, {**values, "doc": self._complaint, "printed_on": printed_on}
        )
        record = report.env.ref("lab_complaint_report.action_report_dossier").sudo()
        bodies = record.with_context(debug=False)._prepare_html(html)[0]
        return record._run_wkhtmltopdf(bodies, report_ref=record.id)

    # --- finding one's way ---

    def _bookmark(self, binder, leaves, start, is_one_of_many):
        parent = None
        if is_one_of_many:
            parent = binder.bookmark(self._complaint.display_name, start)
        entry = parent
        for leaf in leaves:
            position = start + leaf.first_page - 1
            if leaf.is_file:
                binder.bookmark(leaf.title, position, entry)
            else:
                entry = binder.bookmark(leaf.title, position, parent)
