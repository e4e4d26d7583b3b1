"""Guides for tests."""

from forum.core.db import transaction
from forum.guides import commands
from forum.guides.models import Guide
from tests.documents.made import document


def guide(world, sheets: int = 0, *, by: str = "corinne", title: str = "Monter un projet d’eau", space=None, **more):
    """A guide of Corinne's in Bretagne with so many new sheets."""
    space = space or world.space()
    made = [document(world, title=f"Étape {n + 1} du projet", space=space) for n in range(sheets)]
    with transaction():
        found = commands.make(world.actor(by), space, title=title, summary="Pour commencer.", **more)
        commands.add(world.actor(by), found, made)
    return found, made


def url(found: Guide) -> str:
    """Its page."""
    return f"/guides/{found.id}-{found.slug}"
