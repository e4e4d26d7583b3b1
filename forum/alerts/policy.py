"""Whose saved search it is."""

from forum.alerts.models import SavedSearch
from forum.core.permissions import Actor, rule


@rule("keep", SavedSearch)
def may_keep(actor: Actor, search: SavedSearch) -> bool:
    """Its owner, and nobody else."""
    return actor.is_someone and search.user_id == actor.id
