"""What these views share: the blueprint and the loaders."""

from flask import Blueprint, abort

from forum.core.errors import Invalid, NotFound
from forum.core.permissions import can
from forum.guests.forms import DoorForm
from forum.guests.models import Guest
from forum.guests.queries import guest_in
from forum.threads.models import Thread
from forum.threads.queries import readable
from forum.web.actor import actor
from forum.web.answers import opened_by_link, secret_page, signed_in

bp = Blueprint("guests", __name__)
letters_bp = Blueprint("guest_letters", __name__, url_prefix="/guests")

# A link that does not open leads to the door, where those who are still invited get a new one.
by_link = opened_by_link(
    lambda message: secret_page("guests/bad_link.html", 422, message=message, form=DoorForm(formdata=None)),
    Invalid, NotFound,
)  # fmt: skip


def hosted_or_404(thread_id: int) -> Thread:
    """The discussion, if the reader may see its guests; members who may not get a 404."""
    thread = readable(thread_id, actor()) or abort(404)
    return thread if can(signed_in(), "see guests", thread) else abort(404)


def guest_or_404(thread: Thread, guest_id: int) -> Guest:
    """One of its guests."""
    return guest_in(thread.id, guest_id) or abort(404)
