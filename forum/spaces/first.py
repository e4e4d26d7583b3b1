"""The spaces that every installation begins with: national, one per region with its network, themes."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.ids import slug_of
from forum.core.permissions import NOBODYS, SYSTEM
from forum.spaces.commands import create_space
from forum.spaces.models import Space
from forum.territories.models import Territory, Theme

NATIONAL = "national"
THEMATIC = {
    "eau-assainissement": "Eau et assainissement",
    "energie": "Énergie",
    "education": "Éducation et formation",
    "sante": "Santé",
    "jeunesse-mobilite": "Jeunesse et mobilité",
    "diaspora-migrations": "Diasporas et migrations",
    "financement": "Financements et budget",
    "vie-associative": "Vie associative",
}


def load_spaces() -> int:
    """Create those that are missing; never touches one that exists. Answers how many there are."""
    known = set(db.session.scalars(select(Space.slug)))
    territories = {row.code: row for row in db.session.scalars(select(Territory).order_by(Territory.position))}
    themes = {row.code: row for row in db.session.scalars(select(Theme))}
    if NATIONAL not in known:
        country = territories["fr"]
        create_space(
            SYSTEM, name="Espace national", slug=NATIONAL, kind="national", territory_id=country.id, position=0,
            network=country.network.get("name", ""), website=country.network.get("site", ""),
            summary="Ce qui concerne toutes les régions : questions générales, dispositifs nationaux, besoins portés.",
        )  # fmt: skip
    regions = sorted((t for t in territories.values() if t.kind == "region"), key=lambda t: slug_of(t.name))
    for position, region in enumerate(regions):
        if region.slug not in known:
            network = region.network.get("name", "")
            create_space(
                SYSTEM, name=region.name, slug=region.slug, kind="region", territory_id=region.id,
                position=100 + position, network=network, website=region.network.get("site", ""),
                summary=_summary(network),
            )  # fmt: skip
    for position, (code, name) in enumerate(THEMATIC.items()):
        if slug_of(name) not in known:
            theme: Theme = themes[code]
            create_space(
                SYSTEM, name=name, kind="theme", theme_id=theme.id, position=200 + position,
                summary=f"Toutes les régions ensemble, autour d’un thème : {theme.label[0].lower()}{theme.label[1:]}.",
            )  # fmt: skip
    # Last, for SQLite counts on from the highest number there is. Its slug is one that no name of a space can give.
    if db.session.get(Space, NOBODYS) is None:
        db.session.add(
            Space(
                id=NOBODYS, slug="_conversations", name="Conversations privées", kind="people", path=f"/{NOBODYS}/",
                visibility="private", joining="invite", item_kinds=["conversation"], position=1000,
            )
        )  # fmt: skip
        db.session.flush()
    return len(set(db.session.scalars(select(Space.slug).where(Space.id != NOBODYS))))


def _summary(network: str) -> str:
    if network:
        return f"L’espace des porteurs de projets de la région, animé par {network}."
    return "Cette région n’a pas encore de réseau : on s’y entraide, avec l’appui des régions voisines."
