"""What these views share."""

from flask import Blueprint
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Forbidden
from forum.core.i18n import _
from forum.spaces.models import Space
from forum.web.answers import signed_in

bp = Blueprint("exchange", __name__)


def catalogues() -> list[Space]:
    """Catalogues that the reader keeps; nobody else sees these pages."""
    who = signed_in()
    ids = who.moderates | who.curates
    rows = select(Space).where(Space.id > 0).order_by(Space.name)
    spaces = list(db.session.scalars(rows if who.is_admin else rows.where(Space.id.in_(ids))))
    found = [space for space in spaces if "resource" in space.item_kinds]
    if not found:
        raise Forbidden(_("Curators bring sheets into the catalogue of their space: ask those who keep it."))
    return found
