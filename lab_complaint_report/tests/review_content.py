"""What a review says of generated cases, counted here in Python and not by the product."""

from datetime import date, timedelta
from math import sqrt
from random import Random

from ..models.lab_complaint_statistics import DIMENSIONS, MEASURES
from ..report.review_book import ReviewContent

NAMES = {
    "main_category_id": ("Wrong value", "Late report", "Attitude", "Charges"),
    "department_ids": ("Pressure", "Length", "Pressure, Length"),
    "severity": ("Minor", "General", "Major"),
    "cause_ids": ("Printing error", "Repair", "None"),
}
AVERAGED = [
    name for name in MEASURES if name.startswith("days_") or name.endswith(("_share", "in_time"))
]
SUMMED = [name for name in MEASURES if name not in AVERAGED]
YEAR = date(2026, 1, 1)


def named(words):
    """A name as reviews keep them."""
    return {"en_US": words, "zh_CN": f"{words}（中文）"}


def generated(count, seed=1):
    """A review of a year.

    :param count: number of its cases
    :return: ReviewContent
    """
    random = Random(seed)
    cases = [_case(random, number) for number in range(count)]
    cases.sort(key=lambda case: case["received_day"])
    trend = [_month(random, cases, month) for month in range(1, 13)]
    frozen = {
        "currency": "CNY",
        "figures": {
            "period": _figures(cases, trend),
            "previous": _figures(cases[::2], trend),
            "year_ago": _figures([], []),
        },
        "tables": {dimension: _table(cases, dimension) for dimension in DIMENSIONS},
        "trend": trend,
        "control": _control(trend),
        "promises": _promises(random, count),
        "measures": _measures(random, count),
        "open_cases": [_open(case) for case in cases[:3]],
        "clusters": _clusters(cases),
        "hints": [{"says": named("Nobody complains about Length.")}] if count else [],
    }
    days = {"period": "2026", "previous": "2025", "year_ago": "2025"}
    facts = [("Version", "1"), ("Conclusions", "=1+1 is what people write")]
    return ReviewContent("Complaint review, 2026", frozen, cases, days, facts)


def _case(random, number):
    received = YEAR + timedelta(days=random.randrange(365))
    case = {
        "number": f"CP/2026/{number:05}",
        "received_day": str(received),
        "closed_day": random.choice([None, str(received + timedelta(days=20))]),
        **{
            dimension: named(random.choice(NAMES.get(dimension, ("One", "=Two", "Three"))))
            for dimension in DIMENSIONS
        },
        "complaint_count": 1,
        "reopened_count": random.randrange(2),
        "recurring_count": random.randrange(2),
        "compensation": random.choice([0.0, 12.5, 1000.0]),
    }
    for name in AVERAGED:
        most = 20 if name.startswith("days_") else 1
        case[name] = random.choice([None, random.randint(0, most), random.randint(0, most)])
    return case


def _figures(cases, trend):
    figures = {name: sum(case[name] for case in cases) for name in SUMMED}
    for name in AVERAGED:
        known = [case[name] for case in cases if case[name] is not None]
        figures[name] = sum(known) / len(known) if known else None
    figures |= {"open_count": 3, "closed_count": len(cases) // 2}
    for units, rate in (("order_count", "per_orders"), ("certificate_count", "per_certificates")):
        figures[units] = sum(month[units] for month in trend)
        figures[rate] = _per(len(cases), figures[units])
    return figures


def _per(count, units):
    return count / units * 1000 if units else None


def _table(cases, dimension):
    counts = {}
    for case in cases:
        name = case[dimension]["en_US"]
        counts[name] = counts.get(name, 0) + 1
    return [
        {
            "id": name,
            "name": named(name),
            "count": count,
            "valid_share": 0.5,
            "in_time": None,
            "previous": count // 2,
            "year_ago": 0,
        }
        for name, count in sorted(counts.items(), key=lambda item: -item[1])
    ]


def _month(random, cases, month):
    day = date(2026, month, 1)
    count = sum(case["received_day"].startswith(f"{day:%Y-%m}") for case in cases)
    orders = random.randint(400, 700) if month > 1 else 0
    return {
        "first": str(day),
        "last": str(day),
        "complaint_count": count,
        "order_count": orders,
        "certificate_count": 0,
        "per_orders": _per(count, orders),
        "per_certificates": None,
        "in_time": 0.9 if count else None,
    }


def _control(trend):
    """u chart as textbooks have it: centre ± 3 roots of centre by units."""
    months = [month for month in trend if month["order_count"]]
    units = sum(month["order_count"] for month in months)
    count = sum(month["complaint_count"] for month in months)
    points = [_point(month, count / units) for month in trend]
    points[5] |= {"signals": ["beyond"], "says": named("Far more than usual.")}
    verdict = named("One month stands out.")
    return {"basis": "orders", "centre": count / units * 1000, "points": points, "verdict": verdict}


def _point(month, mean):
    count, units = month["complaint_count"], month["order_count"]
    spread = 3 * sqrt(mean / units) if units else None
    return {
        "month": month["first"][:7],
        "count": count,
        "units": units,
        "rate": month["per_orders"],
        "lower": max(0, mean - spread) * 1000 if units else None,
        "upper": (mean + spread) * 1000 if units else None,
        "signals": [],
        "says": {},
    }


def _promises(random, count):
    rows = []
    for kind in ("Acknowledgement", "Outcome", "Call-back"):
        kept, missed = (random.randint(1, count), random.randint(0, count)) if count else (0, 0)
        share = kept / (kept + missed) if kept + missed else None
        rows.append(
            {"name": named(kind), "kept": kept, "missed": missed, "open": 2, "share": share}
        )
    return rows


def _measures(random, count):
    if not count:
        return []
    names = ("planned", "done", "cancelled", "effective", "not_effective")
    checked = {"name": named("Training"), **{name: random.randint(1, 9) for name in names}}
    unchecked = {"name": named("Retest"), **dict.fromkeys(names, 0)}
    return [checked, unchecked]


def _open(case):
    return {
        "number": case["number"],
        "category": named("=HYPERLINK(1)"),
        "received_day": case["received_day"],
        "stage": named("Investigation"),
        "severity": case["severity"],
        "promise": named("Outcome"),
        "due_on": "2026-12-24",
        "is_late": True,
    }


def _clusters(cases):
    numbers = [case["number"] for case in cases[:4]]
    names = {name: named(name.title()) for name in ("cause", "department", "product")}
    return [{**names, "count": len(numbers), "numbers": numbers}] if numbers else []
