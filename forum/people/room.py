"""Wires the room into the application."""

from flask import Flask

from forum.core import letters
from forum.people.views import administration, entering, organisations, profiles
from forum.people.views.ground import bp

VIEWS = (entering, profiles, organisations, administration)  # imported for their routes


def setup(app: Flask) -> None:
    """Routes, and what letters need."""
    settings = app.extensions["settings"]
    letters.configure(settings.base_url, settings.secret_key, settings.mail_domain)
    app.register_blueprint(bp)
