"""Pages for those who keep spaces: who may come, and the one space that they ask about."""

from collections.abc import Callable

from flask import abort, request

from forum.core.errors import Forbidden
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.spaces.models import Space
from forum.spaces.queries import known
from forum.web.answers import signed_in


def keeper(keeps: Callable[[Actor], object] = lambda who: who.moderates or who.curates) -> Actor:
    """The actor, who must keep some space (`keeps`: in which way), or administer. Raises Forbidden."""
    who = signed_in()
    if not (who.is_admin or keeps(who)):
        raise Forbidden(_("You keep no space yet: this list is for those who do."))
    return who


def asked_space(who: Actor) -> Space | None:
    """The space that the address names (`space=`), which the actor must tend; None: all of theirs."""
    slug = request.args.get("space", "")
    space = (known(slug, who) or abort(404)) if slug else None
    if space:
        require(who, "curate", space)
    return space
