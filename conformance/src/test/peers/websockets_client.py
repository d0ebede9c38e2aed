"""Python's websockets as a client: python3 websockets_client.py URL [CA.pem]"""

import asyncio
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from checks import MIB, assert_equal, noise, prose, run_checks, trusting

url, *ca_file = sys.argv[1:]
tls = trusting(*ca_file) if ca_file else None


def connect(**options):
    return websockets.connect(url, ssl=tls, max_size=64 * MIB, **options)


async def echoes(*messages, **options):
    async with connect(**options) as ws:
        for message in messages:
            await ws.send(message)
            assert_equal(await ws.recv(), message, "echo")


async def fragments():
    data = noise(100_000)
    async with connect(compression=None) as ws:
        await ws.send(data[i : i + 1000] for i in range(0, len(data), 1000))
        assert_equal(await ws.recv(), data, "echo")
        await ws.send(["moor", "", "€", "ing"])
        assert_equal(await ws.recv(), "moor€ing", "echo")


async def compressed_fragments():
    async with connect() as ws:
        await ws.send(["moor" * 1000, "ing" * 1000])
        assert_equal(await ws.recv(), "moor" * 1000 + "ing" * 1000, "echo")


async def compression():
    async with connect() as ws:
        assert_equal([e.name for e in ws.extensions], ["permessage-deflate"], "extensions")
        for text in [prose(64 * 1024), "short", "", prose(1024), prose(64 * 1024)]:
            await ws.send(text)
            assert_equal(await ws.recv(), text, "echo")


async def no_takeover():
    offer = ClientPerMessageDeflateFactory(
        server_no_context_takeover=True, client_no_context_takeover=True
    )
    async with connect(compression=None, extensions=[offer]) as ws:
        (extension,) = ws.extensions
        assert_equal(extension.remote_no_context_takeover, True, "server_no_context_takeover")
        for i in range(20):
            text = f"{i} hawsers moor ships; " * 100
            await ws.send(text)
            assert_equal(await ws.recv(), text, "echo")


async def small_client_window():
    offer = ClientPerMessageDeflateFactory(client_max_window_bits=9)
    async with connect(compression=None, extensions=[offer]) as ws:
        for i in range(20):
            text = f"{i} hawsers moor ships; " * 200
            await ws.send(text)
            assert_equal(await ws.recv(), text, "echo")


async def no_compression():
    async with connect(compression=None) as ws:
        assert_equal(ws.extensions, [], "extensions")
        await ws.send("plain")
        assert_equal(await ws.recv(), "plain", "echo")


async def ping():
    async with connect() as ws:
        await (await ws.ping("are you there"))


async def closed_by_peer():
    async with connect() as ws:
        await ws.send("!watch it")
        await ws.recv()
        await ws.close(3001, "enough")
        assert_equal(ws.close_code, 3001, "code echoed")
    async with connect() as ws:
        await ws.send("!closed it")
        assert_equal(await ws.recv(), "3001 enough", "close seen by the server")


async def closed_by_server():
    async with connect() as ws:
        await ws.send("!close 4001 mooring full")
        try:
            await ws.recv()
        except websockets.ConnectionClosedError as e:
            assert_equal((e.rcvd.code, e.rcvd.reason), (4001, "mooring full"), "received")
            assert_equal(e.sent.code, 4001, "sent")
            return
    raise AssertionError("the connection was not closed")


asyncio.run(
    run_checks(
        {
            "text": lambda: echoes("hello", "", "κόσμε 😀", prose(64 * 1024)),
            "binary": lambda: echoes(noise(1), b"", noise(125), noise(126), noise(65536)),
            "16 MiB of text": lambda: echoes(prose(16 * MIB)),
            "16 MiB of binary": lambda: echoes(noise(16 * MIB), compression=None),
            "fragments": fragments,
            "compressed fragments": compressed_fragments,
            "compression": compression,
            "deflate without context takeover": no_takeover,
            "deflate with a small window of the client": small_client_window,
            "no compression": no_compression,
            "ping": ping,
            "closed by the peer with a code and a reason": closed_by_peer,
            "closed by the server with a code and a reason": closed_by_server,
        }
    )
)
