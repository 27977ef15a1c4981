from odoo import api, fields, models


class LabComplaintMeasure(models.Model):
    """A retest by somebody who was not involved: what was, what is, and what that means."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    retester_id = fields.Many2one(
        "res.users",
        "Retested by",
        domain="[('share', '=', False), ('id', 'not in', involved_user_ids)]",
        ondelete="restrict",
        tracking=True,
    )
    original_value = fields.Char(copy=False, tracking=True)
    new_value = fields.Char(copy=False, tracking=True)
    criterion = fields.Char(
        copy=False,
        tracking=True,
        help="When the two values agree, such as: |En| ≤ 1",
    )
    conclusion = fields.Text(copy=False, tracking=True)
    order_id = fields.Many2one(
        "sale.order",
        "Retest Order",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )

    @api.constrains("retester_id")
    def _check_retester(self):
        for measure in self:
            measure.complaint_id._check_independent(measure.retester_id, self.env._("retester"))

    def _blockers(self, result):
        blockers = super()._blockers(result)
        if self.kind != "retest":
            return blockers
        names = ("retester_id", "original_value", "new_value", "criterion", "conclusion")
        missing = [
            self._fields[name]._description_string(self.env) for name in names if not self[name]
        ]
        if missing:
            blockers.append(
                self.env._("The retest is not on record. Fill in: %s.", ", ".join(missing))
            )
        if self.retester_id & self.complaint_id.involved_user_ids:
            blockers.append(
                self.env._(
                    "%(person)s is involved (%(links)s). Have it tested by somebody else.",
                    person=self.retester_id.name,
                    links=", ".join(self.complaint_id._involvement_links(self.retester_id)),
                )
            )
        return blockers
