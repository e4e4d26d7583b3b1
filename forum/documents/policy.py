"""Who keeps practice documents right."""

from forum.core.permissions import Actor, rule
from forum.documents.models import Document


@rule("review", Document)
def may_review(actor: Actor, document: Document) -> bool:
    """Curators and moderators of its space: they say that it is reviewed, verified, or a draft again."""
    return actor.tends(document.space_id)


@rule("renew", Document)
def may_renew(actor: Actor, document: Document) -> bool:
    """Curators and moderators of its space, and the person who keeps it."""
    return actor.tends(document.space_id) or (actor.is_someone and document.owner_id == actor.id)
