"""What these views share."""

from typing import Any

from flask import Blueprint, abort

from forum.core.permissions import Actor
from forum.guides import queries
from forum.guides.models import Guide
from forum.web.actor import actor

bp = Blueprint("guides", __name__, url_prefix="/guides")


def guide_or_404(guide_id: int) -> Guide:
    """The guide, if the reader may see it."""
    return queries.find(guide_id, actor()) or abort(404)


def address(guide: Guide) -> str:
    """Its page."""
    return f"/guides/{guide.id}-{guide.slug}"


def inside(guide: Guide, who: Actor) -> dict[str, Any]:
    """What the fragment of lines to arrange needs."""
    return {"guide": guide, "lines": queries.contents(guide.id, who, with_unseen=True)}
