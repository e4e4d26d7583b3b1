"""Wires the room into the application."""

from flask import Flask

from forum.files.policy import ask_of_messages
from forum.items import api, kinds, timed
from forum.items.commands.texts import speak_as
from forum.items.queries.heads import may_read_message
from forum.items.queries.thread_of_posts import stamps
from forum.items.sending import new_key
from forum.items.views import (
    changes,
    keeping,
    messages,
    places,
    placing,
    posts,
    slots,
    sorting,
    tags,
    upkeep,
    versions,
    writing,
)
from forum.items.views.ground import bp
from forum.items.views.prepared import message_html
from forum.web import busy, kept_first, live
from forum.web.remembered import anew
from forum.web.security import csrf

# Imported for their routes, slots and jobs.
WIRED = (changes, keeping, messages, places, placing, posts, slots, sorting, tags, timed, upkeep, versions, writing)


def setup(app: Flask) -> None:
    """Routes, and the kinds for templates."""
    ask_of_messages(may_read_message)
    speak_as(app.extensions["settings"].base_url)
    app.register_blueprint(bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    live.setup(app, stamps)
    busy.inside(app)
    kept_first.setup(app)
    app.jinja_env.globals.update(
        message_html=message_html, kinds=kinds.kinds, path_of=kinds.path_of, state_labels=kinds.STATE_LABELS,
        undoable=slots.undoable, new_key=anew("key", new_key),
    )  # fmt: skip
