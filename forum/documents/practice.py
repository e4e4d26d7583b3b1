"""The parts that make a practice sheet useful to others: found by their headings, whatever the words around them."""

import re
from collections.abc import Callable

from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import Event, follows
from forum.core.i18n import _
from forum.core.ids import folded
from forum.core.markup.plain import headings_of, text_of
from forum.core.worker import every
from forum.documents.models import Document
from forum.items.models.item import Item

LEAST = 25  # characters: what a template leaves there is no answer
PARTS = {
    "context": ("contexte", "situation", "quand s'en servir", "context", "when to use", "le besoin de depart"),
    "steps": ("etapes", "deroule", "demarche", "comment faire", "ce que nous avons fait", "steps", "how to", "what we did"),
    "cost": ("cout", "budget", "les chiffres", "combien", "financement", "cost", "figures", "funding"),
    "partners": ("partenaire", "avec qui", "acteurs", "partner", "with whom"),
    "mistakes": ("erreur", "coince", "pas marche", "ferions autrement", "pieges", "difficulte", "mistake", "go wrong",
                 "goes wrong", "did not work", "do differently", "pitfall"),
    "country": ("pays", "ou cela se passe", "lieu", "country", "where it"),
    "results": ("resultat", "ce qui a marche", "bilan", "effets", "verifier", "result", "what worked", "check"),
}  # fmt: skip
STRUCTURED = ("practice", "method", "experience")  # templates whose sheets are told what they lack
_PLACEHOLDER = re.compile(r"\((?:à compléter|to be completed)\)[^\n]*", re.IGNORECASE)


def labels() -> dict[str, str]:
    """What each part is called."""
    return {
        "context": _("Context"), "steps": _("Steps"), "cost": _("Cost"), "partners": _("Partners"),
        "mistakes": _("Mistakes to avoid"), "country": _("Country"), "results": _("Results"),
    }  # fmt: skip


def parts_of(html: str, countries: list[str]) -> list[str]:
    """The parts that are filled: a heading that names it, and some words under it. A country may be chosen too."""
    found = {"country"} if countries else set()
    headings = headings_of(html)
    for place, heading in enumerate(headings):
        start = html.find(f' id="{heading.id}"')
        end = html.find(f' id="{headings[place + 1].id}"', start) if place + 1 < len(headings) else len(html)
        text = text_of(html[html.find(">", start) + 1 : html.rfind("<", start, end) if end < len(html) else end])
        words = _PLACEHOLDER.sub("", text.partition("\n")[2] or text.replace(heading.text, "", 1))
        title = folded(heading.text)
        names = {part for part, signs in PARTS.items() if any(sign in title for sign in signs)}
        if names and len(words.strip()) >= (5 if names == {"country"} else LEAST):
            found |= names
    return [part for part in PARTS if part in found]


def missing(html: str, countries: list[str], template: str) -> list[str]:
    """What editors are told: nothing for sheets that follow no structure."""
    if template not in STRUCTURED:
        return []
    filled = parts_of(html, countries)
    return [part for part in PARTS if part not in filled]


def packed(parts: list[str]) -> str:
    """As the table keeps them: every part between commas, so that one is found among them."""
    return f",{','.join(parts)}," if parts else ","


def note(document: Document) -> None:
    """Write down which parts it has."""
    document.parts = packed(parts_of(document.html, list(document.countries)))


@follows("item.published", "item.edited", "document.described", "document.accepted", name="documents: parts")
def keep(events: list[Event]) -> None:
    """Idempotent: as the text is now."""
    ids = {event.item_id for event in events if event.item_id}
    for document in db.session.scalars(select(Document).where(Document.id.in_(ids))):
        note(document)


@every(20, name="parts of sheets")
def note_some(limit: int = 100) -> int:
    """Sheets from before, whose parts nobody looked at. Answers how many."""
    some: Callable[[], list[int]] = lambda: list(  # noqa: E731
        db.session.scalars(select(Document.id).where(Document.parts.is_(None)).limit(limit))
    )
    if ids := some():
        with transaction():
            for document in db.session.scalars(select(Document).where(Item.id.in_(ids))):
                note(document)
    return len(ids)
