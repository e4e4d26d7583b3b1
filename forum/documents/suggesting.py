"""Commands: proposing a change to a page that stays up, talking about it, taking it whole or by part."""

from collections.abc import Collection, Iterable
from typing import Any

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import Event
from forum.core.i18n import _
from forum.core.markup.plain import links_in
from forum.core.markup.render import NO_NAMES, render
from forum.core.permissions import Actor, require
from forum.documents.around import SuggestionRemark
from forum.documents.around_text import around_now, proposed, sources_now
from forum.documents.around_text import chosen as chosen_around
from forum.documents.models import Document, Suggestion
from forum.documents.passages import Joined, joined, passages, taken
from forum.items.commands.edit import begun_from, edit
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked
from forum.items.models.item import Item
from forum.items.policy import Message

WAITING = ("open", "asked")


def suggest(
    actor: Actor, document: Document, *, source: str, why: str, version: int, title: str | None = None,
    sources: Iterable[str] | None = None,
) -> Suggestion:  # fmt: skip
    """Propose another text, title or sources; `version`: of the text that it began from. The page stays as it is."""
    require(actor, "suggest", document)
    message = Message(document, 1, document)
    begun = begun_from(message, version)
    version, base = (version, begun[0]) if begun else (document.version, document.source)
    around = proposed(document, title, sources)
    source, why = _checked(actor, source, why, base, around)
    assert actor.id is not None
    made = Suggestion(
        document_id=document.id, version=version, source=source, why=why, author_id=actor.id, title=around[0],
        sources=around[1], sources_before=document.sources or [],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _tell("suggestion.made", document, made, actor)
    return made


def change(
    actor: Actor, document: Document, suggestion: Suggestion, *, source: str, why: str, version: int,
    title: str | None = None, sources: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Its author writes it anew, from the page as it was at `version`; then it waits again."""
    require(actor, "take back", suggestion)
    lock(suggestion)
    _must_wait(suggestion)
    begun = begun_from(Message(document, 1, document), version)
    version, base = (version, begun[0]) if begun else (document.version, document.source)
    around = proposed(document, title, sources)
    suggestion.source, suggestion.why = _checked(actor, source, why, base, around)
    suggestion.title, suggestion.sources = around
    suggestion.sources_before = document.sources or []
    suggestion.version, suggestion.state, suggestion.edition = version, "open", suggestion.edition + 1
    _tell("suggestion.changed", document, suggestion, actor)


def joined_now(document: Document, suggestion: Suggestion) -> Joined:
    """What the page would be with the whole suggestion, as the page is now."""
    begun = begun_from(Message(document, 1, document), suggestion.version)
    return joined(begun[0] if begun else "", suggestion.source, document.source)


def accept(
    actor: Actor, document: Document, suggestion: Suggestion, *, version: int, edition: int,
    parts: Collection[int] | None = None, source: str | None = None, also: Collection[str] | None = None,
) -> None:  # fmt: skip
    """Take it whole, the passages `parts` of it, or `source`: what somebody made of it. Its author is credited.
    `also`: of its title and sources the ones that are taken; all of them without `parts`, none with.

    `version` and `edition`: of the page and of the suggestion that the actor saw. Raises Conflict when one of them
    changed since, or when the whole is wanted of what stands against the page.
    """
    require(actor, "settle suggestions", document)
    lock(document), lock(suggestion)
    _must_wait(suggestion)
    if (version, edition) != (document.version, suggestion.edition):
        raise Conflict(_("The page or the suggestion changed meanwhile. Here is what it would change now."))
    now, around = joined_now(document, suggestion), around_now(document, suggestion)
    offered = passages(document.source, now.text)
    chosen = set(range(len(offered))) if parts is None else {each for each in parts if 0 <= each < len(offered)}
    wanted = chosen_around(around, also if also is not None or parts is None else (), actor, document)
    if source is None:
        if parts is None and (now.clashes or any(each.clash for each in wanted)):
            raise Conflict(_("The page changed in the same place: choose the passages, or write what both become."))
        if not chosen and not wanted:
            raise Invalid(_("Choose one passage at least, or refuse with a reason."))
        source = taken(document.source, now.text, chosen)
    saved = _put(actor, document, suggestion, source, {each.name for each in wanted})
    if not saved:
        raise Invalid(_("The page says this already: nothing would change."))
    suggestion.taken, suggestion.offered = len(chosen) + len(wanted), len(offered) + len(around)
    suggestion.revision = document.version if saved == "text" else None
    _settle(actor, document, suggestion, "accepted")


def _put(actor: Actor, document: Document, suggestion: Suggestion, source: str, around: set[str]) -> str:
    """Into the page; "text" when that made a version, "sources" when only these changed, nothing when nothing did."""
    sources = sources_now(document, suggestion) if "sources" in around else None
    reason = f"{suggestion.why[:180]} ({_('suggestion %(n)s', n=suggestion.id)})"
    saved = edit(
        actor, Message(document, 1, document), source=source, version=document.version, reason=reason,
        by_id=suggestion.author_id, title=suggestion.title if "title" in around else None,
    )  # fmt: skip
    if sources is None or sources == (document.sources or []):
        return "text" if saved else ""
    document.sources = sources
    tell("document.described", document, actor_id=actor.id, number=1)
    return "text" if saved else "sources"


def ask(actor: Actor, document: Document, suggestion: Suggestion, text: str) -> None:
    """Ask its author for more; until they changed it, it no longer waits for those who keep the page."""
    _answer(actor, document, suggestion, text, "asked", _("Say what you need to know."))


def refuse(actor: Actor, document: Document, suggestion: Suggestion, reason: str) -> None:
    """Leave the page as it is, and say why."""
    _answer(actor, document, suggestion, reason, "refused", _("Say why: its author reads it."))


def _answer(actor: Actor, document: Document, suggestion: Suggestion, text: str, state: str, missing: str) -> None:
    require(actor, "settle suggestions", document)
    lock(suggestion)
    _must_wait(suggestion)
    suggestion.answer = _words(text, missing)
    _settle(actor, document, suggestion, state)


def remove(actor: Actor, document: Document, suggestion: Suggestion) -> None:
    """What must not be read by all (an insult, somebody's address): only its author and keepers see it then."""
    require(actor, "settle suggestions", document)
    lock(suggestion)
    _settle(actor, document, suggestion, "removed")


def withdraw(actor: Actor, document: Document, suggestion: Suggestion) -> None:
    """Its author takes it back."""
    require(actor, "take back", suggestion)
    lock(suggestion)
    _must_wait(suggestion)
    _settle(actor, document, suggestion, "withdrawn")


def reopen(actor: Actor, document: Document, suggestion: Suggestion) -> None:
    """Undo: its author what they withdrew, those who keep the page what they refused or removed."""
    require(actor, "take back" if suggestion.state == "withdrawn" else "settle suggestions",
            suggestion if suggestion.state == "withdrawn" else document)  # fmt: skip
    lock(suggestion)
    if suggestion.state not in ("withdrawn", "refused", "removed"):
        raise Conflict(_("This suggestion is settled already."))
    suggestion.state = "accepted" if suggestion.taken else "open"
    if suggestion.state == "open":
        suggestion.answer, suggestion.answered_at, suggestion.answered_by_id = "", None, None
    _tell("suggestion.reopened", document, suggestion, actor)


def remark(actor: Actor, document: Document, suggestion: Suggestion, text: str) -> SuggestionRemark:
    """Say something about it."""
    require(actor, "suggest", document)
    if suggestion.state == "removed":
        raise NotFound()
    words = text.replace("\r\n", "\n").strip()
    if not 2 <= len(words) <= 2000:
        raise Invalid(fields={"text": _("Write a few words, 2,000 characters at most.")})
    _no_new_links(actor, words, "", "text")
    assert actor.id is not None
    made = SuggestionRemark(suggestion_id=suggestion.id, author_id=actor.id, text=words)
    db.session.add(made)
    db.session.flush()
    _tell("suggestion.discussed", document, suggestion, actor)
    return made


def drop_remark(actor: Actor, document: Document, found: SuggestionRemark) -> None:
    """Take a remark away: its author, or those who keep the page."""
    if found.author_id != actor.id:
        require(actor, "settle suggestions", document)
    db.session.delete(found)
    tell("suggestion.undiscussed", document, actor_id=actor.id, number=1, suggestion=found.suggestion_id)


def report_remark(actor: Actor, document: Document, found: SuggestionRemark, text: str) -> None:
    """Say that a remark is wrong: those who keep the page look at it. Reported twice is reported once."""
    require(actor, "suggest", document)
    words = _words(text, _("Say in a few words what is wrong: whoever keeps the page decides on it."))
    if found.reported_at is not None:
        return
    found.reported_at, found.reported_by_id, found.report = clock.now(), actor.id, words
    tell("suggestion.reported", document, actor_id=actor.id, number=1, suggestion=found.suggestion_id)


def leave_remark(actor: Actor, document: Document, found: SuggestionRemark) -> None:
    """Those who keep the page looked: the remark stays."""
    require(actor, "settle suggestions", document)
    found.reported_at = None
    tell("suggestion.left", document, actor_id=actor.id, number=1, suggestion=found.suggestion_id)


def _checked(actor: Actor, source: str, why: str, base: str, around: tuple[Any, ...]) -> tuple[str, str]:
    text, reason = checked(source), " ".join(why.split())
    if text == base and around == (None, None):
        raise Invalid(fields={"source": _("Nothing differs from the page yet: change the text here.")})
    if not 2 <= len(reason) <= 300:
        raise Invalid(fields={"why": _("Say in one sentence why, 300 characters at most.")})
    _no_new_links(actor, text, base, "source")
    if actor.is_newcomer and any("://" in line or "www." in line for line in around[1] or ()):
        raise Invalid(fields={"sources": _no_links_yet()})
    return text, reason


def _no_new_links(actor: Actor, text: str, base: str, field: str) -> None:
    """What spam looks like; a moderator has no queue for what is only proposed."""
    if actor.is_newcomer and set(links_in(render(text, names=NO_NAMES))) - set(links_in(render(base, names=NO_NAMES))):
        raise Invalid(fields={field: _no_links_yet()})


def _no_links_yet() -> str:
    return _("While you are new here, your suggestions cannot bring new links: name the page in words instead.")


def _words(text: str, missing: str) -> str:
    words = " ".join(text.split())
    if not 2 <= len(words) <= 300:
        raise Invalid(fields={"text": missing if len(words) < 2 else _("300 characters at most.")})
    return words


def _must_wait(suggestion: Suggestion) -> None:
    if suggestion.state not in WAITING:
        raise Conflict(_("This suggestion is settled already."))


def _settle(actor: Actor, document: Document, suggestion: Suggestion, state: str) -> None:
    suggestion.state = state
    if state not in ("withdrawn", "removed"):
        suggestion.answered_by_id, suggestion.answered_at = actor.id, clock.now()
    _tell(f"suggestion.{state}", document, suggestion, actor)


def _tell(name: str, document: Item, suggestion: Suggestion, actor: Actor) -> Event:
    event = tell(name, document, actor_id=actor.id, number=1, suggestion=suggestion.id,
                 path=f"/documents/{document.id}/suggestions/{suggestion.id}")  # fmt: skip
    event.user_id = suggestion.author_id
    return event
