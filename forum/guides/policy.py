"""Who puts guides together; reading follows the space."""

from forum.core.permissions import Actor, rule
from forum.guides.models import Guide
from forum.spaces.models import Space


@rule("make guides", Space)
def may_make(actor: Actor, space: Space) -> bool:
    """Those who tend the space."""
    return actor.tends(space.id)


@rule("arrange", Guide)
def may_arrange(actor: Actor, guide: Guide) -> bool:
    """Those who tend its space: name it, fill it, move its lines, take it away."""
    return actor.tends(guide.space_id)
