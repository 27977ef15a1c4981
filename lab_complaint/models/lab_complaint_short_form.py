from odoo import api, fields, models


class LabComplaint(models.Model):
    """What any employee logs at the counter, on the phone or on site, who may have no right to
    orders: numbers are entered as text and looked up, photos and scans come along (7.9.1)."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    logged_file_ids = fields.Many2many(
        "ir.attachment",
        string="Photos and Files",
        compute="_compute_logged_file_ids",
        inverse="_inverse_logged_file_ids",
        help="Kept with the complaint, like what is attached to its notes.",
    )

    def _compute_logged_file_ids(self):
        """Only the way in: files of a case are read by the rules for its notes."""
        self.logged_file_ids = False

    def _inverse_logged_file_ids(self):
        for complaint in self:
            complaint.logged_file_ids.write({"res_model": self._name, "res_id": complaint.id})

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; numbers that somebody of the laboratory states are looked up. What
        arrives from outside does so by itself."""
        complaints = super().create(vals_list)
        if not self.env.su:
            for complaint in complaints.filtered("stated_reference"):
                complaint.sudo()._link_stated_numbers()
        return complaints

    def _link_stated_numbers(self):
        """Link what one case states and belongs to its customer; other numbers that there are
        make a note for the officer."""
        owner = self.customer_id or self.identity_partner_id
        named = self._recognise(self.stated_reference, owner, self.company_id)
        values = self._values_of_named(
            {**named, "certificates": named["certificates"] - self.certificate_ids.certificate_id}
        )
        if self.order_id:
            del values["order_id"]
        self.write(values)
        linked = {self.order_id.name, *self.certificate_ids.mapped("name")}
        self._note_other_numbers([number for number in named["others"] if number not in linked])
