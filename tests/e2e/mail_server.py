"""A mail server that takes mails, and lets something happen before it says that it has one."""

import contextlib
import socketserver
import threading
from email import message_from_bytes, policy

ANSWERS = {b"DATA": b"354 Go on", b"QUIT": b"221 Bye"}


class Conversation(socketserver.StreamRequestHandler):
    """What one client says, line by line (RFC 5321)."""

    def handle(self):
        self._say(b"220 Here")
        for line in self.rfile:
            word = line[:4].upper().strip()
            self._say(ANSWERS.get(word, b"250 Fine"))
            if word == b"DATA":
                self.server.take(self._mail())
                self._say(b"250 Taken")
            elif word == b"QUIT":
                return

    def _say(self, words):
        self.wfile.write(words + b"\r\n")

    def _mail(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(lines), policy=policy.SMTP)


class MailServer(socketserver.ThreadingTCPServer):
    """Mails that were taken; `meanwhile` is called while the client waits for the answer."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = []
        self.meanwhile = lambda _mail: None

    def take(self, mail):
        self.meanwhile(mail)
        self.mails.append(mail)

    @classmethod
    @contextlib.contextmanager
    def running(cls):
        """The server, while the body runs."""
        with cls() as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server
            server.shutdown()
