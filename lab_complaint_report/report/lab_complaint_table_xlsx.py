import logging
from tempfile import TemporaryDirectory, TemporaryFile

import psycopg2
import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime

from ..models.lab_complaint_statistics import READERS
from .case_query import CaseQuery
from .table_sheets import TableSheets

_logger = logging.getLogger(__name__)
# Cases fetched at a time, as many as Odoo prefetches.
BATCH = 1000
# What a filter that came over the network can be wrong in: its form, a field, a value.
BAD_FILTERS = (
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
    psycopg2.DataError,
    psycopg2.ProgrammingError,
)


class LabComplaintTableXlsx(models.AbstractModel):
    """Cases of any filter as a table in a spreadsheet, as the reading user may read them.

    One statement reads them with all their parts; a thousand are fetched at a time, written and
    forgotten, so that the memory that is needed does not grow with their number. A table says
    which model it shows, in which order and columns.
    """

    _name = "lab.complaint.table.xlsx"
    _description = "Table of Complaints (XLSX)"

    _table_model = None
    _table_order = None
    _pages_across = 1

    @api.model
    def _export(self, domain):
        """The cases of a filter in a temporary file, which is gone when it is closed.

        That somebody takes them out of the system is logged (ISO/IEC 17025:2017, 4.2).

        :param domain: list, as it came from a browser
        :return: the open file
        :raise AccessError: when the user may not read the whole of them
        :raise UserError: when the filter is none
        """
        ids = self._find(domain)
        file = TemporaryFile()  # noqa: SIM115 (closed by whoever sends it)
        with TemporaryDirectory() as folder:
            workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
            self._write_table(workbook, domain, ids)
            workbook.close()
        file.seek(0)
        _logger.info(
            "%s (user %s) exported %s rows of %s",
            self.env.user.login,
            self.env.uid,
            len(ids),
            self._table_model,
        )
        return file

    def _write_table(self, workbook, domain, ids):
        """Write cases into a workbook.

        :param domain: the filter that they come from
        :param ids: their ids in the order of the table
        """
        companies, note = self._what_is_in_it(domain)
        table = TableSheets(
            workbook,
            name=self._sheet_name(),
            title=self._title(companies),
            note=note,
            columns=self._columns(),
            pages_across=self._pages_across,
        )
        # Names that were read in another language would be said again.
        self.env.invalidate_all()
        teller = self._teller()
        query = CaseQuery(self.env[self._table_model], ids, self._table_order)
        for batch in query.batches(teller.sql(query), BATCH):
            for values in zip(*teller.columns(batch), strict=True):
                table.add(values)
        table.finish()

    def _find(self, domain):
        """Ids of the cases of a filter in the order of the table.

        :raise AccessError: when the user is none of those who read this table
        :raise UserError: when the filter is none
        """
        self._check_may_export()
        try:
            with self.env.cr.savepoint(flush=False):
                return self.env[self._table_model].search(domain, order=self._table_order).ids
        except BAD_FILTERS as error:
            _logger.info("%s cannot be filtered: %s", self._table_model, error)
            raise UserError(
                self.env._(
                    "This filter does not fit the table any more. Take the filter off, set it "
                    "again and export once more."
                )
            ) from error

    def _check_may_export(self):
        if self.env.su or any(self.env.user.has_group(group) for group in READERS):
            return
        raise AccessError(
            self.env._(
                "Registers and analyses of complaints are exported by complaint officers and "
                "auditors. Ask one of them."
            )
        )

    def _what_is_in_it(self, domain):
        """Whose cases these are, and how many of which days, printed by whom and when: a table
        in an archive says so.

        :return: (res.company as superuser, sentence)
        """
        found = self.env[self._table_model]._read_group(
            domain,
            ["company_id"],
            ["__count", "received_day:min", "received_day:max"],
        )
        companies = self.env["res.company"].union(*(group[0] for group in found)).sudo()
        companies = companies.sorted("id")
        zone = (companies[:1] or self.env.company.sudo())._complaint_timezone().key
        first = min((group[2] for group in found if group[2]), default=None)
        last = max((group[3] for group in found if group[3]), default=None)
        note = self.env._(
            "%(number)s complaints received from %(first)s to %(last)s, chosen and printed by "
            "%(person)s on %(date)s",
            number=sum(group[1] for group in found),
            first=format_date(self.env, first) or "–",
            last=format_date(self.env, last) or "–",
            person=self.env.user.name,
            date=format_datetime(self.env, fields.Datetime.now(), tz=zone),
        )
        return companies or self.env.company.sudo(), note

    def _file_name(self):
        """Name of the file for whoever saves it."""
        return f"{self._sheet_name()} {fields.Date.context_today(self)}.xlsx"

    def _sheet_name(self):
        """Name of the sheet, of at most 27 characters: further sheets are numbered."""
        raise NotImplementedError

    def _title(self, companies):
        """What the table is called, and of whom."""
        raise NotImplementedError

    def _columns(self):
        """The columns, as a list of Column."""
        raise NotImplementedError

    def _teller(self):
        """Who says what is in the columns, with what it keeps for one table: like
        RegisterTeller."""
        raise NotImplementedError
