"""The native charts of a review's workbook, drawn so that they can be read in black and white."""

DARK, MIDDLE, LIGHT = "#404040", "#7F7F7F", "#D9D9D9"
BARS = {"fill": {"color": MIDDLE}, "border": {"color": DARK}, "gap": 60}
LIGHT_BARS = {"fill": {"color": LIGHT}, "border": {"color": MIDDLE}, "gap": 60}
LINE = {
    "line": {"color": "#000000", "width": 1.75},
    "marker": {
        "type": "circle",
        "size": 6,
        "fill": {"color": "#FFFFFF"},
        "border": {"color": "#000000"},
    },
}
CENTRE = {"line": {"color": DARK, "width": 1.25}, "marker": {"type": "none"}}
LIMIT = {"line": {"color": DARK, "width": 1.25, "dash_type": "dash"}, "marker": {"type": "none"}}
# Nothing but the marks of points that stand out.
MARKS = {
    "line": {"none": True},
    "marker": {
        "type": "diamond",
        "size": 11,
        "fill": {"color": "#000000"},
        "border": {"color": "#000000"},
    },
}
GRID = {"visible": True, "line": {"color": LIGHT, "width": 0.75}}


def columns_and_line(workbook, title, categories, columns, line, line_axis):
    """Columns, and a line on an axis of its own.

    :param categories: cells with the names, as [sheet, row, column, row, column]
    :param columns: (name, cells, name of the axis)
    :param line: (name, cells, name of the axis)
    :param line_axis: further properties of the axis of the line
    :return: xlsxwriter chart
    """
    chart = workbook.add_chart({"type": "column"})
    name, values, axis = columns
    chart.add_series({"name": name, "categories": categories, "values": values, **LIGHT_BARS})
    name, values, second_axis = line
    rate = workbook.add_chart({"type": "line"})
    rate.add_series(
        {"name": name, "categories": categories, "values": values, "y2_axis": True, **LINE}
    )
    chart.combine(rate)
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_x_axis({"num_format": "yyyy-mm"})
    chart.set_y_axis({"name": axis, "min": 0, "major_gridlines": GRID})
    rate.set_y2_axis({"name": second_axis, "min": 0, **line_axis})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    return chart


def control_lines(workbook, title, axis, categories, lines):
    """Rates with centre line and limits.

    :param lines: list of (name, cells, look), such as LINE, CENTRE, LIMIT or MARKS
    :return: xlsxwriter chart
    """
    chart = workbook.add_chart({"type": "line"})
    for name, values, look in lines:
        chart.add_series({"name": name, "categories": categories, "values": values, **look})
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"name": axis, "min": 0, "major_gridlines": GRID})
    chart.set_x_axis({"num_font": {"rotation": -45}, "num_format": "yyyy-mm"})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    return chart


def stacked_bars(workbook, categories, series):
    """Lying bars, one above the other, whose parts are dark, hatched and light.

    :param series: list of (name, cells)
    :return: xlsxwriter chart
    """
    looks = [
        {"fill": {"color": MIDDLE}, "border": {"color": DARK}},
        {
            "pattern": {
                "pattern": "wide_upward_diagonal",
                "fg_color": "#000000",
                "bg_color": "#FFFFFF",
            },
            "border": {"color": "#000000"},
        },
        {"fill": {"color": "#FFFFFF"}, "border": {"color": MIDDLE}},
    ]
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for (name, values), look in zip(series, looks, strict=True):
        chart.add_series(
            {"name": name, "categories": categories, "values": values, "gap": 60, **look}
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "major_gridlines": GRID})
    chart.set_legend({"position": "bottom"})
    return chart
