"""Before the processes of `forum serve` part: what each would load for itself is loaded once, and shared."""

import ctypes
import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

import structlog
from flask import Flask, g
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.markup.render import render
from forum.core.permissions import VISITOR, Actor
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.people.models import User
from forum.spaces import actors

log = structlog.get_logger()
M_ARENA_MAX = -8  # malloc.h
TIDY = 10.0  # seconds
LATER = ("numpy", "forum.index.whoosh_engine")  # what search loads when it is first asked


class Undone(Exception):  # no error: it ends a transaction without a change
    """Nothing of this is kept."""


def warm(app: Flask) -> None:
    """Answer a few pages as to visitors, who leave no trace: templates, statements and tables of rights are then in
    place. What fails here fails again, and is told, for whoever asks."""
    for name in LATER:
        import_module(name)
    render("Un **mot**, une adresse https://example.org et :\n\n- une liste\n\n> un avis")
    try:
        with app.app_context():
            thread, somebody = _a_thread(), _somebody()
        for path, who in (("/", VISITOR), (thread, VISITOR), (thread, somebody)):
            _look(app, path, who)
    except Exception as problem:
        log.warning("warm.failed", error=type(problem).__name__, exc_info=problem)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()  # no connection is shared
    gc.collect()
    gc.freeze()  # a collection would write to every page of memory, and pages that are written are shared no more


def one_arena() -> None:
    """glibc gives each thread that allocates memory a store of its own, with its own leftovers: 10 MB a process.
    Threads of Python take turns anyway. Other systems' libraries have no such choice, and go on as they are."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def tidy() -> None:
    """Give back to the system, again and again, what was freed: 5 MB a process (glibc; a few milliseconds)."""
    with suppress(OSError, AttributeError):
        trim = ctypes.CDLL(None).malloc_trim
        threading.Thread(target=_tidy, args=(trim,), name="tidy", daemon=True).start()


def _tidy(trim: Callable[[int], int]) -> None:
    while True:
        time.sleep(TIDY)
        trim(0)


def _look(app: Flask, path: str, who: Actor) -> None:
    """Answer a page as to that person; what the look would leave behind is undone."""
    with app.app_context(), suppress(Undone), transaction():
        g.actor = who
        app.test_client(use_cookies=False).get(path, base_url=app.extensions["settings"].base_url)
        raise Undone


def _a_thread() -> str:
    """The address of the latest discussion that everybody may read, or that of the list."""
    found = db.session.execute(
        select(Item.id, Item.slug).where(Item.kind == "thread", visible_to(VISITOR)).order_by(Item.id.desc()).limit(1)
    ).first()
    return f"/threads/{found.id}-{found.slug}" if found else "/threads/"


def _somebody() -> Actor:
    """The first member, who has most behind."""
    found = db.session.scalar(select(User.id).where(User.state == "active").order_by(User.id).limit(1))
    return (actors.of_user(found) if found else None) or VISITOR
