"""One way to ask "may I?". Rooms declare rules beside their models; everybody asks `can` or `require`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forum.core.errors import Forbidden, NotSignedIn
from forum.core.i18n import _

# The space of conversations between people: nobody keeps it, lists it or reads it by a role, administrators neither.
# What stands in it is seen by those who take part in it, and by nobody else (items/policy.py).
NOBODYS = -1


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: made once per request, given as an argument. `Actor(None)` is a visitor."""

    id: int | None
    handle: str = ""
    name: str = ""
    is_admin: bool = False
    is_newcomer: bool = False  # first posts with links wait for a moderator
    audiences: frozenset[int] = frozenset()  # spaces this person is in
    moderates: frozenset[int] = frozenset()  # spaces this person keeps, those inside them included
    curates: frozenset[int] = frozenset()  # spaces whose resources and documents this person keeps right
    stewards: frozenset[int] = frozenset()  # territories, those inside them included
    locale: str = ""
    timezone: str = "Europe/Paris"
    territory_id: int | None = None
    scopes: frozenset[str] | None = None  # of a bearer token; None: a session, which may all
    is_guest: bool = False  # without an account: a visitor everywhere but in `let_in`
    let_in: frozenset[int] = frozenset()  # publications that this person was invited to one by one (room guests)

    @property
    def is_someone(self) -> bool:
        """Signed in with an account. A guest is not: what members may, guests may only where a rule names them."""
        return self.id is not None and not self.is_guest

    def takes_part_in(self, item_id: int) -> bool:
        """May write there as far as it is theirs to choose: members, and whoever was invited to this very item."""
        return self.is_someone or item_id in self.let_in

    def keeps(self, space_id: int) -> bool:
        """Moderator of this space, or administrator."""
        return space_id != NOBODYS and (self.is_admin or space_id in self.moderates)

    def tends(self, space_id: int) -> bool:
        """Curator or moderator of this space, or administrator."""
        return self.keeps(space_id) or (space_id != NOBODYS and space_id in self.curates)


VISITOR = Actor(None)
# Imports, demonstration data and the worker act in nobody's name.
SYSTEM = Actor(None, name="Palabre", is_admin=True)

Rule = Callable[[Actor, Any], bool]
_rules: dict[tuple[str, type], Rule] = {}


def rule(action: str, subject: type) -> Callable[[Rule], Rule]:
    """Declare who may do `action` to a `subject`; the docstring goes to docs/generated/permissions.md."""

    def register(function: Rule) -> Rule:
        if (action, subject) in _rules:
            raise RuntimeError(f"two rules for {action!r} on {subject.__name__}")
        _rules[action, subject] = function
        return function

    return register


def can(actor: Actor, action: str, subject: Any) -> bool:
    """May the actor do this to this? `subject` is a row, or a class for "create one of these".

    Raises LookupError when nobody wrote the rule: forgetting one must not open a door.
    """
    kind = subject if isinstance(subject, type) else type(subject)
    for ancestor in kind.__mro__:
        if found := _rules.get((action, ancestor)):
            return found(actor, subject)
    raise LookupError(f"no rule for {action!r} on {kind.__name__}")


def require(actor: Actor, action: str, subject: Any) -> None:
    """Raise NotSignedIn or Forbidden unless the actor may. SYSTEM, which no request can be, may all."""
    if (actor.id is None and actor.is_admin) or can(actor, action, subject):
        return
    if actor.is_guest:
        raise NotSignedIn(
            _("As a guest you take part in the discussion that you were invited to. For this, create an account.")
        )
    if actor.id is None:
        raise NotSignedIn(_("Sign in to do this."))
    raise Forbidden(_("You are not allowed to do this here."))


def rules() -> dict[tuple[str, type], Rule]:
    """Every rule, for the generated page of the documentation."""
    return dict(_rules)
