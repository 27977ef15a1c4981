from odoo.tools import SQL

# Keys by which the tables of this add-on point at its own lists, which are deleted before them.
OWN_KEYS = """
    SELECT constraints.conname, source.relname
      FROM pg_constraint constraints
      JOIN pg_class source ON source.oid = constraints.conrelid
      JOIN pg_class target ON target.oid = constraints.confrelid
     WHERE constraints.contype = 'f' AND source.relname LIKE 'lab\\_complaint%%'
       AND target.relname LIKE 'lab\\_complaint%%'
"""


def uninstall_hook(env):
    """Let lists be deleted that complaints point at: the complaints go with their table.

    Reviews of their decisions, what was planned for them and what was noted stand in tables that
    stay: reviews would wait for approval for ever, activities keep their types from being deleted,
    and Odoo would first write the name of its field to each change that was noted. The calendar of
    the demonstration stays: its company works by it.
    """
    # A laboratory may have other models whose names begin like ours.
    own = tuple(
        name
        for name, model in env.registry.models.items()
        if model._original_module == "lab_complaint"
    )
    env.cr.execute(SQL("DELETE FROM tier_review WHERE model IN %s", own))
    env.cr.execute(SQL("DELETE FROM mail_activity WHERE res_model IN %s", own))
    env.cr.execute(SQL("DELETE FROM mail_message WHERE model IN %s", own))
    env["ir.model.data"].search(
        [("module", "=", "lab_complaint"), ("model", "=", "resource.calendar")]
    ).unlink()
    for name, table in env.execute_query(SQL(OWN_KEYS)):
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name))
        )
