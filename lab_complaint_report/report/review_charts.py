"""The charts of the periodic review. Numbers come with the words that are written beside them, so
that nothing here knows a language."""

from reportlab.graphics.shapes import Circle, Polygon

from .chart_drawing import BLACK, DARK, FONT_SIZE, LIGHT, MIDDLE, WHITE, Sheet, ticks

WIDTH = 680
ROW = 22
NAME_WIDTH = 210
COUNT_WIDTH = 40
SMALL = 9.5


def pareto(rows, percent):
    """Lying bars, most first, and the share they have together as a line.

    :param rows: list of (name, count), not empty, with at least one counted
    :param percent: function that writes a share from 0 to 1
    :return: address of the picture
    """
    total = sum(count for _name, count in rows)
    left, right, top = NAME_WIDTH + COUNT_WIDTH, WIDTH - 46, ROW * len(rows) + 24
    sheet = Sheet(WIDTH, top + 16)
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = left + share * (right - left)
        sheet.line(x, 16, x, top, color=LIGHT)
        sheet.text(x, 4, percent(share), "middle", SMALL, color=DARK)
    together, line = 0, []
    for position, (name, count) in enumerate(rows):
        y = top - ROW * (position + 1)
        together += count
        sheet.text(NAME_WIDTH, y + 6, _short(name, 34), "end")
        sheet.text(left - 8, y + 6, str(count), "end", bold=True)
        sheet.bar(left, y + 3, count / total * (right - left), ROW - 7)
        line.append((left + together / total * (right - left), y + ROW / 2))
    sheet.path(line)
    for (x, y), share in zip(line, _running_shares(rows, total), strict=True):
        sheet.add(Circle(x, y, 3, fillColor=WHITE, strokeColor=BLACK, strokeWidth=1.2))
        sheet.text(x + 6, y + 2, percent(share), size=SMALL)
    return sheet.picture()


def trend(months, unit):
    """Upright bars of months; those of the period dark, those before it hatched.

    :param months: list of (name, count, whether it is in the period)
    :param unit: what is counted, written above the axis
    :return: address of the picture
    """
    sheet, plot = _plot(190, ticks(max(count for _name, count, _inside in months)), unit)
    step = (plot.right - plot.left) / len(months)
    for position, (name, count, inside) in enumerate(months):
        x = plot.left + position * step
        height = plot.y(count) - plot.bottom
        if count:
            sheet.bar(x + step * 0.2, plot.bottom, step * 0.6, height, hatched=not inside)
        sheet.text(x + step / 2, plot.bottom + height + 4, str(count), "middle", bold=inside)
        sheet.text(x + step / 2, 8, name, "middle", SMALL, bold=inside)
    return sheet.picture()


def control(points, centre, words):
    """A line of monthly rates with its centre, its stepped limits, and the marked months.

    :param points: list of {"month", "rate", "lower", "upper", "signals"}; None where there is
        no basis
    :param centre: mean rate
    :param words: {"unit", "centre", "upper", "lower"}: what is written beside the lines
    :return: address of the picture
    """
    known = [point[name] or 0 for point in points for name in ("rate", "upper") if name in point]
    sheet, plot = _plot(230, ticks(max([centre, *known])), words["unit"], right=92)
    step = (plot.right - plot.left) / len(points)
    for name in ("upper", "lower"):
        _limit(sheet, plot, step, [point[name] for point in points], words[name])
    sheet.line(plot.left, plot.y(centre), plot.right, plot.y(centre), color=DARK, width=1)
    sheet.text(plot.right + 5, plot.y(centre) - 4, words["centre"], size=SMALL)
    middles = [plot.left + (position + 0.5) * step for position in range(len(points))]
    for stretch in _stretches([point["rate"] for point in points]):
        sheet.path([(middles[position], plot.y(points[position]["rate"])) for position in stretch])
    for x, point in zip(middles, points, strict=True):
        if point["rate"] is not None:
            _mark(sheet, x, plot.y(point["rate"]), point["signals"])
    every = max(1, round(len(points) / 8))
    for position in range(len(points) - 1, -1, -every):
        sheet.text(middles[position], 8, points[position]["month"], "middle", SMALL)
    return sheet.picture()


class _Plot:
    """Where a chart with a scale at its left has its bars and lines."""

    def __init__(self, left, right, bottom, top, highest):
        self.left, self.right, self.bottom, self.top = left, right, bottom, top
        self.highest = highest

    def y(self, value):
        """Height at which a value stands."""
        return self.bottom + value / self.highest * (self.top - self.bottom)


def _plot(height, scale, unit, right=6):
    """A sheet with a scale, and where to draw on it."""
    sheet = Sheet(WIDTH, height)
    plot = _Plot(38, WIDTH - right, 24, height - 30, scale[-1])
    for tick in scale:
        sheet.line(plot.left, plot.y(tick), plot.right, plot.y(tick), color=LIGHT)
        sheet.text(plot.left - 6, plot.y(tick) - 4, f"{tick:g}", "end", SMALL, color=DARK)
    sheet.line(plot.left, plot.bottom, plot.right, plot.bottom, color=DARK)
    sheet.text(4, height - FONT_SIZE, unit, size=SMALL, color=DARK)
    return sheet, plot


def _limit(sheet, plot, step, values, name):
    """The limits of the months as steps, named at their end."""
    for stretch in _stretches(values):
        points = []
        for position in stretch:
            x, y = plot.left + position * step, plot.y(values[position])
            points += [(x, y), (x + step, y)]
        sheet.path(points, color=MIDDLE, width=1, dash=[4, 3])
    if values and values[-1] is not None:
        sheet.text(plot.right + 5, plot.y(values[-1]) - 4, name, size=SMALL, color=DARK)


def _mark(sheet, x, y, signals):
    """A month: a ring; a filled diamond outside the limits, a square in a run or trend."""
    if "beyond" in signals:
        shape = Polygon([x, y + 7, x + 7, y, x, y - 7, x - 7, y], fillColor=BLACK)
    elif signals:
        shape = Polygon([x - 4, y - 4, x - 4, y + 4, x + 4, y + 4, x + 4, y - 4], fillColor=BLACK)
    else:
        shape = Circle(x, y, 2.6, fillColor=WHITE)
    shape.strokeColor, shape.strokeWidth = BLACK, 1.2
    sheet.add(shape)


def _stretches(values):
    """Positions of values that follow each other without a gap, stretch by stretch."""
    stretch = []
    for position, value in enumerate(values):
        if value is not None:
            stretch.append(position)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _running_shares(rows, total):
    together = 0
    for _name, count in rows:
        together += count
        yield together / total


def _short(name, letters):
    """A name that fits beside its bar; Chinese characters are twice as wide as others."""
    wide = [2 if ord(letter) > 0x2E7F else 1 for letter in name]
    if sum(wide) <= letters:
        return name
    kept, width = "", 0
    for letter, letter_width in zip(name, wide, strict=True):
        width += letter_width
        if width >= letters:
            break
        kept += letter
    return f"{kept}…"
