"""Who is called when a space needs its keepers: the nearest, so that one question does not ring everywhere."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.core.db import db
from forum.people.models import User
from forum.spaces.models import Membership, Space, Stewardship
from forum.territories.queries import tree


def keepers_of(space: Space) -> set[int]:
    """The nearest who keep a space: its moderators or those above, and the nearest stewards; else administrators.

    Three queries at most.
    """
    path = [int(each) for each in space.path.split("/") if each]
    moderators = select(Membership.space_id, Membership.user_id).where(
        Membership.space_id.in_(path), Membership.role == "moderator"
    )
    found = _nearest(list(reversed(path)), db.session.execute(moderators).all())
    if space.territory_id in tree().nodes:
        above = tree().nodes[space.territory_id].above
        stewards = select(Stewardship.territory_id, Stewardship.user_id).where(Stewardship.territory_id.in_(above))
        found |= _nearest(list(above), db.session.execute(stewards).all())
    return found or administrators()


def _nearest(order: list[int], rows: Iterable) -> set[int]:
    by_place: dict[int, set[int]] = {}
    for place, user_id in rows:
        by_place.setdefault(place, set()).add(user_id)
    return next((by_place[place] for place in order if place in by_place), set())


def administrators() -> set[int]:
    """Everybody who administers the site."""
    return set(db.session.scalars(select(User.id).where(User.is_admin, User.state == "active")))
