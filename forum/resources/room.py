"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.items.kinds import Kind, register
from forum.resources import api, followers, labels, views
from forum.resources.models import Resource
from forum.resources.queries import facts, facts_there, words
from forum.web.security import csrf

WIRED = followers  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    app.jinja_env.globals["resource_words"] = labels  # rows of lists say the type
    register(
        Kind(
            "resource",
            Resource,
            facts,
            words,
            3,
            lazy("Resource"),
            lazy("Resources"),
            create=api.create,
            there=facts_there,
        )
    )
