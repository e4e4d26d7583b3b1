"""Wires the room into the application."""

from flask import Flask

from forum.search import api, followers, views
from forum.search.engine import settle
from forum.web.security import csrf

FOLLOWERS = followers  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes, and where the index lies."""
    settle(app.extensions["settings"].data_dir)
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
