from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.lab_complaint.models.arriving_mail import ArrivingMail
from odoo.addons.lab_complaint.models.mail_words import files_of, words_of

NAMES = st.sampled_from(
    ["From", "To", "Subject", "Message-Id", "References", "Date", "Auto-Submitted", "X-Spam"]
)
LINES = st.builds(lambda name, value: name.encode() + b": " + value, NAMES, st.binary(max_size=80))


@tagged("post_install", "-at_install")
class TestArrivingMail(BaseCase):
    """What the headers of a mail say, and what its body says in plain text."""

    def _mail(self, **headers):
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ArrivingMail("\n".join(lines) + "\n\nText\n")

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(lines=st.lists(LINES, max_size=6), body=st.binary(max_size=50))
    def test_nothing_raises(self, lines, body):
        raw = b"\n".join([*lines, b"", body])
        mail = ArrivingMail(raw)
        self.assertEqual(mail.raw, raw)
        for name in ("subject", "sender_name", "sender_email", "message_id", "stated_date"):
            text = getattr(mail, name)
            self.assertTrue(text.isprintable(), name)
            text.encode()
        self.assertIn(mail.doubt, ("", "spam", "automatic"))
        for text in mail.references + mail.recipients:
            text.encode()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(alphabet="<>/pabtrdhe \n\t&;=\"'!-[]x\u202e", max_size=120))
    @example("<![;")
    @example("<![if !mso]>shown<![endif]>")
    def test_any_page_is_read(self, page):
        text = words_of(page)
        self.assertNotIn("\u202e", text)
        self.assertEqual(text, text.strip())

    def test_sender(self):
        mail = self._mail(From='"Lin, Mei" <LIN@Gauge.example.com>')
        self.assertEqual(mail.sender_name, "Lin, Mei")
        self.assertEqual(mail.sender_email, "lin@gauge.example.com")

    def test_direction_of_names(self):
        mail = self._mail(From="=?utf-8?B?4oCubmlM?= <lin@gauge.example.com>")
        self.assertEqual(mail.sender_name, "niL")

    def test_several_recipients(self):
        mail = self._mail(
            To="A <a@x.example.com>, b@x.example.com",
            Cc="C@x.example.com",
            Delivered_To="d@x.example.com",
        )
        self.assertEqual(sorted(mail.recipients), [f"{name}@x.example.com" for name in "abcd"])

    def test_references(self):
        mail = self._mail(References="<1@x> <2@x>", In_Reply_To="<3@x>")
        self.assertEqual(mail.references, ["<1@x>", "<2@x>", "<3@x>"])
        self.assertFalse(self._mail(References="nothing").references)

    def test_words(self):
        cases = {
            "": "",
            "plain": "plain",
            "a<br>b<br/><br>c": "a\nb\n\nc",
            "<p>a</p><p>b</p>": "a\n\nb",
            "<div>a</div><div>b</div>": "a\nb",
            "<div><div>a</div></div><div>b</div>": "a\nb",
            "a &lt;b&gt; &amp; c": "a <b> & c",
            "<table><tr><td>1</td><td></td><td>3</td></tr></table>": "1 |  | 3",
            '<a href="https://x.example.com">here</a>': "here <https://x.example.com>",
            '<a href="https://x.example.com">x.example.com</a>': "x.example.com",
            '<a href="javascript:alert(1)">here</a>': "here",
            '<a href="mailto:a@x.example.com">a@x.example.com</a>': "a@x.example.com",
            '<img src="data:image/png;base64,AAAA" alt="Logo">': "[Logo]",
            "<script>x</script>a<style>y</style>": "a",
            "<head><title>x</title><body>a": "a",
            "<pre>a\n  b</pre>": "a\n  b",
            "a\u202eb\x00c": "abc",
            "5&nbsp;kPa": "5 kPa",
        }
        for page, text in cases.items():
            with self.subTest(page=page):
                self.assertEqual(words_of(page), text)

    def test_files(self):
        files = files_of([("a", "text", {}), ("b", b"", {}), ("c", b"bytes", {})])
        self.assertEqual(files, [("a", b"text"), ("c", b"bytes")])
        self.assertEqual(len(files_of([("a", b"x", {})] * 500)), 100)
