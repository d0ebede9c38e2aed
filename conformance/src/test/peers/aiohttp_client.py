"""aiohttp as a client: python3 aiohttp_client.py URL [CA.pem]"""

import asyncio
import sys

import aiohttp
from aiohttp import WSMsgType

from checks import MIB, assert_equal, noise, prose, run_checks, trusting

url, *ca_file = sys.argv[1:]
tls = trusting(*ca_file) if ca_file else None


async def main():
    async with aiohttp.ClientSession() as session:

        def connect(**options):
            return session.ws_connect(url, ssl=tls, max_msg_size=64 * MIB, **options)

        async def echo(ws, message):
            if isinstance(message, str):
                await ws.send_str(message)
                assert_equal(await ws.receive_str(), message, "echo")
            else:
                await ws.send_bytes(message)
                assert_equal(await ws.receive_bytes(), message, "echo")

        async def echoes(*messages, **options):
            async with connect(**options) as ws:
                for message in messages:
                    await echo(ws, message)

        async def compression():
            async with connect(compress=15) as ws:
                assert_equal(ws.compress != 0, True, "compression negotiated")
                for text in [prose(64 * 1024), "short", prose(1024), prose(64 * 1024)]:
                    await echo(ws, text)

        async def no_compression():
            async with connect() as ws:
                assert_equal(ws.compress, 0, "compression")
                await echo(ws, "plain")

        async def ping():
            async with connect(autoping=False) as ws:
                await ws.ping(b"are you there")
                pong = await ws.receive()
                assert_equal((pong.type, pong.data), (WSMsgType.PONG, b"are you there"), "pong")

        async def closed_by_peer():
            async with connect() as ws:
                await ws.send_str("!watch it")
                await ws.receive_str()
                await ws.close(code=3001, message=b"enough")
                assert_equal(ws.close_code, 3001, "code echoed")
            async with connect() as ws:
                await ws.send_str("!closed it")
                assert_equal(await ws.receive_str(), "3001 enough", "close seen by the server")

        async def closed_by_server():
            async with connect() as ws:
                await ws.send_str("!close 4001 mooring full")
                close = await ws.receive()
                assert_equal(
                    (close.type, close.data, close.extra),
                    (WSMsgType.CLOSE, 4001, "mooring full"),
                    "close",
                )

        await run_checks(
            {
                "text": lambda: echoes("hello", "", "κόσμε 😀", prose(64 * 1024)),
                "binary": lambda: echoes(noise(1), b"", noise(125), noise(126), noise(65536)),
                "16 MiB of text": lambda: echoes(prose(16 * MIB)),
                "16 MiB of binary": lambda: echoes(noise(16 * MIB)),
                "compression": compression,
                "no compression": no_compression,
                "ping": ping,
                "closed by the peer with a code and a reason": closed_by_peer,
                "closed by the server with a code and a reason": closed_by_server,
            }
        )


asyncio.run(main())
