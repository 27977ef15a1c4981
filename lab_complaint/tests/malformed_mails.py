"""Mails as no mail program should write them; each is to be kept, whatever can be read."""

HEAD = b"""\
From: Ms Lin <lin@gauge.example.com>
To: %(to)s
Subject: Malformed
Message-Id: <malformed@gauge.example.com>
MIME-Version: 1.0
"""
TEXT = b"Content-Type: text/plain; charset=utf-8\n\nThe values are wrong.\n"


def malformed_mails(address):
    """Mails by what is wrong with them.

    :param address: to which they are sent
    :return: dictionary of text: bytes
    """
    to = address.encode()
    head = HEAD.replace(b"%(to)s", to)
    short = b"To: " + to + b"\n"
    part = b"--x\n" + TEXT
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(150)
    )
    return {
        "only an address": short,
        "no sender": short + b"Subject: Hello\n\nThe values are wrong.\n",
        "sender without address": short + b"From: somebody\n\nThe values are wrong.\n",
        "two senders": short + b"From: a@x.example.com, b@x.example.com\n\nText\n",
        "empty sender": short + b"From:\n\nText\n",
        "broken sender": short + b"From: =?utf-8?B?////?= <<lin@>gauge\n\nText\n",
        "no identity": short + b"From: lin@gauge.example.com\n\nText\n",
        "empty identity": short + b"From: lin@gauge.example.com\nMessage-Id: <>\n\nText\n",
        "identity of many lines": short
        + b"Message-Id: <a\n b\n c>\nFrom: a@x.example.com\n\nText\n",
        "unknown charset": head + b"Content-Type: text/plain; charset=klingon\n\nText\n",
        "wrong charset": head + b"Content-Type: text/plain; charset=utf-8\n\n\xd6\xd0\xb9\xfa\n",
        "text in 8 bits": head + b"\n\xd6\xd0\xb9\xfa\n",
        "subject in 8 bits": short + b"From: a@x.example.com\nSubject: \xd6\xd0\xb9\xfa\n\nText\n",
        "broken subject": short + b"From: a@x.example.com\nSubject: =?utf-9?Q?=ZZ?=\n\nText\n",
        "unended boundary": head + b'Content-Type: multipart/mixed; boundary="x"\n\n' + part,
        "no boundary": head + b"Content-Type: multipart/mixed\n\n" + part,
        "other boundary": head + b'Content-Type: multipart/mixed; boundary="y"\n\n' + part,
        "nested": head + nested + TEXT,
        "broken base64": head
        + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!\n",
        "unknown encoding": head + b"Content-Transfer-Encoding: x-none\n" + TEXT,
        "null bytes": head + b"Content-Type: text/plain\n\nThe \x00values\x00 are wrong.\n",
        "null bytes encoded": head
        + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIAB2YWx1ZXMA\n",
        "null bytes in the subject": short + b"From: a@x.example.com\nSubject: A\x00B\n\nText\n",
        "page with null bytes": head + b"Content-Type: text/html\n\n<p>The \x00 values</p>\n",
        "broken page": head + b"Content-Type: text/html\n\n<p><table><td><<<a href=<p>x</table>\n",
        "only a comment": head + b"Content-Type: text/html\n\n<!-- nothing -->\n",
        "processing instruction": head
        + b"Content-Type: text/html\n\n<?xml version='1.0'?><p>x</p>\n",
        "deep page": head + b"Content-Type: text/html\n\n" + b"<div>" * 3000 + b"x\n",
        "long header": head + b"X-Long: " + b"x" * 200_000 + b"\n" + TEXT,
        "many headers": head + b"".join(b"X-%d: y\n" % n for n in range(5000)) + TEXT,
        "long references": head + b"References:" + b" <a@b>\n" * 5000 + TEXT,
        "headers without end": head + b"X-Last: y",
        "header without name": head + b": nothing\nno header at all\n" + TEXT,
        "date of the year 0": head + b"Date: Fri, 00 Foo 0000 99:99:99 +9999\n" + TEXT,
        "huge date": head + b"Date: " + b"9" * 5000 + b"\n" + TEXT,
        "part without type": head
        + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: ;;;\n\nText\n--x--\n',
        "message in a message": head
        + b"Content-Type: message/rfc822\n\nFrom: b@x.example.com\nSubject: Inner\n\nText\n",
        "broken message in a message": head
        + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: message/rfc822\n'
        + b"Content-Transfer-Encoding: base64\n\nVGV4dA==\n--x--\n",
        "calendar": head + b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n",
        "names of files": head
        + b'Content-Type: multipart/mixed; boundary="x"\n\n'
        + b"".join(
            b"--x\nContent-Type: application/zip\nContent-Disposition: attachment; filename="
            + name
            + b"\n\nPK\x05\x06"
            + b"\x00" * 18
            + b"\n"
            for name in (
                b'"../../../../x.zip"',
                b'"bomb.zip\x00.pdf"',
                b"=?utf-8?B?4oCuZmRwLmV4ZQ==?=",
                b'"' + b"n" * 5000 + b'.zip"',
                b'"CON"',
                b'""',
                b"\xd6\xd0.zip",
            )
        )
        + b"--x--\n",
        "signed": head + b'Content-Type: multipart/signed; boundary="x"\n\n' + part + b"--x--\n",
        "lines of a mailbox": b"From lin@gauge.example.com Mon Mar  2 08:00:00 2026\n"
        + head
        + TEXT,
        "carriage returns only": (head + TEXT).replace(b"\n", b"\r"),
        "delivery report of nobody": head
        + b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        + b"--x\nContent-Type: message/delivery-status\n\n\n--x--\n",
    }
