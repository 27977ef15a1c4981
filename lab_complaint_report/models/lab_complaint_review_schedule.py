import logging
from functools import partial

from odoo import api, models

from odoo.addons.lab_complaint.models.at_once import COLLISIONS, do_apart

_logger = logging.getLogger(__name__)


class LabComplaintReview(models.Model):
    """Reviews are drafted by themselves when their period has ended."""

    _inherit = "lab.complaint.review"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_make_reviews(self):
        """Draft the reviews that are due in each company, and mail them. Safe to run twice, or
        a month late; what fails for one company holds up no other and is tried again."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            is_done = do_apart(self.env, partial(self._make_safely, company))
            for review in self._waiting_to_be_mailed(company):
                is_done &= do_apart(self.env, review._mail_safely)
            if not cron._commit_progress(int(is_done)):
                break

    @api.model
    def _make_safely(self, company):
        try:
            with self.env.cr.savepoint():
                self._make_due(company)
                self.env.flush_all()
        except COLLISIONS:
            raise
        except Exception:  # pylint: disable=broad-except
            _logger.exception("Complaint reviews of %s could not be made", company.name)

    @api.model
    def _waiting_to_be_mailed(self, company):
        return self.search(
            [("company_id", "=", company.id), ("state", "=", "draft"), ("is_mail_due", "=", True)]
        )

    @api.model
    def _make_due(self, company):
        """Draft what is due in a company, and ask its quality heads for the conclusions."""
        reviews = self.with_company(company).create(
            [
                {
                    "company_id": company.id,
                    "period": period,
                    "anchor": first,
                    "first_day": first,
                    "last_day": last,
                }
                for period, first, last in company._complaint_reviews_due()
            ]
        )
        reviews._record({"is_mail_due": True})
        heads = company._complaint_quality_heads()
        for review in reviews:
            for head in heads:
                review._give_to_do(head, lambda env: env._("Write the conclusions and issue it"))

    def _mail_safely(self):
        if self.state != "draft" or not self.is_mail_due:
            # Issued since it was looked for.
            return
        try:
            with self.env.cr.savepoint():
                self._mail_draft()
                self.env.flush_all()
        except COLLISIONS:
            raise
        except Exception as failure:  # pylint: disable=broad-except
            _logger.exception("Complaint review %s could not be mailed", self.id)
            self.message_post(
                body=self.env._(
                    "The draft could not be mailed. It is tried again tomorrow. What went wrong: "
                    "%(failure)s",
                    failure=failure,
                )
            )
