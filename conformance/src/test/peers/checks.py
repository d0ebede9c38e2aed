"""Runs named checks one after another and prints one JSON line for each."""

import asyncio
import json
import random
import ssl
import time
import traceback

CHECK_DEADLINE_S = 30
MIB = 1024 * 1024


def noise(length):
    """Bytes that do not compress well, the same in every run."""
    return random.Random(6455).randbytes(length)


def prose(length):
    """Text of so many bytes in UTF-8 with one to four bytes a character; a multiple of 16."""
    return "moor£d €😀 w!" * (length // 16)


def assert_equal(actual, expected, what):
    if actual != expected:
        if len(repr(actual)) > 200:
            actual, expected = type(actual), f"what was sent ({type(expected)})"
        raise AssertionError(f"{what}: {actual!r}; expected {expected!r}")


def trusting(ca_file):
    """The TLS settings of a client: None without TLS."""
    return ssl.create_default_context(cafile=ca_file) if ca_file else None


async def run_checks(checks):
    for name, check in checks.items():
        started = time.monotonic()
        outcome = {"ok": True}
        try:
            await asyncio.wait_for(check(), CHECK_DEADLINE_S)
        except Exception:
            outcome = {"ok": False, "detail": traceback.format_exc()}
        took = round((time.monotonic() - started) * 1000)
        print(json.dumps({"check": name, **outcome, "ms": took}), flush=True)
