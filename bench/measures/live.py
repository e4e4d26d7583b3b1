"""What open pages cost: the same server with 1,000 of them and without, over real sockets."""

import selectors
import socket
import threading
import time
from typing import Any

import psutil

from bench import load
from bench.report import Line

PAGES, EVERY, SECONDS = 1000, 2.0, 20.0  # open pages, seconds between their questions, length of a run


def _works(process: psutil.Process) -> bool:
    """The embedded worker holds its lock."""
    return any(file.path.endswith("/worker.lock") for file in process.open_files())


def _usage(pid: int) -> tuple[float, float]:
    """CPU seconds used so far by the web processes (the worker has its own business), and their memory in MB."""
    top = psutil.Process(pid)
    web = [each for each in (top, *top.children(recursive=True)) if not _works(each)]
    times = [each.cpu_times() for each in web]
    memory = sum(each.memory_full_info().pss for each in web) / 1e6
    return sum(each.user + each.system for each in times), memory


class _Pages:
    """Connections kept open as browsers do, each asking in its turn."""

    def __init__(self, port: int, path: str, many: int) -> None:
        self.path, self.chooser = path, selectors.DefaultSelector()
        self.sockets = []
        for _each in range(many):
            made = socket.create_connection(("127.0.0.1", port), timeout=10)
            made.setblocking(False)
            self.chooser.register(made, selectors.EVENT_READ)
            self.sockets.append(made)
        self.asked: dict[socket.socket, float] = {}
        self.delays: list[float] = []
        self.wrong = 0

    def run(self, seconds: float) -> None:
        """Every page asks every two seconds, evenly spread."""
        request = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        began, turn, pause = time.perf_counter(), 0, EVERY / len(self.sockets)
        while (now := time.perf_counter()) < began + seconds:
            while began + turn * pause <= now:
                page = self.sockets[turn % len(self.sockets)]
                turn += 1
                if page not in self.asked:
                    self.asked[page] = time.perf_counter()
                    page.send(request)
            for key, _events in self.chooser.select(timeout=max(0.0, began + turn * pause - time.perf_counter())):
                page = key.fileobj  # type: ignore[assignment]
                answer = page.recv(4096)
                self.wrong += not answer.startswith(b"HTTP/1.1 204")
                self.delays.append(time.perf_counter() - self.asked.pop(page))

    def close(self) -> None:
        """As tabs do."""
        for each in self.sockets:
            each.close()


def measure(port: int, pid: int, facts: dict[str, Any]) -> list[Line]:
    """CPU and memory for 1,000 open pages; then a page asked by others, with them and without."""
    item, other = facts["second"], facts["first"]
    address = f"http://127.0.0.1:{port}/threads/{other['id']}-{other['slug']}"
    alone = max(load.run(address, seconds=3, connections=4).per_second for _try in range(2))
    time.sleep(2)
    quiet, before = _usage(pid)
    time.sleep(SECONDS / 2)
    idle = (_usage(pid)[0] - quiet) / (SECONDS / 2)
    pages = _Pages(port, f"/items/{item['id']}/stamp?is=1000000000", PAGES)
    pages.run(EVERY)
    busy, _memory = _usage(pid)
    pages.run(SECONDS)
    spent, after = _usage(pid)
    cpu = max(0.0, (spent - busy) / SECONDS - idle)
    delays = sorted(pages.delays)
    p99 = delays[int(len(delays) * 0.99)] * 1000 if delays else 0.0
    pages.close()
    share, one = _meanwhile(port, item, address) / alone, PAGES / EVERY
    return [
        Line(
            f"{PAGES:,} open pages: share of one core", "≤ 25 %",
            f"{cpu:.0%} ({cpu / one * 1e6:.0f} µs a question, {one:.0f}/s)", cpu <= 0.25,
        ),
        Line("… memory for each", "≤ 50 kB", f"{max(0.0, after - before) * 1000 / PAGES:.0f} kB",
             (after - before) * 1000 / PAGES <= 50),
        Line("… answered (p99)", "≤ 100 ms", f"{p99:.0f} ms, {pages.wrong} wrong", p99 <= 100 and not pages.wrong),
        Line("… others' pages meanwhile", "≥ 80 % of without", f"{share:.0%}", share >= 0.8),
    ]  # fmt: skip


def _meanwhile(port: int, item: dict[str, Any], address: str) -> float:
    """Pages a second for others while the open ones ask: the load comes from a process of its own."""
    pages = _Pages(port, f"/items/{item['id']}/stamp?is=1000000000", PAGES)
    asking = threading.Thread(target=pages.run, args=(7.0,))
    asking.start()
    time.sleep(0.5)
    found = max(load.run(address, seconds=3, connections=4).per_second for _try in range(2))
    asking.join()
    pages.close()
    return found
