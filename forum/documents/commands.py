"""Writing a practice document, describing it, reviewing it, saying that it is still right."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

from forum.core import clock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.documents.models import STATES, Document
from forum.documents.upkeep import review_as_it_stands
from forum.items.commands.link import link
from forum.items.commands.publish import classify, place, publish
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.spaces.models import Space

TEMPLATES = ("practice", "method", "experience", "checklist", "minutes", "blank")
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0", "Licence Ouverte 2.0")
MONTHS = 12  # until the next review, unless somebody chooses a day


def later(day: date, months: int = MONTHS) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def write(
    actor: Actor,
    space: Space,
    *,
    title: str,
    source: str,
    summary: str = "",
    standing: str = "draft",
    template: str = "method",
    sources: Iterable[str] = (),
    comes_from: Item | None = None,
    reviewed_on: date | None = None,
    review_by: date | None = None,
    **more: Any,
) -> Document:
    """Publish a practice document; `comes_from`: the discussion that gave it, linked at once.

    Only those who tend the space begin with a standing above draft. See `items.commands.publish` for `more`.
    """
    if standing not in STATES or template not in TEMPLATES:
        raise Invalid(fields={"template": _("Choose one of the proposed values.")})
    if standing != "draft" and not actor.tends(space.id):
        raise Invalid(fields={"standing": _("Only the curators of this space review documents.")})
    if standing != "draft":
        reviewed_on = reviewed_on or clock.today()
        more.setdefault("reviewed_by_id", actor.id)
    more.setdefault("owner_id", more.get("author_id") or actor.id)
    document = publish(
        actor, Document, space, title=title, source=source, summary=_short(summary), standing=standing,
        template=template, sources=_lines(sources), reviewed_on=reviewed_on,
        review_by=review_by or later(reviewed_on or clock.today()), **more,
    )  # fmt: skip
    if comes_from is not None:
        link(actor, document, comes_from, "comes_from")
    return document


def describe(
    actor: Actor,
    document: Document,
    *,
    summary: str,
    sources: Iterable[str],
    licence: str,
    review_by: date | None = None,
    actor_types: Iterable[str] = (),
    territories: Iterable[int] | None = None,
    themes: Iterable[int] = (),
    tags: Iterable[str] = (),
) -> None:
    """Change what stands around the text: summary, sources, licence, day of the next review, where and about what."""
    require(actor, "edit", Message(document, 1, document))
    if licence not in (*LICENCES, document.licence):
        raise Invalid(fields={"licence": _("Choose one of the proposed values.")})
    if review_by is not None and review_by != document.review_by and review_by <= clock.today():
        raise Invalid(fields={"review_by": _("Choose a day to come.")})
    document.summary, document.sources, document.licence = (_short(summary), _lines(sources), licence)
    document.actor_types = list(actor_types)
    document.review_by = review_by or document.review_by
    if territories is not None:
        wanted = list(territories)
        document.territory_id = wanted[0] if wanted else None
        place(document, wanted)
    classify(document, themes, tags)
    tell("document.described", document, actor_id=actor.id, number=1)


def review(actor: Actor, document: Document, standing: str) -> None:
    """Give it a standing; above draft, today is the day of the review and the next one is due in a year."""
    require(actor, "review", document)
    if standing not in STATES:
        raise Invalid(_("Choose one of the proposed values."))
    if standing == document.standing:
        raise Conflict(_("It has this standing already."))
    before, document.standing = document.standing, standing
    if standing != "draft":
        _reviewed_today(actor, document)
    tell("document.reviewed", document, actor_id=actor.id, number=1, standing=standing, before=before)


def renew(actor: Actor, document: Document) -> None:
    """Somebody read it again: still right. The next review is due in a year."""
    require(actor, "renew", document)
    if document.standing == "draft":
        raise Conflict(_("A draft is reviewed first; then it can be renewed."))
    document.review_before = review_as_it_stands(actor, document)
    _reviewed_today(actor, document)
    tell("document.renewed", document, actor_id=actor.id, number=1)


def _reviewed_today(actor: Actor, document: Document) -> None:
    document.reviewed_on, document.reviewed_by_id = clock.today(), actor.id
    document.review_by = later(clock.today())


def _lines(sources: Iterable[str]) -> list[str]:
    return [line.strip()[:500] for line in sources if line.strip()][:50]


def _short(summary: str) -> str:
    text = " ".join(summary.split())
    if len(text) > 500:
        raise Invalid(fields={"summary": _("500 characters at most.")})
    return text
