"""An Odoo server as a child process that ends with its parent."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from .console import SetupError

START_SECONDS = 120
FRONT_DOOR = Path(__file__).parents[1] / "launcher" / "front_door.py"


def require_free_port(port):
    """Refuse a port that another program holds.

    :raise SetupError: naming the option that chooses another
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise SetupError(f"There is no port {port}: choose one from 1024 to 65535.") from None
        except OSError as error:
            raise SetupError(
                f"Port {port} cannot be used ({error.strerror}): stop what holds it, or choose "
                "another with --port."
            ) from error


def free_port():
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(environment, database, port, *, workers=0, log):
    """Run Odoo for one database while the body runs, answering on 127.0.0.1.

    :param workers: server processes, behind one door with the process for websockets; with none
        a single process does both
    :param log: path of the file that takes the server's log
    :raise SetupError: when the server ends or does not answer in time
    """
    http_port, websocket_port = free_port() if workers else port, free_port()
    command = environment.odoo(
        "--database",
        database,
        "--db-filter",
        f"^{database}$",
        "--http-port",
        str(http_port),
        "--http-interface",
        "127.0.0.1",
        "--gevent-port",
        str(websocket_port),
        "--workers",
        str(workers),
        "--logfile",
        str(log),
    )
    # A group of its own: Ctrl-C in the terminal reaches the command, which then
    # stops the server and its workers in order.
    process = subprocess.Popen(
        command, env=environment.variables, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        with front_door(port, http_port, websocket_port) if workers else contextlib.nullcontext():
            _wait_until_healthy(process, port, log)
            yield process
    finally:
        _stop(process)


@contextlib.contextmanager
def front_door(port, http_port, websocket_port):
    """Let websockets and everything else come in by one port while the body runs."""
    door = subprocess.Popen(
        [sys.executable, str(FRONT_DOOR), str(port), str(http_port), str(websocket_port)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        _stop(door)


def _wait_until_healthy(process, port, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SetupError(f"The server ended by itself: read the end of {log}.")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.2)
    raise SetupError(f"The server did not answer in {START_SECONDS} s: read the end of {log}.")


def _stop(process):
    for number, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
