from odoo import models
from odoo.tools import SQL


class LabComplaint(models.Model):
    """Cases and groups in the order of their categories."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # Lists in their usual order. All cases by category and month as well: what counts them and says
    # who may see them is in the index, so that no case is looked up for it.
    _received = models.Index(
        "(received_on DESC, id DESC) INCLUDE (category_id, company_id, create_uid, state)"
    )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Where a category stands is looked up for what is sorted: for a pivot these are its few
        groups, whereas a join is made for every case of the register."""
        categories = self.env["lab.complaint.category"]
        if field_name != "category_id" or nulls.code or categories._order != "sequence, id":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        category = self._field_to_sql(alias, field_name, query)
        place = SQL("(SELECT sequence FROM lab_complaint_category WHERE id = %s)", category)
        return SQL("%s %s, %s %s", place, direction, category, direction)
