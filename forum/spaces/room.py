"""Wires the room into the application."""

from flask import Flask

from forum.spaces import actors, api, views
from forum.web.actor import load_sessions_with, load_tokens_with
from forum.web.security import csrf


def setup(app: Flask) -> None:
    """Routes; and the loaders that make an actor of a session or a token."""
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    load_sessions_with(actors.of_session)
    load_tokens_with(actors.of_token)
