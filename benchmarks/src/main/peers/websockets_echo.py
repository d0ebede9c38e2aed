"""Python's websockets as an echo server on 127.0.0.1: python3 websockets_echo.py PORT"""

import asyncio
import sys

import websockets


async def echo(ws):
    try:
        async for message in ws:
            await ws.send(message)
    except websockets.ConnectionClosed:
        pass


async def main():
    port = int(sys.argv[1])
    async with websockets.serve(echo, "127.0.0.1", port, compression=None, max_size=4 << 20):
        # whoever started this is gone when the input ends
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
