"""Wires the room into the application."""

from flask import Flask

from forum.moderation import followers, policy
from forum.moderation.views import deciding, places, reporting, working
from forum.moderation.views.ground import bp
from forum.moderation.words import REASON_LABELS

WIRED = (
    policy,
    followers,
    deciding,
    places,
    reporting,
    working,
)  # imported for their rules, routes, slots and reactions


def setup(app: Flask) -> None:
    """Routes, and the words of reasons for templates."""
    app.register_blueprint(bp)
    app.jinja_env.globals["reason_labels"] = REASON_LABELS
