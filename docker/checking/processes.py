"""Child processes that never outlive the check, whatever ends it."""

import contextlib
import os
import signal
import subprocess

from environment.apt import last_line
from environment.console import SetupError

GRACE_SECONDS = 15
BUILDAH_REMARKS = (
    "subprocess exited",
    "Error: exit status",
    "error running subprocess",
    "Error: building at STEP",
)


@contextlib.contextmanager
def running(command, **options):
    """A child process while the body runs; with its own children it ends with the body.

    It has a session of its own: Ctrl-C reaches this program, which stops the child in order.
    """
    process = subprocess.Popen(
        command, start_new_session=True, stdin=subprocess.DEVNULL, text=True, **options
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE_SECONDS)
        # Also what a program that ended left behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def said(text):
    """What a program wrote, without the remarks that buildah adds to its end."""
    lines = text.splitlines()
    while lines and lines[-1].startswith(BUILDAH_REMARKS):
        lines.pop()
    return "\n".join(lines)


def output(command, title, log=None, **options):
    """What a command prints.

    :param log: file that takes all it says when it fails
    :raise SetupError: with its last line, when it fails
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with running(command, **pipes, **options) as process:
        printed, errors = process.communicate()
    if process.returncode:
        if log:
            log.write_text(printed + errors)
        read_on = f" (read {log})" if log else ""
        raise SetupError(f"{title} failed: {last_line(said(errors) or printed)}{read_on}")
    return printed.strip()


def shown(command, title, step_of, console, **options):
    """Run a command and show the step that each of its lines stands for.

    :param step_of: function from a line to the text to show, or to nothing
    :raise SetupError: with its last lines, when it fails
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    lines = []
    with running(command, **pipes, **options) as process:
        for line in process.stdout:
            lines.append(line.strip())
            if step := step_of(line.strip()):
                console.progress(step)
        process.wait()
    if process.returncode:
        last = said("\n".join(lines)).splitlines()[-2:]
        raise SetupError(f"{title} failed: {' / '.join(last)}")
