"""Child processes that never outlive the check, whatever ends it."""

import contextlib
import os
import signal
import subprocess

from environment.apt import last_line
from environment.console import SetupError


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
        for number, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            if process.poll() is None:
                os.killpg(process.pid, number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)


def output(command, title, **options):
    """What a command prints.

    :raise SetupError: with its last line, when it fails
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with running(command, **pipes, **options) as process:
        printed, errors = process.communicate()
    if process.returncode:
        raise SetupError(f"{title} failed: {last_line(errors or printed)}")
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
        raise SetupError(f"{title} failed: {' / '.join(lines[-3:])}")
