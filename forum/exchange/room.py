"""Wires the room into the application."""

from flask import Flask

from forum.exchange import views


def setup(app: Flask) -> None:
    """Routes; the slot is filled by the import of the views."""
    app.register_blueprint(views.bp)
