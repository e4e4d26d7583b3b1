"""Links between imported publications, by the ids of their files. What is not here yet is tried again at the end."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import SYSTEM
from forum.items.commands.link import link
from forum.items.kinds import PLURALS
from forum.items.models.around import Link
from forum.items.models.item import Item

Wish = tuple[int, str]  # (item, external id of the other)


def tie_all(wishes: Iterable[Wish]) -> list[Wish]:
    """Make the links that can be made; answers the others. Two queries, and one for each new link."""
    wanted = list(dict.fromkeys(wishes))
    if not wanted:
        return []
    ids = _ids_of({name for _item, name in wanted})
    here = select(Link.from_id, Link.to_id).where(Link.from_id.in_({item_id for item_id, _name in wanted}))
    known = {(from_id, to_id) for from_id, to_id in db.session.execute(here)}
    missing = []
    for item_id, name in wanted:
        other_id = ids.get(name)
        if other_id is None:
            missing.append((item_id, name))
        elif other_id != item_id and (item_id, other_id) not in known:
            item, other = db.session.get(Item, item_id), db.session.get(Item, other_id)
            assert item is not None
            link(SYSTEM, item, other)
    return missing


def missing_of(names: set[str]) -> set[str]:
    """Those of these ids that nothing here has."""
    wanted = sorted(names)
    return names - {name for start in range(0, len(wanted), 500) for name in _ids_of(set(wanted[start : start + 500]))}


def _ids_of(names: set[str]) -> dict[str, int]:
    rows = select(Item.external_id, Item.id).where(Item.kind.in_(tuple(PLURALS)), Item.external_id.in_(names))
    return {name or "": item_id for name, item_id in db.session.execute(rows)}
