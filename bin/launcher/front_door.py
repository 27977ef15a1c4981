"""The one door of a server with workers: what is said over websockets goes to Odoo's process for
them, everything else to the workers.

A laboratory's own web server does this with TLS (docker/README.md has its settings); bin/serve
needs nothing but Python.

    python front_door.py PORT HTTP_PORT WEBSOCKET_PORT
"""

import asyncio
import contextlib
import sys

HOST = "127.0.0.1"
# What tells where a connection goes; browsers open one of its own for a websocket.
WEBSOCKET = b" /websocket"
SECONDS_TO_ASK = 60
BLOCK = 64 * 1024


async def serve(port, http_port, websocket_port):
    """Answer on a port until the process is ended."""

    inside = set()

    async def enter(reader, writer):
        # The event loop itself would let go of a task whose connection is silent for a while.
        inside.add(asyncio.current_task())
        asyncio.current_task().add_done_callback(inside.discard)
        with contextlib.suppress(OSError, TimeoutError, ValueError):
            line = await asyncio.wait_for(reader.readline(), SECONDS_TO_ASK)
            target = websocket_port if WEBSOCKET in line else http_port
            if line:
                await pass_on(line, reader, writer, target)
        writer.close()

    server = await asyncio.start_server(enter, HOST, port, limit=BLOCK, backlog=512)
    async with server:
        await server.serve_forever()


async def pass_on(line, reader, writer, target):
    """Carry bytes both ways until Odoo ends the connection."""
    answer, question = await asyncio.open_connection(HOST, target, limit=BLOCK)
    question.write(line)
    asking = asyncio.create_task(carry(reader, question))
    try:
        await carry(answer, writer)
    finally:
        asking.cancel()
        question.close()


async def carry(source, target):
    """Carry what comes from a connection to another, at the pace of the slower one."""
    with contextlib.suppress(OSError):
        while block := await source.read(BLOCK):
            target.write(block)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(*(int(argument) for argument in sys.argv[1:4])))
