import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from .at_once import do_apart

_logger = logging.getLogger(__name__)

OPEN = Domain("state", "=", "open")
REMINDER = "mail.mail_activity_data_todo"
# The daily look at what was given lately, in case it could not be kept at once.
LOOK_BACK = timedelta(days=3)


class LabComplaintArrival(models.Model):
    """Candidates: how feedback becomes an arrival that an officer screens, and how those who
    screen are reminded of it. One activity each, however much waits.
    """

    _name = "lab.complaint.arrival"
    _inherit = ["lab.complaint.arrival", "mail.activity.mixin"]

    # --- what may be a complaint ---

    @api.model
    def _offer(self, sources):
        """Keep an arrival for each source that may be a complaint, once. Nothing of this gets in
        the way of those who gave the feedback.

        :param sources: records of one model that has `_arrival_values`
        """
        if not sources:
            return
        # What is wrong with the feedback itself is told to who gave it.
        sources.env.flush_all()
        screening = self.with_user(SUPERUSER_ID).with_company(self.env.company)
        try:
            with self.env.cr.savepoint():
                screening._take_in_candidates(sources.with_env(screening.env))
        except OperationalError:
            # Two at the same time: the server does the whole request again.
            raise
        except Exception:  # pylint: disable=broad-except
            _logger.exception("Feedback not offered for screening: %s %s", sources, sources.ids)

    @api.model
    def _take_in_candidates(self, sources):
        kept = {
            arrival.source_id: arrival
            for arrival in self.search(
                [
                    ("source_model", "=", sources._name),
                    ("source_id", "in", sources.ids),
                    ("kind", "!=", "mail"),
                ]
            )
        }
        new = []
        for source, values in sources._arrival_values().items():
            if source.id in kept:
                kept[source.id]._say_later(values)
            elif values["doubt"]:
                new.append({**values, "source_model": source._name, "source_id": source.id})
        self._take_in(new)

    def _say_later(self, values):
        """Keep what became of feedback that nobody has screened yet."""
        if self.state != "open":
            return
        later = False
        if (values["text"], values["score"]) != (self.text, self.score):
            later = self.with_context(lang=self.company_id.partner_id.lang).env._(
                "Score %(score)d %%: %(words)s", score=values["score"], words=values["text"]
            )
        if later != self.later_text:
            self._as_system()._record({"later_text": later})

    # --- who is reminded ---

    @api.model
    def _take_in(self, vals_list):
        arrivals = super()._take_in(vals_list)
        arrivals.filtered_domain(OPEN).company_id._remind_screeners()
        return arrivals

    def action_take_up(self, reason):
        """Screen again what was set aside, and remind of it."""
        result = super().action_take_up(reason)
        self.sudo().company_id._remind_screeners()
        return result

    def _screen(self, vals):
        """Screen these; whoever was reminded by one of them is reminded by another."""
        result = super()._screen(vals)
        self.activity_unlink([REMINDER])
        self.company_id._remind_screeners()
        return result

    @api.model
    def _cron_attend(self):
        """Take in what could not be kept when it was given, and remind of what waits. Safe to run
        twice."""
        do_apart(self.env, self._offer_recent_feedback)
        do_apart(self.env, self._remind_of_what_waits)

    @api.model
    def _remind_of_what_waits(self):
        self.search(OPEN).company_id._remind_screeners()

    @api.model
    def _offer_recent_feedback(self):
        for feedback in self._recent_feedback(fields.Datetime.now() - LOOK_BACK):
            feedback._offer_for_screening()

    @api.model
    def _recent_feedback(self, since):
        """What customers said since a moment.

        :return: list of records of each model that has `_offer_for_screening`
        """
        return [
            self.env["rating.rating"].search([("consumed", "=", True), ("write_date", ">=", since)])
        ]

    def _remind(self, user):
        """Give somebody who screens this single arrival to do; it stands for all that wait."""
        arrival = self.with_context(lang=user.lang)
        company = self.company_id
        arrival.activity_schedule(
            REMINDER,
            user_id=user.id,
            summary=arrival.env._("Screen what arrived"),
            date_deadline=company._complaint_working_day_after(company._complaint_today(), 1),
        )
