"""Servers under measure: the product as it ships, and the bare page beside it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int, path: str = "/health", seconds: float = 30) -> float:
    """Seconds until the first good answer."""
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - began
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"nothing answers on port {port}")


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str], path: str = "/health"
) -> Iterator[subprocess.Popen]:
    """A server for the length of a block; its whole tree ends with it."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(port, path)
        yield process
    finally:
        tree = [process, *psutil.Process(process.pid).children(recursive=True)]
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            for each in tree:
                each.kill()


def product(port: int, *more: str) -> list[str]:
    """`forum serve` as it ships."""
    return [sys.executable, "-m", "forum", "serve", "--port", str(port), *more]


def bare(port: int) -> list[str]:
    """The same server around a minimal Flask view."""
    return [sys.executable, "-m", "bench.bare", str(port)]


def memory(pid: int) -> float:
    """PSS of the whole tree, in MB: shared pages are counted once."""
    top = psutil.Process(pid)
    tree = [top, *top.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in tree) / 1e6
