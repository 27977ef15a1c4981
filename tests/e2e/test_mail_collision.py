"""A letter leaves once, whatever people do while the mail server takes it."""

import threading

import pytest
from mail_server import MailServer

ADDRESS = "lin@gauge-of-wuxi.example.com"
ORDER = "lab_complaint.lab_order_bearing"


@pytest.fixture
def mail_server(laboratory):
    """A mail server that Odoo sends by."""
    key = laboratory.api_key("admin")
    with MailServer.running() as server:
        host, port = server.server_address
        values = {
            "name": "Mail server of the test",
            "smtp_host": host,
            "smtp_port": port,
            "smtp_encryption": "none",
        }
        made = laboratory.call(key, "ir.mail_server", "create", vals_list=[values])
        made.raise_for_status()
        yield server
        laboratory.call(key, "ir.mail_server", "unlink", ids=made.json()).raise_for_status()


def test_letter_leaves_once(laboratory, mail_server):
    officer = laboratory.api_key("officer")
    values = {
        "subject": "Worked on while the letter leaves",
        "description": "The values differ.",
        "order_id": laboratory.record_id(ORDER),
        "complainant_email": ADDRESS,
    }
    made = laboratory.call(officer, "lab.complaint", "create", vals_list=[values])
    (complaint,) = made.json()
    changes = []

    def change():
        with laboratory.connection() as somebody, somebody.cursor() as cursor:
            cursor.execute(
                "UPDATE lab_complaint SET remedy_sought = 'A new one' WHERE id = %s", [complaint]
            )

    def work_meanwhile(mail):
        if ADDRESS in mail["To"]:
            changes.append(threading.Thread(target=change))
            changes[0].start()
            # Whoever is not held has long written it by then.
            changes[0].join(3)

    mail_server.meanwhile = work_meanwhile
    told = laboratory.call(officer, "lab.complaint", "action_acknowledge", ids=[complaint])
    told.raise_for_status()
    changes[0].join(30)
    admin = laboratory.api_key("admin")
    queue = laboratory.record_id("mail.ir_cron_mail_scheduler_action")
    laboratory.call(admin, "ir.cron", "method_direct_trigger", ids=[queue]).raise_for_status()

    assert len([mail for mail in mail_server.mails if ADDRESS in mail["To"]]) == 1
    said = laboratory.call(
        officer,
        "lab.complaint.communication",
        "search_read",
        domain=[["complaint_id", "=", complaint]],
        fields=["delivery_state", "is_given"],
    ).json()
    assert [(one["delivery_state"], one["is_given"]) for one in said] == [("sent", True)]
    fields = ["acknowledged_day", "remedy_sought"]
    (kept,) = laboratory.call(
        officer, "lab.complaint", "read", ids=[complaint], fields=fields
    ).json()
    assert kept["remedy_sought"] == "A new one"
    assert kept["acknowledged_day"]
