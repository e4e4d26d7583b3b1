"""Wires the room into the application."""

from flask import Flask

from forum.items import api, kinds, timed
from forum.items.commands.texts import speak_as
from forum.items.views import keeping, messages, placing, posts, slots, sorting, tags, upkeep, writing
from forum.items.views.ground import bp
from forum.web.security import csrf

# Imported for their routes, slots and jobs.
WIRED = (keeping, messages, placing, posts, slots, sorting, tags, timed, upkeep, writing)


def setup(app: Flask) -> None:
    """Routes, and the kinds for templates."""
    speak_as(app.extensions["settings"].base_url)
    app.register_blueprint(bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    app.jinja_env.globals.update(kinds=kinds.kinds, path_of=kinds.path_of, state_labels=kinds.STATE_LABELS)
    app.jinja_env.globals["undoable"] = slots.undoable
