"""Wires the room into the application."""

from flask import Flask

from forum.alerts import followers, sending, views
from forum.web.actor import load_feed_keys_with

FOLLOWERS = followers, sending  # imported so that the worker knows them


def setup(app: Flask) -> None:
    """Routes, slots, whose feed a private address is."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views.by_letter.letters_bp)
    app.register_blueprint(views.feeds.keyed)
    load_feed_keys_with(views.feeds.reader_of_key)
