"""What can go wrong, with a message for the person. One place (web/errors.py) turns them into answers."""

from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


class Problem(Exception):
    """The family. `message` is shown to the person; `fields` says which field it is about."""

    status = 400

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(Problem):
    """What was typed cannot be taken; nothing was changed."""

    status = 422


def together(*checks: Callable[[], T]) -> list[T]:
    """What each check answers. Raises one Invalid that names all the fields that were refused, not only the first."""
    answers, refused = [], {}
    for check in checks:
        try:
            answers.append(check())
        except Invalid as problem:
            if not problem.fields:
                raise
            refused.update(problem.fields)
    if refused:
        raise Invalid(fields=refused)
    return answers


class NotSignedIn(Problem):
    """The action needs an account."""

    status = 401


class Forbidden(Problem):
    """The actor may see the thing but not do this to it."""

    status = 403


class NotFound(Problem):
    """There is no such thing, or the actor may not know of it."""

    status = 404


class Conflict(Problem):
    """The thing changed meanwhile, or is not in the state that the action needs."""

    status = 409


class Closed(Conflict):
    """The thing no longer takes this."""


class TooMany(Problem):
    """Too many attempts in a short time."""

    status = 429
