"""Commands: a source is added, its columns and what may change by itself are said, it rests, it is forgotten."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.outside import place_of
from forum.core.permissions import Actor, require
from forum.exchange.models import Source, SourceRecord
from forum.exchange.sheets.columns import BY_NAME
from forum.exchange.sources.meaning import NEVER, guessed
from forum.spaces.models import Space

POLICIES = ("auto", "", "never")
HOURS = (6, 24, 168)


def add(
    actor: Actor, space: Space, *, name: str, url: str, fields: Mapping[str, list[str]], is_whole: bool
) -> Source:  # fmt: skip
    """A new source of the catalogue of a space; it is asked once its columns are confirmed. `fields`: what it has."""
    require(actor, "curate", space)
    name, url = check(name, url)
    source = Source(space_id=space.id, by_id=actor.id, name=name, url=url, fields=dict(fields), columns=guessed(fields),
                    is_whole=is_whole, policy={}, preset={}, rounds=[])  # fmt: skip
    db.session.add(source)
    db.session.flush()
    return source


def check(name: str, url: str, but: int = 0) -> tuple[str, str]:
    """The same, as they are kept. Raises Invalid naming the field."""
    name, url, wrong = " ".join(name.split()).replace("/", "-")[:60], url.strip(), {}
    if len(name) < 2:
        wrong["name"] = _("Give it a name: it stands before its references.")
    elif db.session.scalar(select(Source.id).where(Source.name == name, Source.id != but)):
        wrong["name"] = _("A source of this name exists already: choose another one.")
    if place_of(url) is None:
        wrong["url"] = _("Give the whole address of the feed or the list, with https://.")
    if wrong:
        raise Invalid(fields=wrong)
    return name, url


def confirm(
    actor: Actor, source: Source, columns: Mapping[str, str], policy: Mapping[str, str], *, preset: Mapping[str, Any],
    is_whole: bool, hours: int,
) -> None:  # fmt: skip
    """How its fields are read, and what may change without anybody looking. All of it is read again."""
    require(actor, "keep", source)
    chosen = {name: column for name, column in columns.items() if column in BY_NAME and column not in NEVER}
    twice = {column for column in chosen.values() if list(chosen.values()).count(column) > 1}
    if twice:
        words = ", ".join(str(BY_NAME[name].label) for name in sorted(twice))
        raise Invalid(_("Two columns cannot be the same: %(names)s.", names=words))
    if "title" not in chosen.values():
        raise Invalid(_("Say which field holds the title: without it nothing can be proposed."))
    source.columns = chosen
    source.policy = {name: rule for name, rule in policy.items() if name in BY_NAME and rule in POLICIES}
    source.preset = {name: value for name, value in preset.items() if value}
    source.is_whole, source.hours = is_whole, hours if hours in HOURS else 24
    source.confirmed_at = source.confirmed_at or clock.now()
    source.digest, source.next_at = "", clock.now()


def move(actor: Actor, source: Source, url: str) -> None:
    """It is read at another address from now on: the one to which its own leads, or one that somebody gives."""
    require(actor, "keep", source)
    source.url = check(source.name, url, source.id)[1]
    source.moved_to = source.etag = source.last_modified = ""
    source.failures, source.problem, source.next_at = 0, "", clock.now()


def rest(actor: Actor, source: Source, *, paused: bool) -> None:
    """It is not asked any more, or again."""
    require(actor, "keep", source)
    source.paused_at = clock.now() if paused else None
    if not paused:
        source.next_at = clock.now()


def ask_again(actor: Actor, source: Source) -> None:
    """At the worker's next turn, whatever pause a failure made."""
    require(actor, "keep", source)
    source.next_at = clock.now()


def forget(actor: Actor, source: Source) -> None:
    """The source and what waits of it go; resources that came from it stay, with its references."""
    require(actor, "keep", source)
    db.session.execute(delete(SourceRecord).where(SourceRecord.source_id == source.id))
    db.session.delete(source)
