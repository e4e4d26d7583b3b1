"""Who keeps the words of the search."""

from forum.core.permissions import Actor, rule
from forum.search.models import Synonym


@rule("keep words", Synonym)
def may_keep_words(actor: Actor, synonym: object) -> bool:
    """Those who tend a space: the search is common to all of them."""
    return actor.is_someone and bool(actor.is_admin or actor.moderates or actor.curates)
