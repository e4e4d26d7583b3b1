"""Needs: what a thread carried upward, with the steps of its history and the associations behind it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import SYSTEM
from forum.demo.people import mandate, organisation
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.fields import moment_of
from forum.items.queries.heads import labels
from forum.needs.commands import address, answer, relay, support, voice
from forum.needs.models import Need, Step, Support
from forum.people.models import User
from forum.spaces.models import Space
from forum.territories.queries import tree
from forum.threads.models import Thread

LEVELS = {"local": "local", "région": "regional", "national": "national"}
ANSWERED = ("accepté", "réalisé")
ADDRESSED = ("porté", "question posée")
WHY = {
    "regional": "Plusieurs associations de la région vivent la même chose.",
    "national": "Le sujet dépasse la région : il est porté au niveau national.",
    "direct": "Pas de réseau dans cette région : la demande passe par le niveau régional sans s'y arrêter.",
}
# The beginning of a name says what kind of actor it is; people and roles have no voice of their own.
KINDS = {
    "Asso": "association",
    "OSIM": "osim",
    "Fédération": "osim",
    "Comité de jumelage": "comite-jumelage",
    "Collectif": "collectif-reseau",
}


def load_need(row: dict[str, Any], thread: Thread, authors: Authors) -> Need:
    """The need of a thread that was carried upward."""
    told, history = row["escalation"], row["escalation"]["history"]
    place = db.session.get(Space, thread.space_id)
    assert place is not None
    known = labels(thread.id)
    need = voice(
        SYSTEM, place, title=told["need"], source=_text(row), affected=told["affected"], level="local",
        comes_from=thread, author_id=thread.author_id, created_at=moment_of(history[0]["date"], "date"),
        territories=[thread.territory_id], themes=[theme.id for theme in known.themes], is_example=True,
        external_id=f"besoin-{row['id']}",
    )  # fmt: skip
    keeper = _keeper(row, authors)
    for step in history[1:]:
        _climb(need, LEVELS[step["level"]], moment_of(step["date"], "date"), keeper)
    last = moment_of(history[-1]["date"], "date")
    assert last is not None
    _end(need, row, last, keeper)
    _gather(need, row, authors)
    return need


def _text(row: dict[str, Any]) -> str:
    told = row["escalation"]
    return (
        f"{row['body']}\n\n**Ce qui est demandé** : {told['need'][0].lower()}{told['need'][1:]}.\n\n"
        f"**Qui est concerné** : {told['affected']}.\n\n*Exemple fictif, né d'une discussion.*"
    )


def _keeper(row: dict[str, Any], authors: Authors) -> int | None:
    names = [each["author"] for each in row["replies"] if each["role"] == "moderateur"]
    return authors.id_of(names[0]) if names else None


def _climb(need: Need, level: str, at: datetime | None, keeper: int | None) -> None:
    if level == "national" and need.level == "local":
        _dated(relay(SYSTEM, need, WHY["direct"]), at, keeper)
    _dated(relay(SYSTEM, need, WHY[level]), at, keeper)


def _end(need: Need, row: dict[str, Any], last: datetime, keeper: int | None) -> None:
    """Where it stands now: addressed to somebody, answered, or on its way."""
    stage = row["escalation"]["stage"]
    later = last + timedelta(days=12)
    if stage in ADDRESSED:
        due = clock.today() + timedelta(days=45)
        _dated(address(SYSTEM, need, "Le gestionnaire du dispositif (exemple)", due), later, keeper)
    elif stage in ANSWERED:
        said = next(each["body"] for each in reversed(row["replies"]) if each["role"] == "moderateur")
        _dated(answer(SYSTEM, need, "accepted", said), later, keeper)


def _dated(step: Step, at: datetime | None, by_id: int | None) -> None:
    step.at, step.by_id = at or step.at, by_id


def _gather(need: Need, row: dict[str, Any], authors: Authors) -> None:
    """One voice for each association that spoke in the thread."""
    names = list(dict.fromkeys([row["author"], *(each["author"] for each in row["replies"])]))
    for days, name in enumerate(names):
        kind = next((kind for word, kind in KINDS.items() if name.startswith(word)), None)
        person = db.session.get(User, authors.id_of(name))
        if kind is None or person is None:
            continue
        seat = tree().find(name.removeprefix("Comité de jumelage ").removeprefix("Asso "))
        made = organisation(name, kind, seat.id if seat else need.territory_id)
        mandate(person, made)
        voiced = support(SYSTEM, need, made.id, user_id=person.id)
        voiced.at = need.created_at + timedelta(days=days * 5, hours=days)


def join_voices(needs: list[Need]) -> None:
    """Associations of one region stand behind needs of others: what climbs gathers voices on its way."""
    rows = select(Support.organisation_id, Support.user_id).order_by(Support.need_id, Support.organisation_id)
    behind = list(dict.fromkeys(tuple(row) for row in db.session.execute(rows)))
    for place, need in enumerate(needs):
        for turn in range(2 + place * 7 % 9):
            organisation_id, user_id = behind[(place * 5 + turn * 3) % len(behind)]
            if need.level == "national" and db.session.get(Support, (need.id, organisation_id)) is None:
                voiced = support(SYSTEM, need, organisation_id, user_id=user_id)
                voiced.at = need.created_at + timedelta(days=20 + turn * 4, hours=place)
