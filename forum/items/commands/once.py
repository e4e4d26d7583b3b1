"""A request that is sent again under the same key is carried out once and answered the same."""

from collections.abc import Callable
from typing import Any

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.models.around import IdempotencyKey

Answer = dict[str, Any]


def once(actor: Actor, key: str, digest: str, do: Callable[[], Answer]) -> tuple[Answer, bool]:
    """What `do` answers, or answered when this key came first (True). Without a key: always done.

    A request that fails keeps no key. Raises Invalid when the key stood for another request, and IntegrityError
    for the second of two that came at once (PostgreSQL; SQLite has one writer): the caller asks again.
    """
    if not key:
        return do(), False
    if len(key) > 120:
        raise Invalid(_("An idempotency key has 120 characters at most."))
    if row := db.session.get(IdempotencyKey, (actor.id, key)):
        if row.digest != digest:
            raise Invalid(_("This idempotency key was used for another request."))
        return row.answer, True
    answer = do()
    db.session.add(IdempotencyKey(user_id=actor.id, key=key, digest=digest, answer=answer))
    db.session.flush()
    return answer, False


def is_done(actor: Actor, key: str) -> bool:
    """Was a request carried out under this key? One query."""
    return db.session.get(IdempotencyKey, (actor.id, key)) is not None
