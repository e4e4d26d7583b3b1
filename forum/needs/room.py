"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.needs import api, views
from forum.needs.models import Need
from forum.needs.queries import facts, words
from forum.web.security import csrf


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    register(Kind("need", Need, facts, words, 4, lazy("Need"), lazy("Needs"), create=api.create))
