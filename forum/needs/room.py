"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.needs import queries, views
from forum.needs.models import Need


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    register(Kind("need", Need, queries.facts, queries.words, 4, lazy("Need"), lazy("Needs")))
