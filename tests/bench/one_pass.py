"""One pass over the cases of a period: the yardstick for what figures may cost.

Run in Odoo's shell (`env` at hand):

    seconds = one_pass(env, env.company, date(2025, 1, 1), date(2025, 12, 31))

It is plain SQL that shares nothing with the figures: one SELECT that reads every column they are
made of, for each case of the period with its promises and measures, and aggregates them once.
"""

import time

ONE_PASS = """
    SELECT count(*), count(DISTINCT complaint.name), count(DISTINCT complaint.category_id),
           count(DISTINCT complaint.channel_id), count(DISTINCT complaint.severity),
           count(DISTINCT complaint.kind), count(DISTINCT complaint.responsibility),
           count(DISTINCT complaint.validity), count(DISTINCT complaint.customer_id),
           count(DISTINCT complaint.user_id), count(DISTINCT complaint.state),
           min(complaint.received_day), max(complaint.closed_day),
           count(complaint.acknowledged_day), avg(complaint.days_to_acknowledge),
           count(complaint.decided_day), avg(complaint.days_to_decide),
           count(complaint.answered_day), avg(complaint.days_to_answer),
           avg(complaint.days_to_close), sum(complaint.reopen_count),
           count(*) FILTER (WHERE complaint.is_recurring),
           sum(promised.total), sum(promised.missed), sum(promised.done),
           sum(measured.total), sum(measured.amount), sum(measured.effective)
      FROM lab_complaint complaint
      LEFT JOIN (
            SELECT deadline.complaint_id, count(*) AS total,
                   count(*) FILTER (WHERE deadline.missed) AS missed,
                   count(deadline.done_on) AS done, count(DISTINCT deadline.kind) AS kinds
              FROM lab_complaint_deadline deadline
              JOIN lab_complaint concerned ON concerned.id = deadline.complaint_id
             WHERE concerned.company_id = %(company)s
               AND concerned.received_day BETWEEN %(first)s AND %(last)s
             GROUP BY deadline.complaint_id
           ) promised ON promised.complaint_id = complaint.id
      LEFT JOIN (
            SELECT measure.complaint_id, count(*) AS total,
                   sum(measure.amount) FILTER (
                       WHERE measure.kind = 'compensation' AND measure.state != 'cancelled'
                   ) AS amount,
                   count(*) FILTER (WHERE measure.effectiveness = 'effective') AS effective
              FROM lab_complaint_measure measure
              JOIN lab_complaint concerned ON concerned.id = measure.complaint_id
             WHERE concerned.company_id = %(company)s
               AND concerned.received_day BETWEEN %(first)s AND %(last)s
             GROUP BY measure.complaint_id
           ) measured ON measured.complaint_id = complaint.id
     WHERE complaint.company_id = %(company)s
       AND complaint.received_day BETWEEN %(first)s AND %(last)s
"""


def one_pass(env, company, first, last, repeat=3):
    """Read and aggregate the cases of a period once.

    :param env: Odoo environment; what waits to be written is written first
    :param company: one res.company
    :param first: date of the first day
    :param last: date of the last day, included
    :param repeat: how often it is done; the quickest counts
    :return: seconds of wall time
    """
    env.flush_all()
    values = {"company": company.id, "first": first, "last": last}
    took = []
    for _time in range(repeat):
        begin = time.perf_counter()
        env.cr.execute(ONE_PASS, values)
        env.cr.fetchall()
        took.append(time.perf_counter() - begin)
    return min(took)
