"""The dossier of a case: its entries printed, its files made pages, all of it bound and numbered."""

import hashlib
from dataclasses import dataclass

from odoo import fields
from odoo.tools import format_date, human_size
from odoo.tools.mimetypes import guess_mimetype

from .binder import Binder, heading_pages, read_pages
from .file_pages import BROKEN, LOCKED, OTHER, TOO_LARGE, file_pages

SHEETS = "lab_complaint_report.dossier_sheets"
COVER = "lab_complaint_report.dossier_cover"


@dataclass
class Leaf:
    """A line of the contents: an entry, or a file that belongs to the entry before it."""

    title: str
    date: str = ""
    is_file: bool = False
    hidden_files: int = 0
    # What is printed of it, unless it is a file with pages of its own.
    sheet: dict | None = None
    # In the pages of its section, and in the whole dossier, there counted from 1.
    offset: int = 0
    first_page: int = 0


@dataclass
class Section:
    """Pages that follow each other without a break: entries, or one file."""

    leaves: list[Leaf]
    pages: list | None = None


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
    return binder.bound()


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
        sections = self._sections()
        self._print([section for section in sections if section.pages is None])
        cover = self._cover(sections)
        start = binder.add(cover)
        for section in sections:
            binder.add(section.pages)
        total = len(cover) + sum(len(section.pages) for section in sections)
        for page in range(total):
            binder.stamp(start + page, f"{self._complaint.name}   {page + 1} / {total}")
        leaves = [leaf for section in sections for leaf in section.leaves]
        self._bookmark(binder, leaves, start, is_one_of_many)
        for name, content, mimetype in self._embedded:
            binder.embed(name, content, mimetype)

    # --- what it consists of ---

    def _sections(self):
        """Entries flow until one has files, which begin on pages of their own."""
        sections = []
        flows = False
        for number, entry in enumerate(self._complaint._case_file(), 1):
            if not flows:
                sections.append(Section([]))
            sections[-1].leaves.append(self._entry_leaf(entry, number))
            for position, file in enumerate(entry.files, 1):
                sections.append(self._file_section(file, f"{number}.{position}"))
            flows = not entry.files
        return sections

    def _entry_leaf(self, entry, number):
        complaint = self._complaint
        title = f"{number}. {entry.title}"
        day = entry.moment and complaint.company_id.sudo()._complaint_day(entry.moment)
        return Leaf(
            title,
            format_date(complaint.env, day) if day else "",
            hidden_files=entry.hidden_files,
            sheet={
                "kind": "entry",
                "title": title,
                "date": complaint._local_time(entry.moment),
                "entry": entry,
            },
        )

    def _file_section(self, file, number):
        content = file.read()
        mimetype = file.mimetype or guess_mimetype(content)
        title = f"{number} {file.name}"
        made = file_pages(content, mimetype)
        if made.pdf:
            return Section([Leaf(title, is_file=True)], read_pages(made.pdf))
        if made.text is not None:
            sheet = {"kind": "text", "title": title, "text": made.text}
        else:
            sheet = self._notice(file, title, content, mimetype, made.problem)
        return Section([Leaf(title, is_file=True, sheet=sheet)])

    def _notice(self, file, title, content, mimetype, problem):
        """A page in place of a file, which is embedded as it is."""
        embedded = f"{self._complaint.name.replace('/', '-')} {title}"
        self._embedded.append((embedded, content, mimetype))
        return {
            "kind": "notice",
            "title": title,
            "why": self._why(problem),
            "name": file.name,
            "type": mimetype,
            "size": human_size(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
            "embedded": embedded,
        }

    def _why(self, problem):
        env = self._complaint.env
        return {
            BROKEN: env._("This file is broken: it cannot be opened."),
            LOCKED: env._("This file is locked: it opens with a password only."),
            TOO_LARGE: env._("This file is too large to be printed here."),
            OTHER: env._("Files of this type cannot be printed."),
        }[problem]

    # --- printing ---

    def _print(self, sections):
        """Fill in the pages of sections, printed together, for that is much faster."""
        sheets = [[leaf.sheet for leaf in section.leaves] for section in sections]
        content = self._run(SHEETS, sections=sheets)
        starts = heading_pages(content)
        if len(starts) != sum(map(len, sheets)):
            for section in sections:
                self._print_apart(section)
            return
        pages = read_pages(content)
        position = 0
        for section in sections:
            first = starts[position]
            for leaf in section.leaves:
                leaf.offset = starts[position] - first
                position += 1
            end = starts[position] if position < len(starts) else len(pages)
            section.pages = pages[first:end]

    def _print_apart(self, section):
        """Fill in the pages of one section sheet by sheet, where the headings cannot be told."""
        section.pages = []
        for leaf in section.leaves:
            leaf.offset = len(section.pages)
            section.pages += read_pages(self._run(SHEETS, sections=[[leaf.sheet]]))

    def _cover(self, sections):
        """Pages of the cover, whose own number moves all that follow."""
        length = 1
        for _attempt in range(5):
            first_page = length + 1
            for section in sections:
                for leaf in section.leaves:
                    leaf.first_page = first_page + leaf.offset
                first_page += len(section.pages)
            leaves = [leaf for section in sections for leaf in section.leaves]
            cover = read_pages(self._run(COVER, contents=leaves, page_count=first_page - 1))
            if len(cover) == length:
                break
            length = len(cover)
        return cover

    def _run(self, template, **values):
        complaint = self._complaint
        put_together = complaint.env._(
            "on %(date)s for %(person)s",
            date=complaint._local_time(fields.Datetime.now()),
            person=complaint.env.user.name,
        )
        html = self._report._render_template(
            template, {**values, "doc": complaint, "put_together": put_together}
        )
        record = self._report.env.ref("lab_complaint_report.action_report_dossier").sudo()
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
