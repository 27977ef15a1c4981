from odoo import fields, models

from .lab_complaint import HANDLERS


class LabComplaint(models.Model):
    """Screening and investigation: what is found out, by whom, and how far it reaches."""

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    immediate_action = fields.Text(
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="What is done at once so that no further harm is done. Needed for major complaints.",
    )
    validity_grounds = fields.Text("Grounds", copy=False, tracking=True, groups=HANDLERS)
    extent = fields.Text(
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="Which other results or certificates may be affected, and how that was found out. "
        "ISO/IEC 17025:2017, 7.10.1",
    )
    evidence_ids = fields.One2many("lab.complaint.evidence", "complaint_id", groups=HANDLERS)
    statement_ids = fields.One2many("lab.complaint.statement", "complaint_id", groups=HANDLERS)
    is_recurring = fields.Boolean(
        copy=False,
        readonly=True,
        groups=HANDLERS,
        help="The third of its kind within 90 days.",
    )
