"""Wires the room into the application."""

from flask import Flask

from forum.search import api, followers, jobs, views
from forum.search.engine import settle
from forum.web.security import csrf

WORKING = (followers, jobs)  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes, and where the index lies."""
    settle(app.extensions["settings"])
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
