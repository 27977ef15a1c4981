from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .lab_complaint_communication_letter import SPOKEN_KINDS
from .lab_complaint_stage import ENDED_STATES
from .lab_complaint_uploads import as_html, check_files, clean_text

LONGEST_MESSAGE = 5000
MESSAGE_SUBTYPE = "lab_complaint.mt_complainant_message"


class LabComplaint(models.Model):
    """What complainants read of their case and write to it, by number and query code (7.9.5).

    Where it stands, what was promised and what they were told: nothing of the investigation,
    and of the staff only who is their contact.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # --- read ---

    def _status(self):
        """What is shown of one case, in the language of the environment.

        :return: dictionary of texts and lists of dictionaries
        """
        return {
            "company": self.company_id.name,
            "title": self.env._("Complaint %s", self.name),
            "received": self.env._("Received on %s", self._status_day(self.received_on)),
            "stage": self._status_stage(),
            "contact": self._status_contact(),
            "promises": self._status_promises(),
            "history": self._status_history(),
            "letters": [
                {**letter, "day": self._status_day(letter["told_on"])}
                for letter in self._status_letters()
            ],
            "reply": self._status_reply(),
        }

    def _status_line(self):
        """What is shown of one case in a list: dictionary of texts."""
        promise = next((one for one in self._status_promises() if one["is_open"]), {})
        return {
            "id": self.id,
            "number": self.name,
            "received": self._status_day(self.received_on),
            "stage": self._status_stage(),
            "is_ended": self.state in ENDED_STATES,
            "promise": promise,
        }

    def _status_letters(self):
        """Letters that the complainant of one case may download.

        :return: list of dictionaries of `id` (that of the communication), `name` (of the file),
            `told_on` (naive UTC moment) and `attachment` (ir.attachment in superuser mode)
        """
        return []

    def _status_contact(self):
        """Whom the complainant of one case may turn to: lines of text."""
        officer = self.user_id - self.involved_user_ids
        company = self.company_id
        return [
            line
            for line in (
                officer and self.env._("Your contact: %s", officer.name),
                company.phone and self.env._("Phone: %s", company.phone),
                company.email and self.env._("Email: %s", company.email),
            )
            if line
        ]

    def _status_day(self, moment):
        return format_date(self.env, self.company_id._complaint_day(moment), date_format="long")

    def _status_stage(self):
        """Where one case stands, in words that do not depend on the names of its stages."""
        return {
            "received": self.env._("We have received your complaint and registered it."),
            "screening": self.env._(
                "We are checking whether your complaint is about work that we are responsible for."
            ),
            "investigation": self.env._("We are finding out what happened, and why."),
            "decision": self.env._(
                "Our investigation is done. People who were not involved in the work decide on "
                "the answer."
            ),
            "response": self.env._("The decision is made. We are preparing our answer to you."),
            "follow_up": self.env._(
                "You have our answer. We carry out what was decided, and ask you whether you "
                "accept it."
            ),
            "closed": self.env._("The handling of your complaint has ended."),
            "not_accepted": self.env._(
                "Your complaint is not about work that we are responsible for. We have told you "
                "the reason."
            ),
            "withdrawn": self.env._("Your complaint was withdrawn."),
        }[self.state]

    def _status_promises(self):
        """Promises to the complainant that are open, or were kept by telling them."""
        labels = {
            "acknowledgement": self.env._("Confirmation of receipt"),
            "outcome": self.env._("Our answer"),
            "callback": self.env._("Our question whether you accept the answer"),
        }
        told = {(said.kind, said.round) for said in self._status_told()}
        return [
            {
                "kind": promise.kind,
                "label": labels[promise.kind],
                "due_on": due_on,
                "due": self.env._("by %s", format_date(self.env, due_on, date_format="long")),
                "done_on": promise.done_on,
                "state": self._status_of_promise(promise),
                "is_open": promise.is_open,
                "is_late": promise.is_open and promise.missed,
            }
            for promise in self.deadline_ids.sorted(lambda one: (one.due_on, one.id))
            if promise.kind in labels and (promise.is_open or (promise.kind, promise.round) in told)
            for due_on in [self._status_due_on(promise, told)]
        ]

    def _status_due_on(self, promise, told):
        """Day of a promise as the complainant knows it: a later one is told first."""
        extended = promise.extended_on and ("extension", promise.round) not in told
        return promise.original_due_on if extended else promise.due_on

    def _status_of_promise(self, promise):
        if not promise.is_open:
            return self.env._("done on %s", self._status_day(promise.done_on))
        if promise.status == "waiting":
            return self.env._("on hold while we wait for information or samples")
        return self.env._("late, we apologize") if promise.missed else self.env._("still to come")

    def _status_told(self):
        """Communications by which the complainant of one case was told something."""
        return self.communication_ids.filtered(lambda said: said.is_given and said.told_on)

    def _status_history(self):
        """What was told, and what the complainant wrote on the page, the latest first."""
        told = self._status_told()
        ways = dict(told._fields["way"]._description_selection(self.env))
        history = [
            {
                "moment": said.told_on,
                "title": said._status_title(),
                "way": self.env._("on this page") if said.way == "portal" else ways[said.way],
                "text": said._status_words(),
                "files": said._status_files(),
            }
            for said in told
        ] + [
            {
                "moment": message.date,
                "title": self.env._("Your message"),
                "text": message.body,
                "files": message.attachment_ids,
            }
            for message in self._status_messages()
        ]
        history.sort(key=lambda entry: entry["moment"], reverse=True)
        return [{**entry, "day": self._status_day(entry["moment"])} for entry in history]

    def _status_files(self):
        """Files that the complainant of one case may download: those that went with messages
        on the page, in either direction.

        :return: ir.attachment
        """
        told = self._status_told()
        sent = self.env["ir.attachment"].union(*(said._status_files() for said in told))
        return sent | self._status_messages().attachment_ids

    def _status_messages(self):
        """What was written on the page: nobody of the laboratory can write in that name."""
        return self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("subtype_id", "=", self.env.ref(MESSAGE_SUBTYPE).id),
                ("create_uid", "=", SUPERUSER_ID),
            ]
        )

    # --- write ---

    def _take_status_message(self, text, files=()):
        """Keep what the complainant of one case writes, and tell who leads it.

        :param files: list of (name, bytes) as they came
        :raise UserError: when it is empty or too long, there were too many, or a file cannot be
            taken
        """
        text = clean_text(self.env, text, LONGEST_MESSAGE)
        attempts = self.env["lab.complaint.query.attempt"]
        if not text:
            raise UserError(self.env._("Write your message."))
        if attempts._are_too_many(message=self.id):
            raise UserError(
                self.env._("There were many messages. Please wait a quarter of an hour.")
            )
        files = check_files(self.env, files)
        attempts._count(message=self.id)
        # Not by the user: who complains of their own laboratory may be logged in.
        case = self.with_user(SUPERUSER_ID).with_context(lang=self.company_id.partner_id.lang)
        case._post_of_complainant(text, attachments=files)
        case._tell_who_leads(
            lambda told: told.env._("The complainant has written on the status page")
        )
        # What is computed at the end of a request is written in the name of its user.
        case.env.flush_all()

    def _post_of_complainant(self, text, **values):
        """Keep words of the complainant of one case, whom the message does not name.

        :param text: plain text
        :param values: further parameters of `message_post`
        """
        self.message_post(
            body=as_html(text),
            author_id=False,
            email_from=self.env._("Complainant"),
            message_type="comment",
            subtype_xmlid=MESSAGE_SUBTYPE,
            **values,
        )

    def _tell_who_leads(self, summarize):
        """Activity for the officer of one case, or for the quality heads.

        :param summarize: function of the case in the language of who is told, for the summary
        """
        officer = self.user_id.filtered("active") - self.involved_user_ids
        for user in officer or self._quality_heads():
            told = self.with_context(lang=user.lang)
            summary = summarize(told)
            # Several messages are one thing to do.
            if not self.activity_ids.filtered_domain(
                [("user_id", "=", user.id), ("summary", "=", summary)]
            ):
                told.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id, summary=summary
                )


class LabComplaintCommunication(models.Model):
    """What is told by the status page is read there."""

    _inherit = "lab.complaint.communication"  # pylint: disable=consider-merging-classes-inherited

    def _status_title(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _status_words(self):
        """Words of this single communication for the page; what somebody said in a call-back
        is a note of the laboratory."""
        return self.summary if self._is_on_status_page() else ""

    def _status_files(self):
        """Files of this single communication for the page: ir.attachment."""
        return self.attachment_ids if self._is_on_status_page() else self.attachment_ids.browse()

    def _is_on_status_page(self):
        return self.way == "portal" and self.kind not in SPOKEN_KINDS
