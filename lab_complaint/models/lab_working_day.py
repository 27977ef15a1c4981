from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models, tools
from odoo.tools import SQL

# What the days worked follow from. Rows as they are: whatever a field of them means, now or in an
# add-on to come, another value is another text.
ENTERED = """
    SELECT md5(concat(
        (SELECT calendar::text FROM resource_calendar calendar WHERE calendar.id = %(calendar)s),
        '|',
        (SELECT string_agg(hours::text, '|' ORDER BY hours.id)
           FROM resource_calendar_attendance hours WHERE hours.calendar_id = %(calendar)s),
        '|',
        (SELECT string_agg(holiday::text, '|' ORDER BY holiday.id)
           FROM resource_calendar_leaves holiday
          WHERE holiday.resource_id IS NULL
            AND holiday.date_from <= %(until)s AND holiday.date_to >= %(since)s
            AND (holiday.calendar_id = %(calendar)s OR holiday.calendar_id IS NULL)
            AND (holiday.company_id = %(company)s OR holiday.company_id IS NULL)),
        '|',
        (SELECT string_agg(make_up.date::text, '|' ORDER BY make_up.date)
           FROM lab_working_day make_up
          WHERE make_up.company_id = %(company)s AND make_up.date BETWEEN %(since)s AND %(until)s)
    ))
"""
FIRST_DAY, LAST_DAY = date.min, date.max
READ = (
    "lab.working.day",
    "resource.calendar",
    "resource.calendar.attendance",
    "resource.calendar.leaves",
)


class LabWorkingDay(models.Model):
    """A day that is worked although the calendar says otherwise (调休), such as the Saturday
    before a long holiday."""

    _name = "lab.working.day"
    _description = "Make-up Working Day"
    _order = "date desc, id"
    _check_company_auto = True

    name = fields.Char("Reason", required=True)
    date = fields.Date("Day", required=True, index=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )

    _date_unique = models.Constraint(
        "UNIQUE (company_id, date)", "This day is a make-up working day already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter days; promises of open complaints are counted anew."""
        days = super().create(vals_list)
        days.company_id._recount_promises()
        return days

    def write(self, vals):
        """Change days; promises of open complaints are counted anew."""
        before = self.company_id
        result = super().write(vals)
        (before | self.company_id)._recount_promises()
        return result

    def unlink(self):
        """Take days back; promises of open complaints are counted anew."""
        companies = self.company_id
        result = super().unlink()
        companies._recount_promises()
        return result

    @api.model
    def _worked_between(self, company, start, end):
        """Days that a company works, remembered from the last time for as long as its calendar,
        holidays and make-up days are what they were then.

        :param company: res.company as superuser
        :param start: date, a Monday
        :param end: date, not included
        :return: frozenset of dates
        """
        day = timedelta(days=1)
        # In any time zone.
        entered = self._entered(company, start - day, end + day)
        return self._worked_as_entered(company, start, end, entered)

    @api.model
    def _entered(self, company, since=FIRST_DAY, until=LAST_DAY):
        """Text that is another one as soon as a company works on other days.

        Asked of the database each time: what is remembered can never be older than what this
        transaction sees, in whatever worker or module the change was made.
        """
        for name in READ:
            self.env[name].flush_model()
        asked = {
            "calendar": company.resource_calendar_id.id or None,
            "company": company.id,
            "since": since,
            "until": until,
        }
        return self.env.execute_query(SQL(ENTERED, **asked))[0][0]

    @api.model
    @tools.ormcache("company.id", "start", "end", "entered")
    def _worked_as_entered(self, company, start, end, entered):
        calendar = company.resource_calendar_id
        if not calendar.attendance_ids and not calendar.flexible_hours:
            return frozenset(start + timedelta(days=day) for day in range((end - start).days))
        zone = pytz.timezone(calendar.tz)
        intervals = calendar._work_intervals_batch(
            zone.localize(datetime.combine(start, time.min)),
            zone.localize(datetime.combine(end, time.min)),
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, company.id]),
            ],
            tz=zone,
        )[False]
        worked = {begin.date() for begin, _end, _attendance in intervals}
        make_up = self.search(
            [("company_id", "=", company.id), ("date", ">=", start), ("date", "<", end)]
        )
        return frozenset(worked.union(make_up.mapped("date")))
