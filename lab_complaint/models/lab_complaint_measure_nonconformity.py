from odoo import api, fields, models
from odoo.exceptions import UserError

from .lab_complaint_stage import ENDED_STATES


class LabComplaintMeasure(models.Model):
    """Nonconforming work and corrective action (ISO/IEC 17025:2017, 7.10, 8.7), kept where the
    management system keeps them: a measure is done when its record there is closed."""

    _inherit = "lab.complaint.measure"  # pylint: disable=consider-merging-classes-inherited

    nonconformity_id = fields.Many2one(
        "mgmtsystem.nonconformity",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    action_id = fields.Many2one(
        "mgmtsystem.action",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Plan measures; a nonconformity given with one is linked with the case."""
        measures = super().create(vals_list)
        measures._link_nonconformity()
        return measures

    def write(self, vals):
        """Change planned measures; a nonconformity given is linked with the case."""
        result = super().write(vals)
        if "nonconformity_id" in vals:
            self._link_nonconformity()
        return result

    def action_create_nonconformity(self):
        """Create the nonconformity of this single measure, unless it has one, and open it.

        :return: action dictionary
        :raise UserError: when the measure is of another kind or not planned
        """
        self.ensure_one()
        if self.kind != "nonconformity":
            raise UserError(
                self.env._(
                    "%(measure)s needs no nonconformity. Plan a measure of the kind nonconforming "
                    "work.",
                    measure=self.name,
                )
            )
        if not self.nonconformity_id:
            self._check_planned()
            self.nonconformity_id = self.env["mgmtsystem.nonconformity"].create(
                self.complaint_id._nonconformity_values(self.user_id)
            )
        return self.complaint_id._action_open(self.nonconformity_id)

    def _link_nonconformity(self):
        for measure in self:
            nonconformity, complaint = measure.nonconformity_id, measure.complaint_id
            if nonconformity and nonconformity not in complaint.nonconformity_ids:
                complaint.nonconformity_ids |= nonconformity
                nonconformity.message_post(
                    body=self.env._("Belongs to complaint %(number)s.", number=complaint.name),
                    subtype_xmlid="mail.mt_note",
                )

    def _blockers(self, result):
        blockers = super()._blockers(result)
        measure = self.sudo()
        if self.kind == "nonconformity" and not measure.nonconformity_id:
            blockers.append(self.env._("Create its nonconformity, or link the one that exists."))
        elif measure.nonconformity_id and measure.nonconformity_id.state != "done":
            blockers.append(
                self.env._(
                    "Nonconformity %(nonconformity)s is not closed yet.",
                    nonconformity=measure.nonconformity_id._reference(),
                )
            )
        if measure.action_id and not measure.action_id._is_carried_out():
            blockers.append(
                self.env._(
                    "Action %(action)s is not closed yet.", action=measure.action_id.display_name
                )
            )
        return blockers

    @api.model
    def _follow(self, name, closed, reopened):
        """Go along with what the management system records.

        :param name: field of the measure that refers to it
        :param closed: records that were closed just now
        :param reopened: records that were taken up again just now
        """
        measures = self.sudo().search([(name, "in", (closed | reopened).ids)])
        for measure in measures.filtered(
            lambda measure: measure.complaint_id.state not in ENDED_STATES
        ):
            source = measure[name]
            if source in reopened and measure.state == "done":
                measure._plan_again()
            elif source in closed and measure.state == "planned":
                measure._done_with(source)

    def _done_with(self, source):
        result = self.result or self.env._("%s was closed.", source.display_name)
        if self._may_start() and not self._blockers(result):
            self._set_done(result)
