"""Who keeps the catalogue right."""

from forum.core.permissions import Actor, rule
from forum.resources.models import Resource


@rule("verify", Resource)
def may_verify(actor: Actor, resource: Resource) -> bool:
    """Curators and moderators of its space: they verify, confirm and refuse."""
    return actor.tends(resource.space_id)
