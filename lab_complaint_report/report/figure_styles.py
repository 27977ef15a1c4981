"""How the figures of the statistics are written in cells."""


def style_of(figure):
    """Style of a figure of many cases.

    :param figure: its name
    :return: `percent`, `decimal`, `money` or `number`
    """
    if figure.endswith(("_share", "in_time")):
        return "percent"
    if figure.startswith(("days_", "per_")):
        return "decimal"
    return "money" if figure == "compensation" else "number"


def style_of_one(figure):
    """Style of a figure of a single case, whose days are whole."""
    style = style_of(figure)
    return "number" if style == "decimal" else style
