"""Who brings sheets into a catalogue, and who keeps its sources."""

from forum.core.permissions import Actor, rule
from forum.exchange.models import Sheet, Source


@rule("keep", Sheet)
def may_keep(actor: Actor, sheet: Sheet) -> bool:
    """Curators and moderators of its space: they see it, apply it and undo it."""
    return actor.is_someone and actor.tends(sheet.space_id)


@rule("keep", Source)
def may_keep_source(actor: Actor, source: Source) -> bool:
    """Curators and moderators of its space: what it proposes waits for them."""
    return actor.is_someone and actor.tends(source.space_id)
