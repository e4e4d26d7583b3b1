"""Resources for tests: made by the command that imports use."""

from itertools import count

from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.resources.around import Complement
from forum.resources.commands import propose
from forum.resources.complementing import complement
from forum.resources.models import Resource
from forum.territories.queries import tree

_numbers = count(1)


def resource(world, *, by: str = "corinne", standing: str = "verified", **more) -> Resource:
    """A resource of Corinne's in Bretagne, verified unless said otherwise."""
    values = {"title": f"Fonds pour l’eau ({next(_numbers)})", "source": "Un fonds pour de petits projets.",
              "type": "funding", "funder": "Agence de bassin"}  # fmt: skip
    space = more.pop("space", None) or world.space()
    with transaction():
        return propose(SYSTEM, space, author_id=world.user(by).id, standing=standing, **{**values, **more})


def page_of(browser, made: Resource) -> str:
    """The text of its page."""
    answer = browser.get(f"/resources/{made.id}-{made.slug}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def local(
    world, scheme: Resource, code: str = "reg-53", *, by: str = "corinne", source: str = "", **facts
) -> Complement:
    """What a territory says otherwise: Corinne for Bretagne unless said otherwise."""
    with transaction():
        sheet = db.session.get_one(Resource, scheme.id)
        return complement(world.actor(by), sheet, tree().codes[code], source=source, facts=facts)
