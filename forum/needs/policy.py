"""Who carries a need upward, who answers for it."""

from forum.core.permissions import Actor, rule
from forum.needs.models import Need


def _keeps(actor: Actor, need: Need) -> bool:
    return actor.keeps(need.space_id) or (actor.is_someone and need.territory_id in actor.stewards)


@rule("support", Need)
def may_support(actor: Actor, need: Need) -> bool:
    """Anybody signed in, for an organisation whose mandate they hold, until the need is closed."""
    return actor.is_someone and need.state == "public"


@rule("relay", Need)
def may_relay(actor: Actor, need: Need) -> bool:
    """Moderators of its space, stewards of its territory: they carry it up, or send it back down."""
    return _keeps(actor, need)


@rule("address", Need)
def may_address(actor: Actor, need: Need) -> bool:
    """Moderators of its space, stewards of its territory: they say who must answer, by when."""
    return _keeps(actor, need)


@rule("answer", Need)
def may_answer(actor: Actor, need: Need) -> bool:
    """Moderators of its space, stewards of its territory: they write down the answer that was given."""
    return _keeps(actor, need)


@rule("settle", Need)
def may_settle(actor: Actor, need: Need) -> bool:
    """Whoever voiced it, moderators of its space, stewards of its territory: they close it, with a reason."""
    return _keeps(actor, need) or (actor.is_someone and need.author_id == actor.id)
