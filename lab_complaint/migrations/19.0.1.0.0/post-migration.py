from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.tools import convert_file


def migrate(cr, version):
    """Take over the record rules of this release, and fill the first closing date.

    Rules are a laboratory's to change and therefore not updated by themselves; those of
    19.0.0 let people involved see which certificates their case is about.
    """
    env = Environment(cr, SUPERUSER_ID, {})
    convert_file(
        env, "lab_complaint", "security/lab_complaint_rules.xml", {}, "init", noupdate=False
    )
    env.ref("lab_complaint.rule_complaint_certificate_all", raise_if_not_found=False).unlink()
    cr.execute("UPDATE lab_complaint SET first_closed_on = closed_on WHERE first_closed_on IS NULL")
