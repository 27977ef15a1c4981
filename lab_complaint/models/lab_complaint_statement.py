from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .lab_complaint_recorded_mixin import OPEN_AFTER_END

DAYS_TO_ANSWER = 3


class LabComplaintStatement(models.Model):
    """What an involved person says to a neutral question, without access to the case.

    It is their way to speak: only they answer, and nobody changes what they said.
    """

    _name = "lab.complaint.statement"
    # Neutral: those who are asked read it in the notification.
    _description = "Statement"
    _inherit = [
        "lab.complaint.part",
        "hr.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _records_readonly = True
    _order = "id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", "Person Asked", required=True, ondelete="restrict", check_company=True
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index=True, related_sudo=True
    )
    reference = fields.Char(
        "About",
        required=True,
        help="Certificate or order the question is about. The person asked learns this, and "
        "nothing else about the case.",
    )
    question = fields.Text(required=True)
    asked_by_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    asked_on = fields.Datetime(
        default=lambda self: fields.Datetime.now(), readonly=True, copy=False
    )
    answer = fields.Text(readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", readonly=True, copy=False)
    recorded_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Wrote down what a person without a user of their own said.",
    )
    not_given_reason = fields.Text("Why Not Given", readonly=True, copy=False)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("not_given", "Not given")],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
    )

    @api.depends("reference")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._("Statement on %s", statement.reference or "")

    @api.model_create_multi
    def create(self, vals_list):
        """Ask people of the company; each gets an activity to answer.

        :raise AccessError: when the user neither leads nor investigates the case
        """
        statements = super().create(vals_list)
        statements.complaint_id._check_handled_by_me(self.env._("asking for a statement"))
        for statement in statements:
            statement._ask()
        return statements

    def write(self, vals):
        """Refuse changes: a question stays as it was asked, an answer as it was given.

        :raise UserError: always, but for how the statement is followed
        """
        said = any(not name.startswith(OPEN_AFTER_END) for name in vals)
        if said and not self._is_recording():
            self._refuse_change()
        return super().write(vals)

    def action_answer(self, answer):
        """Answer as the person asked, once.

        :param answer: what the person has to say
        :return: True
        :raise AccessError: when somebody else was asked
        :raise UserError: when nothing is said, or the statement is given or closed already
        """
        if any(statement.user_id != self.env.user for statement in self):
            raise AccessError(
                self.env._("Only the person asked answers. Others can add evidence to the case.")
            )
        self._check_said(answer)
        # The person asked may not read the case, not even whether it is open.
        self.sudo()._end({"state": "answered", "answer": answer})
        self.sudo()._tell_asker()
        return True

    def action_record_answer(self, answer, attachment_ids=()):
        """Write down what one person without a user of their own said.

        :param answer: what was said or written
        :param attachment_ids: ids of files, such as the signed and scanned statement
        :return: True
        :raise UserError: when the person can answer without help
        """
        self.ensure_one()
        self.check_access("write")
        self.complaint_id._check_handled_by_me(self.env._("recording a statement"))
        if self.user_id:
            raise UserError(
                self.env._(
                    "%(person)s can log in and answers without help, under My Statements.",
                    person=self.sudo().employee_id.name,
                )
            )
        self._check_said(answer)
        files = self.env["ir.attachment"].browse(attachment_ids)
        files.check_access("read")
        loose = files.sudo().filtered(lambda file: not file.res_id)
        loose.write({"res_model": self._name, "res_id": self.id})
        return self._end(
            {
                "state": "answered",
                "answer": answer,
                "attachment_ids": [fields.Command.set(files.ids)],
                "recorded_by_id": self.env.user.id,
            }
        )

    def action_not_given(self, not_given_reason):
        """Close statements that will not be given.

        :param not_given_reason: why, such as that the person declined or has left
        :return: True
        :raise UserError: when no reason is given, or the statement is given or closed already
        """
        self.check_access("write")
        self.complaint_id._check_handled_by_me(self.env._("closing a statement"))
        self._check_said(not_given_reason)
        return self._end({"state": "not_given", "not_given_reason": not_given_reason})

    def action_open_answer(self):
        """Open the dialog in which the person asked answers.

        :return: action dictionary
        """
        return self._open_reply("answer", self.env._("Answer"))

    def action_open_record(self):
        """Open the dialog in which the answer of a person without a user is written down.

        :return: action dictionary
        """
        return self._open_reply("record", self.env._("Write Down a Statement"))

    def action_open_not_given(self):
        """Open the dialog in which a statement is closed as not given.

        :return: action dictionary
        """
        return self._open_reply("not_given", self.env._("Statement Not Given"))

    def _open_reply(self, way, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "lab.complaint.statement.reply",
            "view_mode": "form",
            "target": "new",
            "context": {"default_statement_id": self.id, "default_way": way},
        }

    def _evidence(self):
        self.ensure_one()
        person = self.recorded_by_id.name or self.user_id.name or self.asked_by_id.name
        return self.answered_on or self.write_date, person

    def _ask(self):
        """Give one person asked an activity, in their language."""
        if not self.user_id or self.state != "asked":
            return
        # A clean context: a request must not be able to switch the activity off.
        asking = self.sudo().with_context({"lang": self.user_id.lang})  # pylint: disable=context-overridden
        company = asking.company_id
        asking.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            date_deadline=company._complaint_working_day_after(
                company._complaint_day(self.asked_on), DAYS_TO_ANSWER
            ),
            summary=asking.env._("Please answer a question on %s", self.reference),
        )

    def _end(self, vals):
        """Put on record how statements that were asked for ended."""
        for statement in self:
            if statement.state != "asked":
                raise UserError(
                    self.env._(
                        "%(statement)s is given or closed already and stays as it is. Ask anew if "
                        "there is more to say.",
                        statement=statement.display_name,
                    )
                )
        result = self._record({"answered_on": fields.Datetime.now(), **vals})
        self.sudo().activity_ids.unlink()
        return result

    def _tell_asker(self):
        for statement in self:
            told = statement.with_context({"lang": statement.asked_by_id.lang})  # pylint: disable=context-overridden
            told.message_notify(
                partner_ids=statement.asked_by_id.partner_id.ids,
                subject=told.display_name,
                body=told.env._("The statement was given."),
            )

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "%(statement)s: question and answer stay as they are. The person asked answers "
                "under My Statements; if the question was wrong, close it as not given and ask "
                "anew.",
                statement=self[:1].display_name,
            )
        )

    def _check_said(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Write down what there is to say; it stays on record."))
