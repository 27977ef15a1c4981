"""Times the figures of a periodic review against one pass over the cases it counts.

Run in Odoo's shell; prints the figures as a line of JSON after MARK.
"""

import json
import resource
import time
from datetime import timedelta

from one_pass import one_pass

MARK = "measured-review"
REPEAT = 3


def time_review(env, most):
    """Draft the review of the last whole months that hold at most so many cases.

    :param most: cases
    """
    company = env.company
    env.cr.execute(
        "SELECT max(received_day) FROM lab_complaint WHERE company_id = %s", [company.id]
    )
    last = env.cr.fetchone()[0] - timedelta(days=1)
    env.cr.execute(
        "SELECT min(received_day) FROM (SELECT received_day FROM lab_complaint"
        " WHERE company_id = %s AND received_day <= %s ORDER BY received_day DESC LIMIT %s) newest",
        [company.id, last, most],
    )
    first = env.cr.fetchone()[0]
    env.cr.execute(
        "SELECT count(*) FROM lab_complaint WHERE received_day BETWEEN %s AND %s", [first, last]
    )
    cases = env.cr.fetchone()[0]
    passes = one_pass(env, company, first, last, REPEAT)
    seconds = []
    for _turn in range(REPEAT):
        env.invalidate_all()
        started, queries = time.perf_counter(), env.cr.sql_log_count
        review = env["lab.complaint.review"].create(
            {"company_id": company.id, "period": "free", "first_day": first, "last_day": last}
        )
        env.flush_all()
        seconds.append(time.perf_counter() - started)
        queries = env.cr.sql_log_count - queries
        if review.state != "draft" or not review.figures:
            raise RuntimeError("The review took no figures.")
        env.cr.rollback()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures = {
        "cases": cases,
        "days": (last - first).days + 1,
        "pass": passes,
        "review": min(seconds),
        "queries": queries,
        "memory": memory,
    }
    print(MARK, json.dumps(figures))
