# Run in Odoo's shell with an older release: records that every update has to keep.
# Only what the first release knew is used here.
customer = env["res.partner"].create({"name": "Update Test Works", "is_company": True})
partner = env["res.partner"].create({"name": "Li Update", "parent_id": customer.id})
product = env["product.product"].create({"name": "Calibration", "type": "service"})
order = env["sale.order"].create(
    {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id})]}
)
order.action_confirm()
employee = env["hr.employee"].create({"name": "Wang Update"})
complaint = env["lab.complaint"].create(
    {
        "subject": "Update test: open",
        "description": "My own words, to be kept.",
        "order_id": order.id,
        "received_on": "2026-03-02 08:00:00",
        "category_id": env.ref("lab_complaint.category_result_value").id,
        "severity": "major",
        "certificate_ids": [
            (0, 0, {"name": "C-UPDATE-1", "performed_by_ids": [(6, 0, employee.ids)]})
        ],
    }
)
if "lab.complaint.communication" in env:
    # Since 19.0.2.0.0 a case is led, and what is done on the way has to be kept as well.
    officer = env["res.users"].create(
        {
            "name": "Officer Update",
            "login": "officer_update",
            "group_ids": [(4, env.ref("lab_complaint.group_officer").id)],
        }
    )
    complaint.department_ids = env["hr.department"].create({"name": "Update Department"})
    case = complaint.with_user(officer)
    case.write(
        {
            "user_id": officer.id,
            "channel_id": env.ref("lab_complaint.channel_contact").id,
            "immediate_action": "No further certificates of this series",
        }
    )
    case.action_acknowledge(way="phone", summary="Number and date given")
    case.action_accept(responsibility="ours", grounds="Our certificate")
else:
    complaint.stage_id = env.ref("lab_complaint.stage_investigation")
env["lab.complaint"].create(
    {
        "subject": "Update test: closed",
        "former_number": "2025-17",
        "description": "Closed long ago.",
        "received_on": "2025-05-05 08:00:00",
        "stage_id": env.ref("lab_complaint.stage_closed").id,
        "closed_on": "2025-05-20 08:00:00",
    }
)
# What a laboratory changed is its own: an update does not set it back.
env.ref("lab_complaint.stage_screening").rotting_threshold_days = 7
