from odoo import models

from odoo.addons.lab_complaint.models.lab_complaint_category import SEVERITIES
from odoo.addons.lab_complaint.models.lab_complaint_stage import FLOW


class ResCompany(models.Model):
    """What the laboratory tells anyone who asks about its complaint process."""

    _inherit = "res.company"

    def action_print_complaint_procedure(self):
        """Print the description of the complaint process of these companies.

        :return: action dictionary of the report
        """
        report = self.env.ref("lab_complaint_report.action_report_procedure")
        return report.report_action(self)

    def _complaint_procedure(self):
        """The complaint process of one company for the public, as it is configured now
        (ISO/IEC 17025:2017, 7.9.1 and 7.9.2: available to any interested party).

        Plain words only, in the language of the context, and nothing about people or cases, so
        that whoever prints or shows it, also the public user, needs no right to anything.

        :return: dictionary with `company` (name), `contacts` (list of (label, text or address)),
            `channels` (names), `steps` and `ends` (lists of (name, what happens)), `severities`
            (labels, none when every complaint is promised the same) and `promises` (list of
            (what, texts: one for each severity, or a single one))
        """
        self.ensure_one()
        company = self.sudo()
        severities, promises = company._procedure_promises()
        return {
            "company": company.name,
            "contacts": company._procedure_contacts(),
            "channels": company.env["lab.complaint.channel"]
            .search([("active", "=", True)])
            .mapped("name"),
            "steps": company._procedure_steps(lambda state: state in FLOW),
            "ends": company._procedure_steps(lambda state: state not in FLOW),
            "severities": severities,
            "promises": promises,
        }

    def _procedure_contacts(self):
        """Where the laboratory is, and all ways in that are open."""
        lines = self.partner_id._display_address(without_company=True).split("\n")
        contacts = [
            (self.env._("Address"), ", ".join(filter(None, map(str.strip, lines)))),
            *self._complaint_ways_in(),
            (self.env._("Website"), self.website),
        ]
        return [(label, text) for label, text in contacts if text]

    # --- steps ---

    def _procedure_steps(self, wanted):
        """Columns of the kanban in their order with what happens there; those that mean the same
        are one step."""
        said = self._procedure_sentences()
        names = {}
        for stage in self.env["lab.complaint.stage"].search([]):  # pylint: disable=no-search-all
            if wanted(stage.state):
                names.setdefault(stage.state, []).append(stage.name)
        return [(", ".join(names[state]), said[state]) for state in names]

    def _procedure_sentences(self):
        """What happens to a complaint in each state, in words for the public."""
        return {
            "received": self.env._(
                "We enter your complaint in our register under a number of its own, in your own "
                "words. We confirm to you that we received it, and tell you the number, whom to "
                "ask and by when you can expect an answer."
            ),
            "screening": self.env._(
                "We decide whether it is about laboratory work that we are responsible for, and "
                "how serious it is."
            ),
            "investigation": self.env._(
                "People who had no part in the work gather the facts and verify them: "
                "certificates, original records, the course of the work and what was agreed. They "
                "judge whether you are right, find the cause and see whether other results are "
                "affected."
            ),
            "decision": self.env._(
                "We write down what we propose to do and to answer. It is approved, or rejected, "
                "by somebody who had no part in the work and did not write the proposal."
            ),
            "response": self.env._(
                "You get our answer: what we found, what was decided and why. It is never given "
                "before it is approved."
            ),
            "follow_up": self.env._(
                "We do what was decided and check that it helps. We ask you whether you accept the "
                "answer."
            ),
            "closed": self.env._(
                "When everything is done and works, we tell you formally that the handling of your "
                "complaint has ended."
            ),
            "not_accepted": self.env._(
                "The complaint is not about our laboratory work. You are told so in writing, with "
                "the reason."
            ),
            "withdrawn": self.env._(
                "You take your complaint back. What was decided until then is still done."
            ),
        }

    # --- promises ---

    def _procedure_promises(self):
        """What is promised to every complaint, or to each severity where they differ."""
        policies = self.env["lab.complaint.deadline.policy"]._of_companies(self)
        severities = [severity for severity, _label in SEVERITIES]
        promised = [policies._by_kind(self, severity) for severity in severities]
        rows = self._procedure_promise_rows(promised)
        if all(len(set(texts)) == 1 for _what, texts in rows):
            return [], [(what, texts[:1]) for what, texts in rows]
        labels = dict(
            self.env["lab.complaint"]._fields["severity"]._description_selection(self.env)
        )
        return [labels[severity] for severity in severities], rows

    def _procedure_promise_rows(self, promised):
        """List of (what is promised, texts for the promises of each severity).

        :param promised: list of {kind: policy}
        """

        def row(what, kind, days):
            policies = [policy.get(kind) for policy in promised]
            return what, [self._within(policy and days(policy)) for policy in policies]

        env = self.env
        rows = [
            row(env._("We confirm that we received it"), "acknowledgement", lambda p: p.days),
            row(env._("We decide whether it is about our work"), "screening", lambda p: p.days),
            row(env._("We report to you how far we are"), "progress", lambda p: p.days),
            row(
                env._("Then we report again, each time"),
                "progress",
                lambda p: p.repeat_days or None,
            ),
            row(env._("You get our answer"), "outcome", lambda p: p.days),
            row(
                env._("In a complex case, which we tell you with the reason, you get our answer"),
                "outcome",
                lambda p: p.extension_days or None,
            ),
            row(
                env._("We ask you whether you accept it, counted from the answer"),
                "callback",
                lambda p: p.days,
            ),
        ]
        return [(what, texts) for what, texts in rows if any(texts)]

    def _within(self, days):
        """A number of working days in words, empty for None."""
        if days is None:
            return ""
        if not days:
            return self.env._("on the same working day")
        if days == 1:
            return self.env._("within 1 working day")
        return self.env._("within %s working days", days)
