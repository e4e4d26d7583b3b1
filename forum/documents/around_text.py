"""What a suggestion proposes around the text: another title, other sources. Joined with what changed meanwhile."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from forum.core import differences
from forum.core.permissions import Actor
from forum.documents.fields import joined
from forum.documents.models import Document, Suggestion
from forum.items.commands.edit import begun_from
from forum.items.commands.texts import checked_title
from forum.items.policy import Message

NAMES = ("title", "sources")


@dataclass(frozen=True, slots=True)
class Around:
    """One of NAMES that a suggestion changes. `now`: what the page says; `then`: what it would say; `clash`: both
    changed it since."""

    name: str
    now: str
    then: str
    clash: bool = False

    @property
    def difference(self) -> Markup:
        """In words."""
        return differences.html(self.now, self.then, context=1000)


def proposed(
    document: Document, title: str | None, sources: Iterable[str] | None
) -> tuple[str | None, list[str] | None]:  # fmt: skip
    """What differs from the page: nothing where it says the same. Raises Invalid for a title that cannot be one."""
    words = " ".join((title or "").split())
    lines = None if sources is None else [line.strip()[:500] for line in sources if line.strip()][:50]
    return (
        checked_title(words) if words and words != document.title else None,
        lines if lines is not None and lines != (document.sources or []) else None,
    )


def around_now(document: Document, found: Suggestion) -> list[Around]:
    """What it would change around the text as the page is now. One query at most."""
    changes = []
    if found.title and found.title != document.title:
        begun = begun_from(Message(document, 1, document), found.version)
        clash = begun is not None and begun[1] != document.title
        changes.append(Around("title", document.title, found.title, clash))
    lines = sources_now(document, found)
    if lines is not None and lines != (document.sources or []):
        changes.append(Around("sources", "\n".join(document.sources or []), "\n".join(lines)))
    return changes


def sources_now(document: Document, found: Suggestion) -> list[str] | None:
    """Its sources with those that came meanwhile: what either side added stays, what either took away goes."""
    if found.sources is None:
        return None
    before, now = {"sources": found.sources_before or []}, {"sources": document.sources or []}
    values, _clashes = joined(before, {"sources": found.sources}, now)
    return list(values["sources"])


def around_then(document: Document, found: Suggestion) -> list[Around]:
    """What a settled one changed, from what the page said when it was written."""
    changes = []
    if found.title:
        begun = begun_from(Message(document, 1, document), found.version)
        changes.append(Around("title", begun[1] if begun else "", found.title))
    if found.sources is not None:
        changes.append(Around("sources", "\n".join(found.sources_before or []), "\n".join(found.sources)))
    return changes


def chosen(changes: Iterable[Around], also: Collection[str] | None, actor: Actor, document: Document) -> list[Around]:
    """Those that are taken. The title is changed by whoever may: its author, and those who tend the space."""
    may = document.author_id == actor.id or actor.tends(document.space_id)
    return [each for each in changes if (also is None or each.name in also) and (may or each.name != "title")]
