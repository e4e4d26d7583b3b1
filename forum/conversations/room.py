"""Wires the room into the application."""

from typing import Any

from flask import Flask

from forum.conversations.models import Conversation
from forum.conversations.policy import allow
from forum.conversations.views import choosing, reading, writing
from forum.conversations.views.ground import bp
from forum.core.errors import NotFound
from forum.core.i18n import lazy
from forum.core.permissions import Actor
from forum.items.kinds import Facts, Kind, register
from forum.spaces.models import Space

VIEWS = (choosing, reading, writing)  # imported for their routes and slots


def setup(app: Flask) -> None:
    """Routes and the kind, which is in no list of kinds."""
    allow(app.extensions["settings"].conversations)
    app.register_blueprint(bp)
    register(
        Kind(
            "conversation",
            Conversation,
            lambda ids: {},
            lambda ids: {},
            0,
            lazy("Conversation"),
            lazy("Conversations"),
            create=_not_by_the_api,
        )
    )


def _not_by_the_api(actor: Actor, space: Space, common: Facts, more: Facts) -> Any:
    raise NotFound()
