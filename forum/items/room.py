"""Wires the room into the application."""

from flask import Flask

from forum.items import api, kinds
from forum.items.commands.texts import speak_as
from forum.items.sending import new_key
from forum.items.views import messages, posts, upkeep, writing
from forum.items.views.ground import bp
from forum.web.security import csrf

VIEWS = (messages, posts, upkeep, writing)  # imported for their routes


def setup(app: Flask) -> None:
    """Routes, and the kinds for templates."""
    speak_as(app.extensions["settings"].base_url)
    app.register_blueprint(bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    app.jinja_env.globals.update(
        new_key=new_key, kinds=kinds.kinds, path_of=kinds.path_of, state_labels=kinds.STATE_LABELS
    )
