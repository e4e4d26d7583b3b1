"""Who keeps practice documents right."""

from forum.core.permissions import Actor, rule
from forum.documents.models import Document, Suggestion


@rule("review", Document)
def may_review(actor: Actor, document: Document) -> bool:
    """Curators and moderators of its space: they say that it is reviewed, verified, or a draft again."""
    return actor.tends(document.space_id)


@rule("renew", Document)
def may_renew(actor: Actor, document: Document) -> bool:
    """Curators and moderators of its space, and the person who keeps it."""
    return actor.tends(document.space_id) or (actor.is_someone and document.owner_id == actor.id)


@rule("suggest", Document)
def may_suggest(actor: Actor, document: Document) -> bool:
    """Anybody signed in, while it is published and open. (Whoever may not read it gets a 404 before.)"""
    if not actor.is_someone or document.state != "public":
        return False
    return not document.is_closed or actor.keeps(document.space_id)


@rule("settle suggestions", Document)
def may_settle(actor: Actor, document: Document) -> bool:
    """Its author, the person who keeps it, curators and moderators of its space."""
    if not actor.is_someone or document.state in ("deleted", "merged"):
        return False
    return actor.tends(document.space_id) or actor.id in (document.owner_id, document.author_id)


@rule("take back", Suggestion)
def may_take_back(actor: Actor, suggestion: Suggestion) -> bool:
    """Its author: change it, withdraw it."""
    return actor.is_someone and suggestion.author_id == actor.id


@rule("see upkeep", Document)
def may_see_upkeep(actor: Actor, document: Document) -> bool:
    """Its author, the person who keeps it, curators and moderators of its space."""
    return may_settle(actor, document)


@rule("hand over", Document)
def may_hand_over(actor: Actor, document: Document) -> bool:
    """The person who keeps it, curators and moderators of its space; its author while nobody keeps it."""
    if not actor.is_someone or document.state in ("deleted", "merged"):
        return False
    return actor.tends(document.space_id) or actor.id == (document.owner_id or document.author_id)
