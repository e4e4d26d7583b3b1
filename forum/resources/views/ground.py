"""What these views share."""

from flask import Blueprint, abort

from forum.resources.models import Resource
from forum.resources.queries.rows import readable
from forum.web.actor import actor

bp = Blueprint("resources", __name__, url_prefix="/resources")


def resource_or_404(resource_id: int) -> Resource:
    """The resource, if the reader may see it."""
    return readable(resource_id, actor()) or abort(404)
