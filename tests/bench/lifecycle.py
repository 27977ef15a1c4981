"""Update, uninstall and install with a large register: how long it takes, and that nothing is lost."""

import time

from environment import SetupError

REGISTER = {
    "lab_complaint": "name, subject, description, state, received_on, closed_on, stage_id, user_id",
    "lab_complaint_deadline": "complaint_id, kind, due_on, done_on, missed",
    "lab_complaint_communication": "complaint_id, kind, told_on",
    "lab_complaint_decision": "complaint_id, kind, state, proposal, grounds",
    "lab_complaint_measure": "complaint_id, kind, state, name",
    "lab_complaint_evidence": "complaint_id, kind, reference, verified_on",
    "lab_complaint_certificate": "complaint_id, certificate_id, role",
    "lab_certificate": "name, order_id, issued_on",
}
# What belongs to others and stays when the register goes.
OTHERS = {
    "sale_order": "name, partner_id, state",
    "res_partner": "name, email",
    "helpdesk_ticket": "number, name, stage_id",
}


def fingerprint(cluster, database, tables):
    """What is in these tables, as {table: "rows, sum of the hashes of rows"}."""
    return {
        table: cluster.query(
            f"SELECT count(*), sum(hashtextextended(ROW({columns})::text, 0)) FROM {table}",
            database,
        )
        for table, columns in tables.items()
    }


def measure(databases, name):
    """Go through the life of the add-ons in a database, which is of no use afterwards.

    :return: list of {"step", "seconds", "kept", "problem"}
    """
    cluster, addons = databases.cluster, databases.environment.addons
    steps = [
        ("update all add-ons", ("upgrade", *addons), {**REGISTER, **OTHERS}),
        ("uninstall the paper", ("uninstall", "lab_complaint_report"), {**REGISTER, **OTHERS}),
        ("install the paper again", ("install", "lab_complaint_report"), {**REGISTER, **OTHERS}),
        ("uninstall the register", ("uninstall", "lab_complaint"), OTHERS),
    ]
    done = []
    for step, (command, *modules), tables in steps:
        before = fingerprint(cluster, name, tables)
        databases.console.say(step.capitalize())
        started = time.monotonic()
        try:
            databases.odoo("module", command, "-d", name, *modules)
            problem = ""
        except SetupError as error:
            databases.console.say(str(error))
            problem = "failed; Odoo's log says why"
        seconds = time.monotonic() - started
        kept = not problem and before == fingerprint(cluster, name, tables)
        done.append({"step": step, "seconds": seconds, "kept": kept, "problem": problem})
    return done
