"""Wires the room into the application."""

from flask import Flask

from forum.pages import coverage, unread, views


def setup(app: Flask) -> None:
    """Routes."""
    app.register_blueprint(views.bp)
    app.register_blueprint(unread.bp)
    app.register_blueprint(coverage.bp)
