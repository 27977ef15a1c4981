RELATIONS = (
    "lab_complaint_rate_department_rel",
    "lab_complaint_rate_service_rel",
    "lab_complaint_analysis_service_rel",
)


def uninstall_hook(env):
    """Take the database views along that the models for counting read."""
    for name in RELATIONS:
        env.cr.execute(f"DROP VIEW IF EXISTS {name}")
