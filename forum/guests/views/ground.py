"""What these views share: the blueprint and the loaders."""

from flask import Blueprint, abort

from forum.core.permissions import can
from forum.guests.models import Guest
from forum.guests.queries import guest_in
from forum.threads.models import Thread
from forum.threads.queries import readable
from forum.web.actor import actor
from forum.web.answers import signed_in

bp = Blueprint("guests", __name__)
letters_bp = Blueprint("guest_letters", __name__, url_prefix="/guests")


def hosted_or_404(thread_id: int) -> Thread:
    """The discussion, if the reader may see its guests; members who may not get a 404."""
    thread = readable(thread_id, actor()) or abort(404)
    return thread if can(signed_in(), "see guests", thread) else abort(404)


def guest_or_404(thread: Thread, guest_id: int) -> Guest:
    """One of its guests."""
    return guest_in(thread.id, guest_id) or abort(404)
