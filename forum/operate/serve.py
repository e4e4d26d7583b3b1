"""`forum serve`: web and embedded worker in one process tree; `forum worker` alone for the server size."""

import errno
import fcntl
import gc
import os
import signal
import socket
import sys
import threading
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import click
from flask import Flask, current_app

from forum.config import Config, serve_at
from forum.core.db import db
from forum.core.worker import Worker
from forum.operate import jobs
from forum.spaces.prepare import prepare
from forum.web import busy

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
    port = _free(host, port)
    serve_at(f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}")
    if not no_init:
        prepare()
    if demo:
        from forum.demo.load import greet, load_if_empty

        load_if_empty()
    click.echo(f"Palabre : http://{host}:{port}")
    if demo:
        click.echo(greet())
    sys.stdout.flush()
    # A script that starts us in the background has Ctrl-C ignored, and its children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _make_ready()
    follower = None if no_worker else _start_worker()
    ends = threading.Event()
    busy.probe(host, port, ends)
    try:
        web(host, port, workers or min(2, os.cpu_count() or 1))
    finally:
        ends.set()
        if follower:
            follower.terminate()
            follower.join(10)
            follower.kill()


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
    return _ready[0] if _ready else create_app()


def _make_ready() -> None:
    """Make the application once, before the worker and web processes are forked: they share its memory and begin
    at once."""
    from forum.app import create_app

    app = create_app()
    with app.app_context():
        db.engine.dispose()  # no connection is shared
    _ready.append(app)
    gc.collect()
    gc.freeze()  # a collection would write to every page of memory, and pages that are written are shared no more


def web(host: str, port: int, workers: int, target: str = "forum.operate.serve:application") -> None:
    """The production server, until it is told to end."""
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
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


def _start_worker() -> BaseProcess:
    """The worker in a process of its own: it ends when this one does, however that happens (a pipe closes)."""
    held, holding = os.pipe()
    made = get_context("fork").Process(target=_embedded, args=(held, holding), name="worker")
    made.start()
    os.close(held)
    return made


def _embedded(held: int, holding: int) -> None:
    os.setsid()  # Ctrl-C of a terminal is for the parent, which ends us
    os.close(holding)
    stop = threading.Event()
    threading.Thread(target=_until_closed, args=(held, stop), daemon=True).start()
    _work(_ready[0], stop)


@click.command()
def worker() -> None:
    """Background work: search, notifications, mail. SQLite takes one; PostgreSQL any number."""
    _work(current_app._get_current_object(), threading.Event())  # type: ignore[attr-defined]


def _work(app: Flask, stop: threading.Event) -> None:
    settings: Config = app.extensions["settings"]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stop.set())
    with (settings.data_dir / "worker.lock").open("w") as guard:
        if settings.is_sqlite and not _hold(guard.fileno(), stop):
            return
        postman = jobs.deliver(app, stop)
        Worker(app.app_context).run(stop.is_set)
        postman.join(5)  # a letter that is just leaving is let go; after a kill its mark says what became of it


def _until_closed(held: int, stop: threading.Event) -> None:
    """The parent holds the other end of this pipe: when it ends, however that happens, so do we."""
    while os.read(held, 1024):
        pass
    stop.set()


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
