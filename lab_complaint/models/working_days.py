from datetime import date, datetime, time, timedelta

import pytz

BLOCK_DAYS = 26 * 7
# Without a worked day in so many half years a calendar is taken to say nothing.
MOST_BLOCKS = 40


class WorkingDays:
    """Which days are worked in one company.

    The calendar is asked for half a year at a time and the answer is kept, so that one
    object serves thousands of promises: make one for a batch and let it go afterwards.
    """

    def __init__(self, company):
        self._company = company.sudo()
        self._blocks = {}

    def is_worked(self, day):
        """Whether the laboratory works on a day.

        :param day: date in the company's time zone
        """
        # Blocks begin on Mondays: the hours of a flexible calendar are spread from there.
        number = (day.toordinal() - 1) // BLOCK_DAYS
        if number not in self._blocks:
            self._blocks[number] = self._load(date.fromordinal(number * BLOCK_DAYS + 1))
        return day in self._blocks[number]

    def after(self, day, days):
        """Day that is so many working days after another, which itself is not counted.

        :param day: date in the company's time zone
        :param days: number of working days; 0 is the day itself, or the next one worked
        :return: date that is worked
        """
        last = day + timedelta(days=MOST_BLOCKS * BLOCK_DAYS)
        found = day
        if days <= 0:
            while not self.is_worked(found) and found < last:
                found += timedelta(days=1)
            return found if found < last else day
        counted = 0
        while counted < days:
            found += timedelta(days=1)
            counted += self.is_worked(found)
            if found >= last:
                return day + timedelta(days=days)
        return found

    def between(self, start, end):
        """Number of working days after a day, up to and including another.

        :param start: date in the company's time zone, not counted
        :param end: date in the company's time zone, counted
        """
        return sum(
            self.is_worked(start + timedelta(days=offset))
            for offset in range(1, (end - start).days + 1)
        )

    def _load(self, start):
        """Days worked in the block that begins on a day."""
        end = start + timedelta(days=BLOCK_DAYS)
        calendar = self._company.resource_calendar_id
        if not calendar.attendance_ids and not calendar.flexible_hours:
            return {start + timedelta(days=offset) for offset in range(BLOCK_DAYS)}
        zone = pytz.timezone(calendar.tz)
        intervals = calendar._work_intervals_batch(
            zone.localize(datetime.combine(start, time.min)),
            zone.localize(datetime.combine(end, time.min)),
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, self._company.id]),
            ],
            tz=zone,
        )[False]
        worked = {begin.date() for begin, _end, _attendance in intervals}
        make_up = self._company.env["lab.working.day"].search(
            [
                ("company_id", "=", self._company.id),
                ("date", ">=", start),
                ("date", "<", end),
            ]
        )
        return worked.union(make_up.mapped("date"))
