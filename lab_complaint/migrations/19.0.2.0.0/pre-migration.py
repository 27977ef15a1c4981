# What is kept of the complainant, under its new name.
RENAMED = {
    "partner_id": "identity_partner_id",
    "complainant_name": "identity_name",
    "complainant_email": "identity_email",
    "complainant_phone": "identity_phone",
}

# Codes that other requirements have now, last first.
RECODED = {
    "requirement_cause": ("INV-3", "INV-5"),
    "requirement_validity": ("INV-2", "INV-4"),
}


def migrate(cr, version):
    """Move what is recorded to where this release keeps it."""
    _protect_identity(cr)
    _recode_requirements(cr)


def _recode_requirements(cr):
    for name, (old, new) in RECODED.items():
        cr.execute(
            "UPDATE lab_complaint_requirement SET code = %s WHERE code = %s AND id ="
            " (SELECT res_id FROM ir_model_data WHERE module = 'lab_complaint' AND name = %s)",
            (new, old, name),
        )


def _protect_identity(cr):
    """Keep the complainant in fields of the officers, tracked changes included.

    With the field's own record the tracked values of old complaints move along: nobody
    else reads there who complained.
    """
    for old, new in RENAMED.items():
        cr.execute(f"ALTER TABLE lab_complaint RENAME COLUMN {old} TO {new}")
        cr.execute(f"DROP INDEX IF EXISTS lab_complaint__{old}_index")
        cr.execute(
            "UPDATE ir_model_fields SET name = %s WHERE model = 'lab.complaint' AND name = %s",
            (new, old),
        )
        cr.execute(
            "UPDATE ir_model_data SET name = %s WHERE module = 'lab_complaint' AND name = %s",
            (f"field_lab_complaint__{new}", f"field_lab_complaint__{old}"),
        )
