"""u chart: whether a rate varies as chance makes it vary, or something special happened.

Centre and limits as in Montgomery, Introduction to Statistical Quality Control, 6th edition, chapter 7;
tests 1 to 3 of Nelson, The Shewhart Control Chart: Tests for Special Causes, Journal of Quality
Technology 16 (1984). Plain Python, calculated with fractions, so that a point on a line is on it.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby, pairwise
from math import sqrt

SIGMAS = 3
# Nelson: nine in a row on one side of the centre, six in a row steadily rising or falling.
RUN_LENGTH = 9
TREND_LENGTH = 6


@dataclass
class Point:
    """What one period shows: its rate and the limits for as many units as it had.

    Without units there is neither rate nor limits (None), and the point breaks no rule.
    """

    count: int
    units: float
    rate: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: list = field(default_factory=list)


@dataclass
class Finding:
    """One rule broken: `beyond` a limit, a `run` on one side, a `trend`.

    `first` and `last` are the positions of its points, `length` how many there are with a rate,
    `is_high` says whether they are above the centre, or rise.
    """

    rule: str
    first: int
    last: int
    length: int
    is_high: bool


@dataclass
class Chart:
    centre: float | None
    points: list
    findings: list


def u_chart(counts):
    """Control chart of counts per unit.

    :param counts: list of (count, units) in the order of time; whole or decimal numbers
    :return: Chart; its centre is None where no point has units. Rates are counts per unit.
    """
    chart = Chart(None, [Point(count, units) for count, units in counts], [])
    rates = {
        position: Fraction(count) / Fraction(units)
        for position, (count, units) in enumerate(counts)
        if units > 0
    }
    if not rates:
        return chart
    total = sum(Fraction(counts[position][0]) for position in rates)
    centre = total / sum(Fraction(counts[position][1]) for position in rates)
    chart.centre = float(centre)
    for position, rate in rates.items():
        _set_limits(chart.points[position], chart.centre, rate)
    chart.findings = [*_beyond(chart, centre, rates), *_runs(centre, rates), *_trends(rates)]
    _mark(chart, list(rates))
    return chart


def _set_limits(point, centre, rate):
    spread = SIGMAS * sqrt(centre / point.units)
    point.rate = float(rate)
    point.lower = max(0.0, centre - spread)
    point.upper = centre + spread


def _beyond(chart, centre, rates):
    """Points outside their limits; on a limit is inside."""
    for position, rate in rates.items():
        spread_squared = SIGMAS**2 * centre / Fraction(chart.points[position].units)
        if (rate - centre) ** 2 > spread_squared:
            yield Finding("beyond", position, position, 1, rate > centre)


def _runs(centre, rates):
    """Stretches on one side of the centre; a point on the centre ends one."""
    for side, positions in _stretches(rates, lambda position: rates[position] - centre):
        if side and len(positions) >= RUN_LENGTH:
            yield Finding("run", positions[0], positions[-1], len(positions), side > 0)


def _trends(rates):
    """Stretches in which each point is above, or below, the one before."""
    for way, steps in _stretches(pairwise(rates), lambda step: rates[step[1]] - rates[step[0]]):
        length = len(steps) + 1
        if way and length >= TREND_LENGTH:
            yield Finding("trend", steps[0][0], steps[-1][1], length, way > 0)


def _stretches(items, number):
    """Items one after the other for which a number has the same sign.

    :return: list of (1, 0 or -1, items)
    """
    groups = groupby(items, key=lambda item: _sign(number(item)))  # pylint: disable=bad-builtin-groupby
    return [(sign, list(stretch)) for sign, stretch in groups]


def _sign(number):
    return (number > 0) - (number < 0)


def _mark(chart, positions):
    """Name on each point the rules that are broken once it is there."""
    needed = {"beyond": 1, "run": RUN_LENGTH, "trend": TREND_LENGTH}
    for finding in chart.findings:
        begin = positions.index(finding.first) + needed[finding.rule] - 1
        for position in positions[begin : positions.index(finding.last) + 1]:
            chart.points[position].signals.append(finding.rule)
