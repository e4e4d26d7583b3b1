"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.threads import api, following, queries, views
from forum.threads.models import Thread
from forum.web.security import csrf

WIRED = (following,)  # imported for what follows messages that move


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    kind = Kind(
        "thread",
        Thread,
        queries.facts,
        queries.words,
        1,
        lazy("Discussion"),
        lazy("Discussions"),
        create=api.create,
        extras=views.extras,
    )
    register(kind)
