from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .at_once import fresh_view, wait_for_turn


class LabComplaint(models.Model):
    """The register: permanent numbers without gaps, and what is fixed once it is entered."""

    # One idea a file: what lab.complaint knows is spread over several.
    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    register_year = fields.Integer(readonly=True, copy=False, aggregator=None)
    register_number = fields.Integer(readonly=True, copy=False, aggregator=None)

    _number_unique = models.Constraint(
        "UNIQUE (company_id, register_year, register_number)",
        "This number is in the register already.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "This number is in the register already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Enter complaints in the register; each gets the next number of its company and
        the year of its receipt.

        :raise UserError: when a number is given: the register numbers by itself
        """
        for vals in vals_list:
            if vals.get("name"):
                raise UserError(
                    self.env._(
                        "The register gives the number, “%(number)s” cannot be chosen. Enter a "
                        "number from an earlier register as former number.",
                        number=vals["name"],
                    )
                )
        complaints = super().create(vals_list)
        complaints._give_numbers()
        return complaints

    def _creation_message(self):
        # As Odoo says it, without asking the database for the name of the model.
        return self.env._("Complaint created")

    def write(self, vals):
        """Refuse to change what is fixed once it is in the register.

        :raise UserError: when the words or the company are changed
        """
        self._check_fixed(vals)
        return super().write(vals)

    def _check_fixed(self, vals):
        reasons = {
            "description": self.env._(
                "The complainant's words are kept as they were received. Write what was added or "
                "corrected later in a note."
            ),
            "company_id": self.env._(
                "The number belongs to the register of its company. Withdraw this complaint and "
                "log it in the other company."
            ),
            **dict.fromkeys(
                ("name", "register_year", "register_number"),
                self.env._("The number of a complaint is permanent."),
            ),
        }
        for name in vals.keys() & reasons.keys():
            field = self._fields[name]
            for complaint in self:
                old = field.convert_to_write(complaint[name], complaint)
                if old and (old != (vals[name] or False)):
                    raise UserError(
                        self.env._(
                            "%(number)s: %(reason)s", number=complaint.name, reason=reasons[name]
                        )
                    )

    def _give_numbers(self):
        """Give each record the next free number of its company and year.

        Whoever enters complaints of the same company and year waits here until the
        other transaction ends; a transaction that is rolled back gives its numbers
        back. The highest number is read with a fresh view of the database, because
        this transaction's own view may be older than the wait.
        """
        groups = {}
        for complaint in self:
            zone = complaint.company_id._complaint_timezone()
            received = complaint.received_on.replace(tzinfo=UTC).astimezone(zone)
            groups.setdefault((complaint.company_id, received.year), []).append(complaint)
        # Always in the same order, so that two transactions never wait for each other.
        for (company, year), complaints in sorted(
            groups.items(), key=lambda item: (item[0][0].id, item[0][1])
        ):
            highest = self._highest_number(company, year)
            for number, complaint in enumerate(complaints, highest + 1):
                complaint.sudo().write(
                    {
                        "register_year": year,
                        "register_number": number,
                        "name": f"{company.complaint_prefix}/{year}/{number:05d}",
                    }
                )

    def _highest_number(self, company, year):
        highest = SQL(
            "SELECT COALESCE(MAX(register_number), 0) FROM lab_complaint"
            " WHERE company_id = %s AND register_year = %s",
            company.id,
            year,
        )
        self.flush_model(["company_id", "register_year", "register_number"])
        turn = f"lab.complaint/{company.id}/{year}"
        own_view = wait_for_turn(self.env.cr, turn, reading=highest)
        if not self.env.registry.ready:
            # The add-on is being installed or updated: nobody else sees the table as it
            # becomes, or may use it.
            return own_view
        with fresh_view(self) as fresh:
            fresh.env.cr.execute(highest)
            return max(own_view, fresh.env.cr.fetchone()[0])
