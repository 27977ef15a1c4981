from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .lab_complaint_category import SEVERITIES

# Fields of the investigation, hidden from those who only log complaints.
HANDLERS = (
    "lab_complaint.group_officer,lab_complaint.group_auditor,lab_complaint.group_investigator"
)
KINDS = [("complaint", "Complaint"), ("appeal", "Appeal"), ("feedback", "Feedback")]
RESPONSIBILITIES = [("ours", "Ours"), ("partly", "Partly ours"), ("not_ours", "Not ours")]
VALIDITIES = [("valid", "Valid"), ("partly", "Partly valid"), ("not_valid", "Not valid")]
CLOCK_TOLERANCE = timedelta(minutes=5)


class LabComplaint(models.Model):
    """One complaint in the register (投诉处理记录表), from receipt to its end.

    ISO/IEC 17025:2017, 7.9.3: received, validated, investigated, decided;
    tracked and recorded. Nothing here is ever deleted.
    """

    _name = "lab.complaint"
    _description = "Complaint"
    _inherit = [
        "lab.complaint.recorded.mixin",
        "lab.complaint.told.mixin",
        "mail.tracking.duration.mixin",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "received_on desc, id desc"
    _rec_names_search = ["name", "subject", "former_number"]
    _check_company_auto = True
    _mail_post_access = "read"
    _primary_email = "complainant_email"
    _track_duration_field = "stage_id"

    # --- what arrived ---
    subject = fields.Char(required=True, tracking=True, index="trigram")
    description = fields.Text(
        "Complainant's Words",
        required=True,
        index="trigram",
        help="As they were said or written. They cannot be changed once saved.",
    )
    remedy_sought = fields.Text(
        tracking=True,
        index="trigram",
        help="What the complainant wants the laboratory to do.",
    )
    former_number = fields.Char(
        copy=False,
        index="trigram",
        tracking=True,
        help="Number in an earlier register, for complaints that were imported.",
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="complaint",
        tracking=True,
    )
    channel_id = fields.Many2one(
        "lab.complaint.channel", tracking=True, ondelete="restrict", index=True
    )
    received_on = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), copy=False, tracking=True
    )
    received_by_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, copy=False, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    # --- what it is about ---
    order_id = fields.Many2one(
        "sale.order", tracking=True, check_company=True, ondelete="restrict", index="btree_not_null"
    )
    order_line_ids = fields.Many2many(
        "sale.order.line",
        compute="_compute_order_line_ids",
        store=True,
        readonly=False,
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        # Investigators may be any employees, who read no order lines.
        groups="sales_team.group_sale_salesman,"
        "lab_complaint.group_officer,lab_complaint.group_auditor",
    )
    customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_customer_id",
        inverse="_inverse_customer_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Customer of the order; the complainant may be somebody else.",
    )
    certificate_ids = fields.One2many("lab.complaint.certificate", "complaint_id", "Certificates")
    category_id = fields.Many2one("lab.complaint.category", tracking=True, ondelete="restrict")
    severity = fields.Selection(
        SEVERITIES,
        compute="_compute_from_category",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )

    # --- who leads it, and where it stands ---
    user_id = fields.Many2one(
        "res.users",
        "Complaint Officer",
        compute="_compute_from_category",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        domain=lambda self: (
            f"[('all_group_ids', 'in', {self.env.ref('lab_complaint.group_officer').ids}),"
            " ('id', 'not in', involved_user_ids)]"
        ),
        index="btree_not_null",
    )
    investigator_ids = fields.Many2many(
        "res.users",
        "lab_complaint_investigator_rel",
        "complaint_id",
        "user_id",
        tracking=True,
        domain="[('share', '=', False), ('id', 'not in', involved_user_ids)]",
        groups=HANDLERS,
    )
    stage_id = fields.Many2one(
        "lab.complaint.stage",
        default=lambda self: self._default_stage_id(),
        required=True,
        tracking=True,
        ondelete="restrict",
        copy=False,
        index=True,
        group_expand="_read_group_stage_id",
    )
    state = fields.Selection(related="stage_id.state", string="State", store=True, index=True)

    # --- what was found ---
    responsibility = fields.Selection(
        RESPONSIBILITIES,
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="Is it about laboratory activities the laboratory is responsible for? "
        "ISO/IEC 17025:2017, 7.9.2",
    )
    validity = fields.Selection(
        VALIDITIES,
        groups=HANDLERS,
        copy=False,
        tracking=True,
    )
    cause_ids = fields.Many2many(
        "mgmtsystem.nonconformity.cause",
        string="Causes",
        copy=False,
        tracking=True,
        groups=HANDLERS,
    )
    cause_analysis = fields.Text(copy=False, tracking=True, groups=HANDLERS)
    nonconformity_ids = fields.Many2many(
        "mgmtsystem.nonconformity",
        string="Nonconformities",
        copy=False,
        check_company=True,
        groups=HANDLERS,
    )
    nonconformity_count = fields.Integer(compute="_compute_nonconformity_count", groups=HANDLERS)
    acceptance = fields.Selection(
        [("accepted", "Accepted"), ("not_accepted", "Not accepted"), ("no_reply", "No reply")],
        copy=False,
        tracking=True,
        groups=HANDLERS,
        help="What the complainant said of the answer when called back.",
    )

    # Cards of open cases, column by column: what counts them and says who may see them is in the
    # index, so that no case is looked up for it.
    _open = models.Index(
        "(stage_id, next_promise_on, id) INCLUDE (company_id, create_uid, received_on,"
        " severity, state) WHERE state NOT IN ('closed', 'not_accepted', 'withdrawn') OR state IS NULL"
    )
    _of_category = models.Index("(category_id, received_on DESC)")

    # --- defaults and computed fields ---

    @api.model
    def _default_stage_id(self):
        stages = self.env["lab.complaint.stage"]
        # With what every new case reads of it.
        return stages.search_fetch(
            [("state", "=", "received")], ["mail_template_id", "name", "state"], limit=1
        )

    @api.model
    def _read_group_stage_id(self, stages, domain):
        """Show every column in the kanban, also an empty one."""
        return stages.search([])  # pylint: disable=no-search-all

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for complaint in self:
            parts = [complaint.name, complaint.subject]
            complaint.display_name = " ".join(part for part in parts if part)

    @api.depends("order_id")
    def _compute_order_line_ids(self):
        for complaint in self:
            lines = complaint.order_id.order_line.filtered(lambda line: not line.display_type)
            complaint.order_line_ids = (complaint.order_line_ids & lines) or lines

    @api.depends("order_id", "identity_partner_id", "complainant_role")
    def _compute_customer_id(self):
        for complaint in self:
            contact = complaint.identity_partner_id.commercial_partner_id
            if complaint.order_id:
                complaint.customer_id = complaint.order_id.partner_id.commercial_partner_id
            elif complaint.complainant_role == "customer":
                complaint.customer_id = contact or complaint.customer_id
            elif complaint.customer_id == contact:
                complaint.customer_id = False

    def _inverse_customer_id(self):
        """Kept for the company as a whole, also when one of its contacts is given."""
        for complaint in self:
            company = complaint.customer_id.commercial_partner_id
            if complaint.customer_id != company:
                complaint.customer_id = company

    @api.depends("category_id")
    def _compute_from_category(self):
        for complaint in self:
            category = complaint.category_id.with_company(complaint.company_id)
            complaint.severity = category.severity or complaint.severity or "general"
            complaint.user_id = complaint.user_id or category.user_id

    @api.depends("nonconformity_ids")
    def _compute_nonconformity_count(self):
        for complaint in self:
            complaint.nonconformity_count = len(complaint.nonconformity_ids)

    # --- rules ---

    @api.constrains("received_on")
    def _check_received_on(self):
        latest = fields.Datetime.now() + CLOCK_TOLERANCE
        for complaint in self:
            if complaint.received_on > latest:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s: a complaint cannot be received in the future. "
                        "Correct the date and time of receipt.",
                        complaint=complaint.display_name,
                    )
                )

    @api.constrains("description")
    def _check_description(self):
        for complaint in self:
            if not complaint.description.strip():
                raise ValidationError(
                    self.env._(
                        "%(complaint)s: the complainant's words are missing. Write down what was "
                        "said, even if it was little.",
                        complaint=complaint.display_name,
                    )
                )

    @api.constrains("order_id", "order_line_ids")
    def _check_order_lines(self):
        for complaint in self:
            if complaint.order_line_ids.order_id - complaint.order_id:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s: the order lines belong to another order. Choose lines of "
                        "%(order)s or empty the list.",
                        complaint=complaint.display_name,
                        order=complaint.order_id.name or self.env._("the order"),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Records are kept, ISO/IEC 17025:2017, 8.4: nobody deletes a complaint."""
        raise UserError(
            self.env._(
                "A complaint stays in the register and cannot be deleted. If it was entered "
                "twice, choose the other one as Duplicate Of, then use Withdraw: it ends as "
                "Withdrawn. Use Withdraw also if the complainant takes it back, and Not Accepted "
                "if it is not about the laboratory."
            )
        )

    # --- mail ---

    def _track_template(self, changes):
        templates = super()._track_template(changes)
        template = self[:1].stage_id.mail_template_id
        if "stage_id" in changes and template:
            templates["stage_id"] = (
                template,
                {
                    "auto_delete_keep_log": False,
                    "email_layout_xmlid": "mail.mail_notification_light",
                },
            )
        return templates

    # --- actions ---

    def action_view_order(self):
        """Open the order the complaint is about.

        :return: action dictionary
        """
        return self._action_open(self.order_id)

    def action_view_customer(self):
        """Open the customer concerned.

        :return: action dictionary
        """
        return self._action_open(self.customer_id)

    def action_view_nonconformities(self):
        """Open the linked nonconformities, or the only one.

        :return: action dictionary
        """
        return self._action_open(self.nonconformity_ids)

    def _action_open(self, records):
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "res_model": records._name,
            "name": records.display_name
            if len(records) == 1
            else self.env["ir.model"]._get(records._name).name,
        }
        if len(records) == 1:
            return {**action, "view_mode": "form", "res_id": records.id}
        return {**action, "view_mode": "list,form", "domain": [("id", "in", records.ids)]}

    def action_confirm_logged(self):
        """Tell who logged a complaint its number; called by the short form after saving.

        :return: notification that links to the case and closes the short form
        """
        self.ensure_one()
        self.fetch(["name"])
        is_on_order = self.env.context.get("active_model") == "sale.order"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Complaint %s is in the register."),
                "links": [{"label": self.name, "url": f"/odoo/complaints/{self.id}"}],
                # An order has much to read, and nothing but its numbers of complaints is new.
                "next": {
                    "type": "ir.actions.client",
                    "tag": "lab_complaint_logged" if is_on_order else "soft_reload",
                },
            },
        }

    # --- import ---

    @api.model
    def get_import_templates(self):
        """Spreadsheet that Odoo's import offers for download.

        :return: list of dictionaries with label and address
        """
        # Channels, categories and stages are found by name, and names are translated.
        suffix = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Template for old complaints"),
                "template": f"/lab_complaint/static/xls/lab_complaint{suffix}.xlsx",
            }
        ]
