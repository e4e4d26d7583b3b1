"""Wires the room into the application."""

from flask import Flask

from forum.notifications import digests, followers, views
from forum.web import frame

FOLLOWERS = followers, digests  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes, slots, and the count for the bell: asked only where a template shows it."""
    app.register_blueprint(views.told.bp)
    app.register_blueprint(views.stopping.bp)
    frame.counts(views.told.unread_count)
    app.jinja_env.globals["follow_choices"] = views.following.follow_choices
