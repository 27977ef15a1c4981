from odoo import api, fields, models
from odoo.fields import Domain


class LabComplaint(models.Model):
    """Who reads what is written about a case, besides its fields (ISO/IEC 17025:2017, 4.2).

    Whoever logged a complaint reads along until it is screened; the notes, activities
    and files of the handling are for those who handle, investigate or audit it.
    Everybody who may read a case may write to them.
    """

    _inherit = "lab.complaint"  # pylint: disable=consider-merging-classes-inherited

    # Searched with the rights of the user: else a domain could ask what they say.
    message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)
    rating_ids = fields.One2many(bypass_search_access=False)
    website_message_ids = fields.One2many(bypass_search_access=False)
    activity_summary = fields.Char(related_sudo=False)
    activity_type_id = fields.Many2one(related_sudo=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Log complaints; people involved do not follow them."""
        complaints = super().create(vals_list)
        complaints._unsubscribe_excluded()
        return complaints

    def write(self, vals):
        """Change complaints; who becomes involved, or protected, follows no longer."""
        result = super().write(vals)
        self._unsubscribe_excluded()
        return result

    def _reads_all_discussions(self):
        """Whether the user handles or audits complaints."""
        return self.env.user.has_groups("lab_complaint.group_officer,lab_complaint.group_auditor")

    def _discussion_domain(self):
        """Complaints whose notes, activities and files the user may read."""
        user = self.env.user
        readable = Domain.TRUE
        if not self._reads_all_discussions():
            readable = Domain("state", "=", "received") | Domain("investigator_ids", "in", user.ids)
        return readable & Domain("involved_user_ids", "not in", user.ids)

    def _with_readable_discussion(self):
        # Which fields decide is nothing the user must be able to read.
        return self.sudo().filtered_domain(self._discussion_domain()).sudo(self.env.su)

    def _discussed_domain(self, model_field, id_field):
        """Records that belong to no complaint, or to one whose discussion the user may read.

        Said by the few complaints that are left out, and by those few that others may read:
        every search of activities and files asks it, and must not go through the register.

        :param model_field: field with the name of the model they belong to
        :param id_field: field with the number of the record they belong to
        """
        user = self.env.user

        def found(*condition):
            return self.sudo()._search(Domain(*condition))

        readable = Domain(id_field, "not in", found("involved_user_ids", "in", user.ids))
        if not self._reads_all_discussions():
            readable &= Domain(id_field, "in", found("state", "=", "received")) | Domain(
                id_field, "in", found("investigator_ids", "in", user.ids)
            )
        return Domain(model_field, "!=", self._name) | readable

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation != "create":
            # Nobody deletes a complaint: this lets nobody in.
            operations.update(dict.fromkeys(self - self._with_readable_discussion(), "unlink"))
        return operations

    def _read_group_groupby(self, alias, groupby_spec, query):
        # Odoo asks for the rights on the field only where it is a column.
        self._check_field_access(self._fields[groupby_spec.split(":")[0].split(".")[0]], "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    # --- followers and recipients ---

    def _excluded_partners(self):
        """Contacts who do not follow one case: people involved, a protected complainant and the
        body behind it."""
        complaint = self.sudo()
        excluded = complaint.with_context(active_test=False).involved_user_ids.partner_id
        if complaint.is_identity_protected:
            # Everybody who may read the case sees who follows it.
            excluded |= complaint.identity_partner_id | complaint.identity_authority_id
        return excluded

    def _unsubscribe_excluded(self):
        excluded = {complaint.id: complaint._excluded_partners().ids for complaint in self}
        # Few or none: to read all who follow takes three queries.
        followers = self.env["mail.followers"].sudo()
        found = followers.search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("partner_id", "in", list({each for ids in excluded.values() for each in ids}))
        )
        for follower in found:
            if follower.partner_id.id in excluded[follower.res_id]:
                self.browse(follower.res_id).sudo().message_unsubscribe(follower.partner_id.ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        result = super()._message_subscribe(partner_ids, subtype_ids, customer_ids)
        self._unsubscribe_excluded()
        return result

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Notes and messages on a case stay in the laboratory."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return self._only_inside(recipients, message, msg_vals)

    def _may_be_told(self, user, is_addressed):
        """Who is addressed by name reads that message; who only follows, what all may read."""
        self_of_user = self._as_read_by(user)
        return super()._may_be_told(user, is_addressed) and (
            user not in self.sudo().involved_user_ids
            and bool(is_addressed or self_of_user._with_readable_discussion())
        )
