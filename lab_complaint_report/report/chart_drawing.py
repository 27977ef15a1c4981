"""A sheet to draw a chart on, with ReportLab, as SVG: black, greys and hatches, so that it can be
read in black and white."""

import base64
import math

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

BLACK, DARK, MIDDLE, LIGHT, WHITE = map(
    HexColor, ("#1c1c1c", "#555555", "#8c8c8c", "#d9d9d9", "#ffffff")
)
FONT_SIZE = 11
# ReportLab knows the letters of its own font only; who shows the picture has the others.
DRAWN_FONT = "Helvetica"
FONTS = "'Noto Sans CJK SC', 'Microsoft YaHei', Helvetica, Arial, sans-serif"
STEPS = (1, 2, 5, 10)
HATCH_GAP = 5


class Sheet:
    """A drawing whose origin is the lower left corner, in units of which 680 are the width of a
    printed page."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.drawing = Drawing(width, height)

    def text(self, x, y, words, anchor="start", size=FONT_SIZE, bold=False, color=BLACK):
        """Words whose start, middle or end is at a place."""
        font = f"{DRAWN_FONT}-Bold" if bold else DRAWN_FONT
        shape = String(x, y, words, fontName=font, fontSize=size, fillColor=color)
        # The anchor of SVG: whoever shows the letters knows how wide they are.
        shape._svgAttrs = {"text-anchor": anchor}
        self.drawing.add(shape)

    def line(self, x1, y1, x2, y2, color=MIDDLE, width=0.7, dash=None):
        """A straight line; `dash` are lengths of strokes and gaps."""
        self.drawing.add(
            Line(x1, y1, x2, y2, strokeColor=color, strokeWidth=width, strokeDashArray=dash)
        )

    def path(self, points, color=BLACK, width=1.2, dash=None):
        """A line through a list of (x, y)."""
        flat = [coordinate for point in points for coordinate in point]
        if len(points) > 1:
            self.drawing.add(
                PolyLine(flat, strokeColor=color, strokeWidth=width, strokeDashArray=dash)
            )

    def bar(self, x, y, width, height, hatched=False):
        """An upright or lying bar: dark, or light with a hatch."""
        fill, stroke = (WHITE, MIDDLE) if hatched else (DARK, DARK)
        self.drawing.add(
            Rect(x, y, width, height, fillColor=fill, strokeColor=stroke, strokeWidth=0.7)
        )
        if hatched:
            self._hatch(x, y, width, height)

    def _hatch(self, x, y, width, height):
        for start in range(HATCH_GAP, math.ceil(width + height), HATCH_GAP):
            self.line(
                x + max(0, start - height),
                y + min(height, start),
                x + min(width, start),
                y + max(0, start - width),
                color=LIGHT,
            )

    def add(self, shape):
        """Any other shape of ReportLab."""
        self.drawing.add(shape)

    def picture(self):
        """The drawing as an address that holds the picture itself."""
        svg = renderSVG.drawToString(self.drawing)
        for font in (f"{DRAWN_FONT}-Bold", DRAWN_FONT):
            weight = "; font-weight: bold" if font.endswith("Bold") else ""
            svg = svg.replace(f"font-family: {font};", f"font-family: {FONTS}{weight};")
        return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def ticks(highest, most=5):
    """Round numbers from 0 to at least the highest value, whole ones where that is possible.

    :param most: so many steps at most
    :return: list of numbers, at least two
    """
    if highest <= 0:
        return [0, 1]
    rough = highest / most
    unit = 10 ** math.floor(math.log10(rough))
    # Half a complaint is none; a rate below one still needs its steps.
    step = next(unit * step for step in STEPS if unit * step >= rough * (1 - 1e-9))
    if highest >= most:
        step = max(1, step)
    count = math.ceil(highest / step - 1e-9)
    return [round(number * step, 6) for number in range(count + 1)]
