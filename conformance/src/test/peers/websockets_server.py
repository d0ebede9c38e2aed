"""Python's websockets as an echo server on a free port: python3 websockets_server.py [CERT KEY]

Prints {"port":N}. Beyond echoing, text that begins with an exclamation mark is a command:
  !close CODE REASON  closes the connection
  !watch KEY          is echoed; !closed KEY, on another connection, then answers with the code
                      and the reason that the watched one closed with
  !fragments N TEXT   answers with TEXT in fragments of N characters
  !extensions         answers with what was negotiated
  !drop               ends the TCP connection without a Close frame
"""

import asyncio
import json
import ssl
import sys

import websockets

watched = {}  # connections by key


async def command(ws, name, words):
    if name == "close":
        await ws.close(int(words[0]), " ".join(words[1:]))
    elif name == "watch":
        watched[words[0]] = ws
        await ws.send(f"!watch {words[0]}")
    elif name == "closed":
        closed = watched[words[0]]
        await closed.wait_closed()
        await ws.send(f"{closed.close_code} {closed.close_reason or ''}".strip())
    elif name == "fragments":
        size, text = int(words[0]), " ".join(words[1:])
        await ws.send(text[i : i + size] for i in range(0, len(text), size))
    elif name == "extensions":
        await ws.send(", ".join(e.name for e in ws.extensions))
    elif name == "drop":
        ws.transport.abort()


async def serve_connection(ws):
    try:
        async for message in ws:
            if isinstance(message, str) and message.startswith("!"):
                name, *words = message[1:].split(" ")
                await command(ws, name, words)
            else:
                await ws.send(message)
    except websockets.ConnectionClosed:
        pass  # "closed" tells who asks


async def main():
    tls = None
    if len(sys.argv) > 1:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*sys.argv[1:3])
    async with websockets.serve(
        serve_connection, "127.0.0.1", 0, ssl=tls, max_size=64 * 1024 * 1024
    ) as server:
        print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
        # whoever started this is gone when the input ends
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
