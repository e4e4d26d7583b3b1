"""Who brings sheets into a catalogue."""

from forum.core.permissions import Actor, rule
from forum.exchange.models import Sheet


@rule("keep", Sheet)
def may_keep(actor: Actor, sheet: Sheet) -> bool:
    """Curators and moderators of its space: they see it, apply it and undo it."""
    return actor.is_someone and actor.tends(sheet.space_id)
