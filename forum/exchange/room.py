"""Wires the room into the application."""

from flask import Flask

from forum.exchange import jobs, views

JOBS = jobs  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes."""
    app.register_blueprint(views.bp)
