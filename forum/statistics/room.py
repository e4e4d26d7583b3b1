"""Wires the room into the application."""

from flask import Flask

from forum.statistics import followers, views

FOLLOWERS = followers  # imported so that the worker knows it


def setup(app: Flask) -> None:
    """Routes, and months in words for templates."""
    app.register_blueprint(views.bp)
    app.jinja_env.filters["month"] = views.month
