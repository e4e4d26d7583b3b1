"""What these views share: the blueprint and the loaders."""

from flask import Blueprint, abort

from forum.conversations.models import Conversation
from forum.conversations.queries.one import readable
from forum.core.permissions import can
from forum.people.models import User
from forum.people.queries import by_handle
from forum.web.actor import actor

bp = Blueprint("conversations", __name__, url_prefix="/conversations")


def conversation_or_404(item_id: int) -> Conversation:
    """The conversation, if the reader is in it."""
    return readable(item_id, actor()) or abort(404)


def person_or_404(handle: str) -> User:
    """Somebody who can be seen."""
    found = by_handle(handle)
    return found if found and can(actor(), "see", found) else abort(404)


def words_of(text: str) -> list[str]:
    """Names or handles, separated by commas, semicolons or lines."""
    return [word.strip() for word in text.replace(";", ",").replace("\n", ",").split(",") if word.strip()]
