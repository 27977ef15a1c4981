"""The periods of reviews, as pairs of days, both included."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

PERIODS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half_year", "Half-Year"),
    ("year", "Year"),
    ("free", "Free Period"),
]
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def bounds(period, day):
    """First and last day of the period in which a day is.

    :param period: key of MONTHS
    :param day: date
    """
    months = MONTHS[period]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return first, first + relativedelta(months=months) - timedelta(days=1)


def number(period, first):
    """Which period of its year it is, from 1."""
    return (first.month - 1) // MONTHS[period] + 1


def before(period, first, last):
    """The period before; for a free one the same number of days before it."""
    yesterday = first - timedelta(days=1)
    if period in MONTHS:
        return bounds(period, yesterday)
    return yesterday - (last - first), yesterday


def year_before(period, first, last):
    """The same period a year ago."""
    if period in MONTHS:
        return bounds(period, first - relativedelta(years=1))
    return first - relativedelta(years=1), last - relativedelta(years=1)


def code(period, first, last):
    """Short name of a period that is the same in every language, such as 2026-Q3."""
    if period == "month":
        return f"{first:%Y-%m}"
    if period == "year":
        return f"{first:%Y}"
    if period in MONTHS:
        return f"{first:%Y}-{period[0].upper()}{number(period, first)}"
    return f"{first}_{last}"
