"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.resources import views
from forum.resources.models import Resource
from forum.resources.queries import facts, words


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    register(Kind("resource", Resource, facts, words, 3, lazy("Resource"), lazy("Resources")))
