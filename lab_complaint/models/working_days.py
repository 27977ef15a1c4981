from bisect import bisect_right
from datetime import UTC, date, timedelta

BLOCK_DAYS = 26 * 7
# Without a worked day in so many half years a calendar is taken to say nothing.
MOST_BLOCKS = 40


def day_in(zone, moment):
    """Day of a time zone in which a moment falls.

    :param zone: ZoneInfo
    :param moment: naive datetime in UTC
    :return: date
    """
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


class WorkingDays:
    """Which days are worked in one company.

    The calendar is asked for half a year at a time and the answer is kept, so that one
    object serves thousands of promises: make one for a batch and let it go afterwards.
    """

    def __init__(self, company):
        self._company = company.sudo()
        self._blocks = {}
        self._sorted_blocks = {}

    def is_worked(self, day):
        """Whether the laboratory works on a day.

        :param day: date in the company's time zone
        """
        return day in self._block(self._number(day))

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
        if end <= start:
            return 0
        first, last = self._number(start), self._number(end)
        whole = sum(len(self._block(number)) for number in range(first, last))
        return whole + self._worked_until(end, last) - self._worked_until(start, first)

    def _number(self, day):
        """Number of the block in which a day falls."""
        # Blocks begin on Mondays: the hours of a flexible calendar are spread from there.
        return (day.toordinal() - 1) // BLOCK_DAYS

    def _block(self, number):
        if number not in self._blocks:
            self._blocks[number] = self._load(date.fromordinal(number * BLOCK_DAYS + 1))
        return self._blocks[number]

    def _worked_until(self, day, number):
        """Days worked from the beginning of a block up to and including a day in it."""
        if number not in self._sorted_blocks:
            self._sorted_blocks[number] = sorted(self._block(number))
        return bisect_right(self._sorted_blocks[number], day)

    def _load(self, start):
        """Days worked in the block that begins on a day."""
        days = self._company.env["lab.working.day"]
        return days._worked_between(self._company, start, start + timedelta(days=BLOCK_DAYS))
