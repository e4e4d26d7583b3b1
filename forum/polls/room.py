"""Wires the room into the application."""

from flask import Flask

from forum.polls import api, closing, views
from forum.web.security import csrf

JOBS = closing  # imported so that the worker knows it


def setup(app: Flask) -> None:
    """Routes; the slots are filled by the import of the views."""
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
