"""Wires the room into the application."""

from flask import Flask

from forum.core.i18n import lazy
from forum.documents import api, due, queries, suggestions_api, views
from forum.documents.models import Document
from forum.items.kinds import Kind, register

WIRED = (due,)  # imported for its job


def setup(app: Flask) -> None:
    """Routes and the kind."""
    app.register_blueprint(views.bp)
    app.register_blueprint(suggestions_api.bp)
    kind = Kind(
        "document",
        Document,
        queries.facts,
        queries.words,
        2,
        lazy("Practice document"),
        lazy("Practice documents"),
        create=api.create,
    )
    register(kind)
