"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.needs import views
from forum.needs.models import Need
from forum.needs.queries import facts, words


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    register(Kind("need", Need, facts, words, 4, lazy("Need"), lazy("Needs")))
