"""What these views share."""

from flask import Blueprint, abort

from forum.needs.models import Need
from forum.needs.queries.one import readable
from forum.web.actor import actor

bp = Blueprint("needs", __name__, url_prefix="/needs")


def need_or_404(need_id: int) -> Need:
    """The need, if the reader may see it."""
    return readable(need_id, actor()) or abort(404)
