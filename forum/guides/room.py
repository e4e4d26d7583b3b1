"""Wires the room into the application."""

from flask import Flask

from forum.guides import api, views
from forum.guides.papers import making
from forum.guides.views.taking import papers
from forum.web.security import csrf

JOBS = making  # imported so that the worker knows it


def setup(app: Flask) -> None:
    """Routes; the slots are filled by the import of the views."""
    app.register_blueprint(views.bp)
    app.register_blueprint(papers)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
