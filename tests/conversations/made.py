"""Conversations of the small world."""

from forum.conversations.commands.begin import begin
from forum.conversations.models import Conversation
from forum.core.db import transaction
from tests.world import World


def conversation(world: World, by: str = "awa", *to: str, title: str = "Le budget du forage", **more) -> Conversation:
    """Awa writes to Bruno, unless said otherwise."""
    people = [world.user(handle) for handle in to or ("bruno",)]
    with transaction():
        return begin(world.actor(by), people, title=title, source=more.get("source", "Peux-tu relire notre budget ?"))
