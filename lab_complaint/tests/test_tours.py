from odoo.tests import HttpCase, tagged

from .common import ComplaintCase


@tagged("lab_tour")
class TestTours(HttpCase, ComplaintCase):
    """What people do with the mouse, in a browser."""

    def test_log_from_the_order(self):
        """A salesperson opens an order and logs what the customer says on the phone."""
        self.order.action_confirm()
        self.start_tour(
            f"/odoo/action-sale.action_orders/{self.order.id}",
            "lab_complaint_log_from_order",
            login=self.salesperson.login,
        )
        complaint = self._complaints().search([("order_id", "=", self.order.id)])
        self.assertRecordValues(
            complaint,
            [
                {
                    "subject": "Values far from last year's",
                    "description": "Last year 0.2 kPa, now 2 kPa.",
                    "received_by_id": self.salesperson.id,
                    "customer_id": self.customer.id,
                    "partner_id": self.contact.id,
                    "state": "received",
                    "register_number": 1,
                }
            ],
        )

    def test_drag_to_screening(self):
        """An officer drags the card to the next column of the kanban."""
        received = self.env.ref("lab_complaint.stage_received")
        screening = self.env.ref("lab_complaint.stage_screening")
        complaint = self._log(order_id=self.order.id, stage_id=received.id, user_id=self.officer.id)
        self.start_tour(
            "/odoo/complaints", "lab_complaint_drag_to_screening", login=self.officer.login
        )
        complaint.invalidate_recordset()
        self.assertEqual(complaint.stage_id, screening)
