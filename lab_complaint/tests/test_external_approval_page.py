import re

from freezegun import freeze_time

from odoo import http
from odoo.tests import HttpCase, tagged

from .external_common import ExternalCase, drawn


class TestExternalPage(HttpCase, ExternalCase):
    """The page behind the link, as a browser without login sees it."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _answer(self, link, **values):
        return self.url_open(
            link,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "verdict": "approved",
                "signer": "Dr Zhou",
                "comment": "",
                "signature": drawn(),
                **values,
            },
        )

    def assertInvalid(self, response):
        """The one page for everything that is not valid."""
        self.assertEqual(response.status_code, 404)
        self.assertIn("not valid any more", response.text)
        self.assertNotIn(self.complaint.name, response.text)
        self.assertNotIn("printing error", response.text)

    def assertUndecided(self):
        """Nothing happened to the decision."""
        self.decision.invalidate_recordset()
        self.assertEqual(self.decision.state, "submitted")

    def test_dossier(self):
        """The page shows the case: what was said, found and proposed."""
        self._invite()
        page = self.url_open(self._link())
        self.assertEqual(page.status_code, 200)
        for text in (
            self.complaint.name,
            "the gauge is off",
            "C-2026-118",
            "Pressure gauge",
            "Ours",
            "Raw record R-7",
            "The raw record differs.",
            "A printing error.",
            "No other certificate.",
            "Amend the certificate &amp; apologize.",
            "Clause 7.8.8.",
            "Amend certificate",
            'value="Dr Zhou"',
        ):
            with self.subTest(text):
                self.assertIn(text, page.text)

    def test_masked(self):
        """Neither who complained, nor who works here, nor the assessment of people."""
        self._invite()
        page = self.url_open(self._link()).text
        for text in (
            "Lin",
            "Gauge Works",
            "lin@gauge",
            "5555",
            "Calibrator",
            "assessment",
            self.officer.name,
        ):
            with self.subTest(text):
                self.assertNotRegex(page, rf"\b{re.escape(text)}")
        self.assertIn("▒▒▒", page)

    def test_escaped(self):
        """What somebody wrote is shown, not run."""
        self._invite(name='"><script>alert(2)</script>')
        page = self.url_open(self._link()).text
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert(1)", page)

    def test_headers(self):
        """Neither kept, nor found, nor framed, nor told to others; the invalid page neither."""
        self._invite()
        for link in (self._link(), "/complaints/approval/1/none"):
            headers = self.url_open(link).headers
            self.assertIn("noindex", headers["X-Robots-Tag"])
            self.assertIn("no-store", headers["Cache-Control"])
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["X-Frame-Options"], "DENY")

    def test_approve(self):
        """Approved with a signature: on record as external, with who, when and what was seen."""
        approval = self._invite()
        response = self._answer(self._link(), signer=" Dr  Zhou Wei ", comment="Well founded.")
        self.assertIn("Thank you", response.text)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.decision,
            [
                {
                    "state": "approved",
                    "is_external": True,
                    "external_name": "Dr Zhou Wei",
                    "is_independent": True,
                }
            ],
        )
        self.assertTrue(self.decision.decided_on)
        self.assertRecordValues(
            approval,
            [
                {
                    "state": "approved",
                    "name": "Dr Zhou",
                    "signed_name": "Dr Zhou Wei",
                    "comment": "Well founded.",
                }
            ],
        )
        self.assertEqual(approval.signature.decode(), drawn())
        self.assertIn("A printing error.", approval.dossier)
        self.assertNotIn("Lin", approval.dossier)
        message = self.decision.message_ids.filtered("attachment_ids")
        self.assertIn("External: Dr Zhou Wei approved", message.body)
        self.assertEqual(message.attachment_ids.mimetype, "image/png")
        told = self.complaint.message_ids.filtered(lambda message: "External" in message.body)
        self.assertIn("Dr Zhou Wei approved", told.body)

    def test_reject(self):
        """Rejected with a reason; without one the page says so and keeps what was typed."""
        self._invite()
        link = self._link()
        response = self._answer(link, verdict="rejected", comment=" ", signer="Zhou W")
        self.assertIn("Say why you reject", response.text)
        self.assertIn('value="Zhou W"', response.text)
        self.assertUndecided()
        self._answer(link, verdict="rejected", comment="Extent <b>unknown</b>")
        self.env.invalidate_all()
        self.assertEqual(self.decision.state, "rejected")
        self.assertTrue(self.decision.is_external)
        body = self.decision.message_ids.filtered("attachment_ids").body
        self.assertIn("Extent &lt;b&gt;unknown", body)

    def test_once(self):
        """The link ends with the decision, for reading as well."""
        self._invite()
        link = self._link()
        self._answer(link)
        self.assertInvalid(self.url_open(link))
        self.assertInvalid(self._answer(link, verdict="rejected", comment="No"))
        self.decision.invalidate_recordset()
        self.assertEqual(self.decision.state, "approved")

    def test_faster(self):
        """Of two answers that both passed the first look only one counts."""
        approval = self._invite()
        approvals = self.env["lab.complaint.external.approval"]
        token = self._link().rsplit("/", 1)[1]
        values = [
            approvals._clean_answer(verdict, "Dr Zhou", "Because", drawn())
            for verdict in ("approved", "rejected")
        ]
        both = [approvals._find_open(approval.id, token) for _ in values]
        both[0]._decide(values[0])
        with self.assertRefused(message="in the meantime"):
            both[1]._decide(values[1])
        self.assertEqual(self.decision.state, "approved")

    def test_expired(self):
        """After its last day the link shows nothing."""
        with freeze_time("2026-01-05 08:00:00"):
            self._invite(days=1)
        link = self._link()
        self.assertInvalid(self.url_open(link))
        self.assertInvalid(self._answer(link))
        self.assertUndecided()

    def test_expiry_on_record_counts_too(self):
        """The record's own date ends the link, whatever the link itself says."""
        approval = self._invite()
        self._force(approval, expires_on="2026-01-01 00:00:00")
        self.assertInvalid(self.url_open(self._link()))

    def test_revoked(self):
        """A link that was taken back shows nothing."""
        approval = self._invite()
        approval.with_user(self.quality_head).action_revoke()
        self.assertInvalid(self.url_open(self._link()))
        self.assertInvalid(self._answer(self._link()))
        self.assertUndecided()

    def test_replaced(self):
        """Another invitation makes the first link void."""
        self._invite()
        first = self._link()
        self._invite(name="Dr Wu", email="wu@outside.example.com")
        self.assertInvalid(self.url_open(first))
        self.assertEqual(self.url_open(self._link("wu@outside.example.com")).status_code, 200)

    def test_wrong_links(self):
        """Another token, another case's token, an unknown id: the same page."""
        approval = self._invite()
        link = self._link()
        token = link.rsplit("/", 1)[1]
        flipped = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
        for path in (
            f"{approval.id}/{flipped}",
            f"{approval.id}/{token[:40]}",
            f"{approval.id}/x",
            f"{approval.id}/%C3%A9%C3%A9",
            f"{approval.id}/{approval.token_hash}",
            f"{approval.id + 1}/{token}",
            f"999999999/{token}",
            f"99999999999999999999/{token}",
        ):
            with self.subTest(path):
                self.assertInvalid(self.url_open(f"/complaints/approval/{path}"))
        self.assertInvalid(self._answer(f"/complaints/approval/{approval.id}/{flipped}"))
        self.assertUndecided()

    def test_signed_but_not_issued(self):
        """A well signed link that is not the one issued last is as void as any."""
        approval = self._invite()
        link = self._link()
        approval.sudo()._make_token(14)
        self.assertInvalid(self.url_open(link))

    def test_decided_otherwise(self):
        """The link ends when the outcome is superseded, decided inside, or the case ends."""
        self._invite()
        link = self._link()
        for state in ("draft", "approved", "rejected", "superseded"):
            self._force(self.decision, state=state)
            with self.subTest(state):
                self.assertInvalid(self.url_open(link))
                self.assertInvalid(self._answer(link))
        self._force(self.decision, state="submitted")
        self.complaint.action_withdraw(withdrawal_reason="Taken back on the phone.")
        self.assertInvalid(self.url_open(link))

    def test_csrf(self):
        """A post from another site changes nothing."""
        self._invite()
        link = self._link()
        for token in ("", "0" * 40 + "o99999999999"):
            response = self._answer(link, csrf_token=token)
            self.assertEqual(response.status_code, 400)
        self.assertUndecided()

    def test_signature(self):
        """Both verdicts need a drawn PNG of bearable size."""
        self._invite()
        link = self._link()
        for verdict in ("approved", "rejected"):
            response = self._answer(link, verdict=verdict, comment="x", signature="")
            self.assertIn("Draw your signature.", response.text)
        for signature in (
            drawn(line=False),
            drawn(image_format="GIF"),
            drawn(size=(3000, 2000)),
            "PHN2Zz48L3N2Zz4=",
            "iVBORw0KGgo=",
        ):
            with self.subTest(signature[:20]):
                self.assertIn("cannot be read", self._answer(link, signature=signature).text)
        self.assertUndecided()

    def test_input(self):
        """Nothing chosen, nobody named and too long a text are refused with words."""
        self._invite()
        link = self._link()
        for values, words in (
            ({"verdict": "superseded"}, "Choose whether"),
            ({"verdict": ""}, "Choose whether"),
            ({"signer": " "}, "name of the external person"),
            ({"comment": "x" * 5001}, "5000 characters"),
            ({"signer": "x" * 121}, "120 characters"),
        ):
            with self.subTest(words):
                self.assertIn(words, self._answer(link, **values).text)
        self.assertUndecided()

    def test_nobody_of_the_laboratory(self):
        """Who is logged in as an employee cannot decide in the place of the invited person."""
        self._invite()
        self.authenticate(self.officer.login, self.officer.login)
        self.assertInvalid(self.url_open(self._link()))
        self.assertInvalid(self._answer(self._link()))
        self.assertUndecided()


@tagged("lab_tour")
class TestExternalTour(HttpCase, ExternalCase):
    """The page in a browser: the signature is drawn."""

    def test_sign(self):
        """A person from outside rejects, and signs with the mouse."""
        approval = self._invite()
        self.start_tour(self._link(), "lab_complaint_external_approval", login=None)
        self.env.invalidate_all()
        self.assertRecordValues(
            approval, [{"state": "rejected", "comment": "The extent is not known."}]
        )
        self.assertTrue(approval.signature)
