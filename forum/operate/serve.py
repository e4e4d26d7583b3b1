"""`forum serve`: web and embedded worker in one process tree; `forum worker` alone for the server size."""

import ctypes
import errno
import fcntl
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import parent_process, set_start_method
from typing import Any

import click
from flask import Flask, current_app

from forum.config import Config, serve_at
from forum.core.worker import Worker
from forum.operate import jobs
from forum.operate.warm import one_arena, tidy, warm
from forum.spaces.prepare import prepare
from forum.web import busy

PR_SET_PDEATHSIG = 1  # sys/prctl.h
JOBS = jobs  # imported so that the worker knows them
_ready: list[Flask] = []  # the application that web processes inherit


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True, help="0 for any free port.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=0, help="Web processes. Default: 2, or 1 on one core.")
@click.option("--demo", is_flag=True, help="Load the demonstration data when the database is empty.")
@click.option("--no-worker", is_flag=True, help="Web only: `forum worker` runs elsewhere.")
@click.option("--no-init", is_flag=True, help="Do not migrate or load reference data.")
def serve(port: int, host: str, workers: int, demo: bool, no_worker: bool, no_init: bool) -> None:
    """Serve the site: migrates, then web and embedded worker. Ctrl-C ends everything."""
    one_arena()
    port = _free(host, port)
    serve_at(f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}")
    from forum.app import create_app

    app = create_app()
    _apart(partial(_begin, app, f"http://{host}:{port}", init=not no_init, demo=demo))
    # A script that starts us in the background has Ctrl-C ignored, and its children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    warm(app)
    _ready.append(app)
    ends = threading.Event()
    follower = threading.Thread(target=_work, args=(app, ends), name="worker", daemon=True)
    busy.probe(host, port, ends)
    try:
        web(host, port, workers or min(2, os.cpu_count() or 1), parted=None if no_worker else follower.start)
    finally:
        ends.set()
        if follower.ident:
            follower.join(10)


def _free(host: str, port: int) -> int:
    """The port, if nobody listens there; else one clear sentence."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as problem:
            raise click.ClickException(
                f"Port {port} needs more rights: choose one above 1024 with --port."
            ) from problem
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise click.ClickException(
                    f"--host {host}: this machine cannot listen there ({problem.strerror})."
                ) from problem
            sentence = f"Port {port} is in use on {host}: stop what uses it, or choose another one with --port (PORT=… make run)."
            raise click.ClickException(sentence) from problem
        return int(probe.getsockname()[1])


def application() -> Flask:
    """The application of one web process, which ends when the server tells it to.

    A terminal sends Ctrl-C to every process of the tree, then the server sends its own word: a web process that
    gets both at once is caught between them (granian 2.8), so the first is left to the server. While the application
    loads, the handlers inherited from the server would only note a signal: until it serves, it simply ends.
    """
    from forum.app import create_app

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError, AttributeError):  # Linux alone can promise it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # if the server is killed, we end too
    server = parent_process()
    if server and os.getppid() != server.pid:
        sys.exit(1)  # it was killed already
    tidy()
    return _ready[0] if _ready else create_app()


def _begin(app: Flask, address: str, *, init: bool, demo: bool) -> None:
    """The database as this version needs it; then where the site is."""
    with app.app_context():
        if init:
            prepare()
        greeting = ""
        if demo:
            from forum.demo.load import greet, load_if_empty

            load_if_empty()
            greeting = greet()
    click.echo("\n".join(filter(None, (f"Palabre : {address}", greeting))))


def _apart(do: Callable[[], None]) -> None:
    """Do it in a process of its own, which takes all that it loaded with it. A problem is told there, as ever."""
    child = os.fork()
    if not child:
        do()
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit(1)


def web(
    host: str,
    port: int,
    workers: int,
    target: str = "forum.operate.serve:application",
    parted: Callable[[], None] | None = None,
) -> None:
    """The production server, until it is told to end. `parted` is called when its processes have been forked."""
    from granian.constants import Interfaces
    from granian.server.mp import MPServer

    class Server(MPServer):
        def startup(self, spawn_target: Any, target_loader: Any) -> None:
            super().startup(spawn_target, target_loader)
            if parted:
                # A fork in the midst of other threads may copy a lock that nobody opens any more: a web process
                # that takes the place of one that failed begins from nothing.
                set_start_method("spawn", force=True)
                parted()

    server = Server(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        backlog=1024,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,  # a process that does not end by itself is ended
    )
    server.serve()


@click.command()
def worker() -> None:
    """Background work: search, notifications, mail. SQLite takes one; PostgreSQL any number."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stop.set())
    _work(current_app._get_current_object(), stop)  # type: ignore[attr-defined]


def _work(app: Flask, stop: threading.Event) -> None:
    settings: Config = app.extensions["settings"]
    with (settings.data_dir / "worker.lock").open("w") as guard:
        if settings.is_sqlite and not _hold(guard.fileno(), stop):
            return
        tidy()
        postman = jobs.deliver(app, stop)
        Worker(app.app_context).run(stop.is_set)
        postman.join(5)  # a letter that is just leaving is let go; after a kill its mark says what became of it


def _hold(file: int, stop: threading.Event) -> bool:
    """One worker a data folder: wait for the one of a server that is just ending."""
    while not stop.is_set():
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop.wait(0.3)
        else:
            return True
    return False
