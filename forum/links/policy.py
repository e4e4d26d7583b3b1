"""Who mends links."""

from forum.core.permissions import Actor, rule
from forum.items.models.item import Item
from forum.items.policy import is_kept_by


@rule("mend links", Item)
def may_mend(actor: Actor, item: Item) -> bool:
    """Its author, the person who keeps it, moderators; of documents and resources also curators.

    Each text asks for its own right.
    """
    if not actor.is_someone or item.state in ("deleted", "merged"):
        return False
    own = item.author_id == actor.id or is_kept_by(actor, item) or actor.keeps(item.space_id)
    return own or (item.kind in ("document", "resource") and actor.tends(item.space_id))
