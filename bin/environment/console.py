"""What a person sees while the set-up works: the step, the elapsed time, the progress."""

import contextlib
import sys
import threading
import time
from pathlib import Path


class SetupError(Exception):
    """Something a person has to mend. The message is one sentence that says what to do."""


class Console:
    """Prints steps to standard error, so that standard output stays for results."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.started = time.monotonic()
        self._shown = ""

    def say(self, text):
        """Print one line with the time since the start in seconds."""
        self._clear()
        print(f"[{time.monotonic() - self.started:5.0f} s] {text}", file=self.stream, flush=True)

    def progress(self, text):
        """Show how far a step is. On a terminal the line is overwritten; in a log
        file only a changed text makes a new line."""
        if text == self._shown:
            return
        if self.stream.isatty():
            self.stream.write(f"\r\033[K[{time.monotonic() - self.started:5.0f} s]   {text}")
            self.stream.flush()
        else:
            self.say(f"  {text}")
        self._shown = text

    def _clear(self):
        if self._shown and self.stream.isatty():
            self.stream.write("\r\033[K")
        self._shown = ""

    @contextlib.contextmanager
    def watching_download(self, title, folder: Path, total):
        """Show how many of `total` bytes have arrived in `folder` while the body runs."""
        done = threading.Event()

        def watch():
            while not done.wait(0.5):
                size = sum(
                    file.stat().st_size
                    for file in folder.rglob("*")
                    if file.is_file() and not file.is_symlink()
                )
                tenths = min(10, size * 10 // total) if total else 0
                self.progress(f"{title}: {tenths * 10} % of {total / 1e6:.0f} MB")

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
