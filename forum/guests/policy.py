"""Who brings guests into a discussion, and who sends them away. What guests may do there: items/policy.py."""

from forum.core.permissions import Actor, rule
from forum.guests.models import Guest
from forum.threads.models import Thread


@rule("invite a guest", Thread)
def may_invite(actor: Actor, thread: Thread) -> bool:
    """Whoever began it and those who keep its space, while it is open; no newcomer. (Decision 030 says why no others.)"""
    keeps = actor.keeps(thread.space_id)
    is_host = keeps or (thread.author_id == actor.id and not actor.is_newcomer)
    return actor.is_someone and is_host and thread.state == "public" and not thread.is_closed


@rule("see guests", Thread)
def may_see_guests(actor: Actor, thread: Thread) -> bool:
    """Whoever began it and those who keep its space."""
    return actor.is_someone and (thread.author_id == actor.id or actor.keeps(thread.space_id))


@rule("withdraw", Guest)
def may_withdraw(actor: Actor, guest: Guest) -> bool:
    """Whoever invited them. (Those who see all the guests of the discussion are asked about that.)"""
    return actor.is_someone and guest.by_id == actor.id
