# Run in Odoo's shell after an update: what populate.py recorded is all there, unchanged.
complaints = env["lab.complaint"].search([("subject", "=like", "Update test: %")], order="id")
opened, closed = complaints
assert opened.name == "CP/2026/00001", opened.name
assert closed.name == "CP/2025/00001", closed.name
assert opened.description == "My own words, to be kept."
assert opened.state == "investigation", opened.state
assert closed.state == "closed", closed.state
assert str(closed.closed_on) == "2025-05-20 08:00:00", closed.closed_on
assert opened.customer_id.name == "Update Test Works", opened.customer_id.name
assert opened.order_id.order_line == opened.order_line_ids
assert opened.severity == "major", opened.severity
assert opened.certificate_ids.name == "C-UPDATE-1"
assert opened.certificate_ids.performed_by_ids.name == "Wang Update"
assert opened.next_promise_on, "no next promise"
assert env.ref("lab_complaint.stage_screening").rotting_threshold_days == 7
assert closed.first_closed_on == closed.closed_on
is_led = bool(env["res.users"].search([("login", "=", "officer_update")]))
# Days are counted for cases of before as well.
assert str(opened.received_day) == "2026-03-02", opened.received_day
assert str(closed.closed_day) == "2025-05-20", closed.closed_day
assert closed.days_to_close == 11, closed.days_to_close
assert bool(opened.acknowledged_day) == is_led, opened.acknowledged_day
assert opened.complainant_name == "Li Update", opened.complainant_name
assert opened.partner_id.name == "Li Update"
# What is asked and promised now applies to what was open then; what had ended is left alone.
assert set(opened.deadline_ids.mapped("kind")) >= {"outcome"}, opened.deadline_ids.mapped("kind")
assert not closed.deadline_ids
assert is_led != ("REC-4" in opened.missing_ids.mapped("code")), "acknowledged?"
if is_led:
    told = opened.communication_ids
    assert told.summary == "Number and date given" and told.is_given
    assert opened.decision_ids.grounds == "Our certificate"
    assert opened.user_id.login == "officer_update"
requirement = env.ref("lab_complaint.requirement_validity")
assert requirement.code == "INV-4" and "validity_grounds" in requirement.domain
