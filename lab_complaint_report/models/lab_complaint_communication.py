import base64
import hashlib

from lxml import html
from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date

# “Yours sincerely” and the name of the laboratory; what is said before, while it is short.
ENDING, SHORT = 2, 500


class LabComplaintCommunication(models.Model):
    """The letter of a communication, kept as it went out (ISO/IEC 17025:2017, 8.4)."""

    _inherit = "lab.complaint.communication"

    letter = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        groups="lab_complaint.group_officer",
        help="As it went out. It is never made anew.",
    )
    letter_name = fields.Char(readonly=True, copy=False)
    letter_sha256 = fields.Char(
        "SHA-256 of the Letter",
        readonly=True,
        copy=False,
        help="Fingerprint of the letter: it is unchanged while this is that of the file.",
    )

    def action_open_letter(self):
        """Show the letter of this single communication as it went out.

        :return: action dictionary
        :raise UserError: when there is none, or the file is not the one that went out
        """
        self.ensure_one()
        content = self._letter_attachment().raw
        if not content:
            self._refuse(self.env._("no letter is stored with it."))
        if hashlib.sha256(content).hexdigest() != self.letter_sha256:
            self._refuse(
                self.env._(
                    "the stored letter is not the one that went out. Ask the administrator to "
                    "restore the file from the backup."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/letter/{self.letter_name}",
            "target": "new",
        }

    # --- making it ---

    def _put_into_words(self):
        result = super()._put_into_words()
        if not self._is_letter():
            return result
        content = self._render_letter()
        self._write_delivery(
            {
                "letter": base64.b64encode(content),
                "letter_name": self._letter_filename(),
                "letter_sha256": hashlib.sha256(content).hexdigest(),
            }
        )
        return result

    def _letter_files(self):
        files = super()._letter_files()
        if self._is_letter():
            files.append((self.letter_name, self._letter_attachment().raw))
        return files

    def _render_letter(self):
        """PDF of this single communication, in the language of its recipient.

        :return: bytes
        :raise UserError: when the PDF engine cannot print it whole
        """
        reports = self.env["ir.actions.report"]
        report = reports.sudo().search([("complaint_letter_kind", "=", self.kind)], limit=1)
        if not report:
            self._refuse(self.env._("there is no letter of this kind. Choose another way."))
        report._check_letter_engine()
        content, _kind = reports.with_context(lab_complaint_letter=self)._render_qweb_pdf(
            report.id, self.complaint_id.ids
        )
        return content

    def _letter_filename(self):
        kinds = dict(
            self._fields["kind"]._description_selection(
                self.with_context(lang=self.recipient_lang).env
            )
        )
        number = self.complaint_id.name.replace("/", "-")
        return f"{number} {kinds[self.kind]}.pdf"

    def _letter_attachment(self):
        """The stored letter of this communication, which only officers read.

        :return: ir.attachment in superuser mode, empty when there is none
        """
        self._check_field_access(self._fields["letter"], "read")
        self.check_access("read")
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "letter"),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    # --- what stands on it besides its words ---

    def _letter_note(self):
        """What a print must say that is not the letter which went out.

        :return: text, empty for the letter itself
        """
        if self.letter_sha256 or self.env.context.get("lab_complaint_letter") == self._origin:
            return ""
        if self._origin:
            return self.env._("Printed from the record: the letter itself was not kept.")
        return self.env._("Draft: not sent.")

    def _letter_words(self):
        """What it says: the words that are kept, or those of its text where none are.

        :return: tuple of subject and body
        """
        return (self.subject, self.body) if self.body else self._rendered()

    def _letter_parts(self, body):
        """The words in two parts: the second one is kept together with the signature.

        :param body: Markup
        :return: tuple of Markup
        """
        tree = html.fragment_fromstring(str(body or ""), create_parent="div")
        # Texts that were written with a frame around all of them.
        frame = tree[0] if len(tree) == 1 and tree[0].tag == "div" else tree
        before = frame[-ENDING - 1 : -ENDING]
        length = ENDING + sum(len(part.text_content()) < SHORT for part in before)
        ending = html.Element("div")
        ending.extend(frame[-length:])
        return tuple(Markup(html.tostring(part, encoding="unicode")) for part in (tree, ending))

    def _letter_address(self):
        """Lines of the recipient's address.

        :return: list of text
        """
        said = self.sudo()
        partner = said._recipient_partner()
        lines = [said.recipient_name, *partner._display_address().splitlines()]
        if not partner:
            lines.append(said.recipient_email)
        return list(dict.fromkeys(line.strip() for line in lines if line and line.strip()))

    def _letter_sender(self):
        """Name and address of the laboratory in one line, for the window of an envelope."""
        company = self.sudo().company_id
        lines = company.partner_id._display_address(without_company=True).splitlines()
        return " · ".join(filter(None, [company.name, *map(str.strip, lines)]))

    def _letter_references(self):
        """Date and reference numbers; those of orders and certificates for their customer only.

        :return: list of (label, text)
        """
        said = self.sudo()
        complaint = said.complaint_id
        day = complaint.company_id._complaint_day(said.told_on or fields.Datetime.now())
        rows = [
            (self.env._("Date"), format_date(self.env, day, date_format="long")),
            (self.env._("Our number"), complaint.name),
        ]
        is_authority = said.addressed_to == "authority" or complaint.authority_part == "raised"
        if is_authority:
            rows.append((self.env._("Your file number"), complaint.authority_reference))
        if said.addressed_to == "complainant" and complaint._concerns_complainant():
            disputed = complaint.certificate_ids.filtered(lambda one: one.role == "disputed")
            rows += [
                (self.env._("Your order"), complaint.order_id.client_order_ref),
                (self.env._("Our order"), complaint.order_id.name),
                (self.env._("Certificate"), ", ".join(disputed.certificate_id.mapped("name"))),
            ]
        return [(label, text) for label, text in rows if text]

    def _letter_signer(self):
        """Who signs.

        :return: dictionary of name, position and image (base64, may be empty)
        """
        user = self.sudo().user_id
        return {
            "name": user.name,
            "position": user.employee_id.job_title,
            "image": user.complaint_signature,
        }
