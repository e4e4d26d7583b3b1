"""Who may say that something changed, and who answers."""

from forum.core.permissions import Actor, rule
from forum.items.models.item import Item
from forum.items.policy import is_kept_by

KINDS = ("document", "resource")


@rule("signal a change", Item)
def may_signal(actor: Actor, item: Item) -> bool:
    """Anybody who may read it, without an account too, while it is published. Practice documents and resources."""
    return item.kind in KINDS and item.state == "public"


@rule("settle signals", Item)
def may_settle(actor: Actor, item: Item) -> bool:
    """Curators and moderators of its space, and the person who keeps the document."""
    if not actor.is_someone or item.kind not in KINDS or item.state in ("deleted", "merged"):
        return False
    return actor.tends(item.space_id) or is_kept_by(actor, item)
