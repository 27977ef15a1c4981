"""The add-ons leave a database in order, with complaints in it."""

from environment import REPOSITORY

COMPLAINT = """
case = env['lab.complaint'].create({
    'subject': 'Kept until the end', 'description': 'My own words',
    'channel_id': env['lab.complaint.channel'].search([], limit=1).id,
    'category_id': env['lab.complaint.category'].search([], limit=1).id,
})
case.activity_schedule('lab_complaint.activity_type_promise', user_id=env.ref('base.user_admin').id)
# As the demonstration does.
calendar = env['resource.calendar'].create({'name': 'Calendar of the demonstration'})
env['ir.model.data'].create({
    'module': 'lab_complaint', 'name': 'lab_calendar',
    'model': 'resource.calendar', 'res_id': calendar.id,
})
env.company.resource_calendar_id = calendar
# A decision that waits; submitting one takes a whole case.
env.cr.execute(
    "INSERT INTO tier_review (model, res_id, status) VALUES ('lab.complaint.decision', 1, 'pending')"
)
# What another add-on noted at a model of its own.
env.cr.execute(
    "INSERT INTO mail_message (model, res_id, message_type, body)"
    " VALUES ('lab.instrument', 1, 'comment', 'Not ours')"
)
"""
LEFT = """
    SELECT (SELECT count(*) FROM tier_review WHERE model LIKE 'lab.complaint%')
         + (SELECT count(*) FROM mail_activity WHERE res_model LIKE 'lab.%')
         + (SELECT count(*) FROM mail_message WHERE model LIKE 'lab.complaint%')
"""
NOT_OURS = "SELECT count(*) FROM mail_message WHERE model = 'lab.instrument'"
# What a company works by stays as well.
CALENDAR = """
    SELECT calendar.name
      FROM res_company company
      JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
     WHERE company.id = 1
"""


def test_uninstall_with_complaints(databases):
    template = databases.product(repository=REPOSITORY)
    with databases.scratch(template) as name:
        databases.run_script(name, COMPLAINT)
        assert int(databases.cluster.query(LEFT, name)[0][0]) >= 2
        # What Odoo logs as an error is raised.
        databases.odoo("module", "uninstall", "-d", name, "lab_complaint")
        left = databases.cluster.query(
            "SELECT relname FROM pg_class WHERE relname LIKE 'lab\\_%' AND relkind IN ('r', 'v')",
            name,
        )
        assert left == []
        assert databases.cluster.query(LEFT, name) == [["0"]]
        assert databases.cluster.query(NOT_OURS, name) == [["1"]]
        assert databases.cluster.query(CALENDAR, name) == [["Calendar of the demonstration"]]
        states = databases.cluster.query(
            "SELECT DISTINCT state FROM ir_module_module WHERE name LIKE 'lab_complaint%'", name
        )
        assert states == [["uninstalled"]]
