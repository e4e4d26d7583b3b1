"""Who may accept an answer."""

from forum.core.permissions import Actor, rule
from forum.threads.models import Thread


@rule("accept an answer", Thread)
def may_accept(actor: Actor, thread: Thread) -> bool:
    """The asker, and those who keep the space."""
    return actor.is_someone and (thread.author_id == actor.id or actor.keeps(thread.space_id))
