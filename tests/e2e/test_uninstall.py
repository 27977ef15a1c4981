"""The add-ons leave a database in order, with complaints in it."""

from environment import REPOSITORY

COMPLAINT = """
env['lab.complaint'].create({
    'subject': 'Kept until the end', 'description': 'My own words',
    'channel_id': env['lab.complaint.channel'].search([], limit=1).id,
    'category_id': env['lab.complaint.category'].search([], limit=1).id,
})
"""


def test_uninstall_with_complaints(databases):
    reviews = "SELECT count(*) FROM tier_review WHERE model LIKE 'lab.complaint%'"
    template = databases.product(demo=True, repository=REPOSITORY)
    with databases.scratch(template) as name:
        databases.run_script(name, COMPLAINT)
        # Some decisions of the demo wait for approval.
        assert int(databases.cluster.query(reviews, name)[0][0])
        # What Odoo logs as an error is raised.
        databases.odoo("module", "uninstall", "-d", name, "lab_complaint")
        left = databases.cluster.query(
            "SELECT relname FROM pg_class WHERE relname LIKE 'lab\\_%' AND relkind IN ('r', 'v')",
            name,
        )
        assert left == []
        assert databases.cluster.query(reviews, name) == [["0"]]
        states = databases.cluster.query(
            "SELECT DISTINCT state FROM ir_module_module WHERE name LIKE 'lab_complaint%'", name
        )
        assert states == [["uninstalled"]]
