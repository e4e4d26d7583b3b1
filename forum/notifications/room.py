"""Wires the room into the application."""

from flask import Flask

from forum.notifications import followers, views

FOLLOWERS = followers  # imported so that the worker knows it


def setup(app: Flask) -> None:
    """Routes, slots, and the count for the bell: asked only where a template shows it."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals["unread_count"] = views.unread_count
