from odoo import SUPERUSER_ID
from odoo.api import Environment


def migrate(cr, version):
    """Make the promises of open cases: until 19.0.1 each stage had only its next one."""
    env = Environment(cr, SUPERUSER_ID, {})
    env["lab.complaint"].with_context(tracking_disable=True)._promise_what_is_ahead()
