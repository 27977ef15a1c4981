from lxml import etree

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.tools import convert_file, file_open

# Rules and requirements are a laboratory's to change and therefore not updated by themselves.
RULES = "security/lab_complaint_rules.xml"
REQUIREMENTS = "lab_complaint/data/lab_complaint_requirement_data.xml"
# What was asked before; where a laboratory asks something else, that stays.
ASKED_BEFORE = {
    "requirement_responsibility": "[('responsibility', '!=', False)]",
    "requirement_investigators": "[('investigator_ids', '!=', False)]",
    "requirement_validity": "[('validity', '!=', False)]",
}


def migrate(cr, version):
    """Take over the rules and requirements of this release, and promise what is ahead."""
    env = Environment(cr, SUPERUSER_ID, {})
    convert_file(env, "lab_complaint", RULES, {}, "init", noupdate=False)
    _ask_anew(env)
    complaints = env["lab.complaint"].with_context(tracking_disable=True).search([])  # pylint: disable=no-search-all
    complaints._appoint_investigators()
    complaints._promise_what_is_ahead()


def _ask_anew(env):
    with file_open(REQUIREMENTS, "rb") as file:
        records = etree.parse(file).iter("record")
    for node in records:
        requirement = env.ref(f"lab_complaint.{node.get('id')}", raise_if_not_found=False)
        if requirement and requirement.domain == ASKED_BEFORE.get(node.get("id")):
            requirement.write(
                {field.get("name"): field.text for field in node if not field.get("eval")}
            )
