"""Documents for tests: made by the command that imports use."""

from itertools import count

from forum.core.db import transaction
from forum.core.permissions import SYSTEM
from forum.documents.commands import write
from forum.documents.models import Document

_numbers = count(1)


def document(world, *, by: str = "awa", **more) -> Document:
    """A document of Awa's in Bretagne."""
    values = {"title": f"Monter un projet ({next(_numbers)})", "source": "Il faut du temps.\n\n## Écouter\n\nD’abord."}
    space = more.pop("space", None) or world.space()
    with transaction():
        return write(SYSTEM, space, author_id=world.user(by).id, **{**values, **more})


def page_of(browser, made: Document) -> str:
    """The text of its page."""
    answer = browser.get(f"/documents/{made.id}-{made.slug}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
