"""Asking the links that are due: one machine at a time, with a pause, and leaving alone who asks for it."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import exists, select, update

from forum.core import clock
from forum.core.asking import Whoever, look
from forum.core.db import db, transaction
from forum.core.outside import Answer, place_of
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.links.judging import judge
from forum.links.keeping import recount
from forum.links.models import LinkPlace, WebHost, WebLink

log = structlog.get_logger()
ROUND = 20  # machines in one round
PAUSE = timedelta(seconds=10)  # between two questions to one machine
LEASE = timedelta(minutes=5)  # nobody else asks it meanwhile; several hops of 25 seconds fit
OURS = 4  # machines that all stay silent: it is our own line


class Asker(Whoever):
    """Looks whether links still lead somewhere."""

    purpose = "checks links once a month"


def due(now: datetime, limit: int = ROUND) -> list[int]:
    """Links whose time has come, one a machine, of published pages that are no examples. One query."""
    shown = exists().where(
        LinkPlace.link_id == WebLink.id,
        Item.id == LinkPlace.item_id,
        Item.state == "public",
        Item.is_example.is_(False),
    )
    rows = (
        select(WebLink.id, WebLink.host)
        .join(WebHost, WebHost.host == WebLink.host)
        .where(WebLink.next_at <= now, WebHost.next_at <= now, shown)
        .order_by(WebLink.next_at, WebLink.id)
        .limit(limit * 10)
    )
    found: dict[str, int] = {}
    for number, host in db.session.execute(rows):
        found.setdefault(host, number)
    return list(found.values())[:limit]


def ask_due(by: Asker) -> int:
    """One round. Answers how many links were asked."""
    answers: list[tuple[int, Answer]] = []
    for number in due(clock.now()):
        if answer := _ask(number, by):
            answers.append((number, answer))
    silent = [
        answer for _number, answer in answers if not answer.status and answer.problem in ("name", "time", "connection")
    ]
    if len(answers) >= OURS and len(silent) == len(answers):
        log.warning("links.silent", asked=len(answers))
        answers = [(number, Answer(answer.url, problem="unsure")) for number, answer in answers]
    for number, answer in answers:
        with transaction():
            note(number, answer)
    return len(answers)


def _ask(number: int, by: Asker) -> Answer | None:
    """None when somebody else is at this machine, or the link is gone."""
    link = db.session.get(WebLink, number)
    place = place_of(link.url) if link else None
    if link is None or place is None or not _claim(link.host):
        return None
    db.session.rollback()  # no transaction stays open while others think
    try:
        return look(place, by.guard, by.agent)
    except Exception as problem:  # whatever a machine of others makes us stumble over, the next ones have their turn
        log.error("links.stumbled", link=number, error=type(problem).__name__)
        return Answer(place.url, problem="answer")


def _claim(host: str) -> bool:
    """From now on this machine is ours for a while."""
    now = clock.now()
    free = update(WebHost).where(WebHost.host == host, WebHost.next_at <= now).values(next_at=now + LEASE)
    with transaction():
        taken: int = db.session.execute(free).rowcount
    return taken == 1


def note(number: int, answer: Answer) -> None:
    """Write down what came; tell pages whose links died or came back."""
    link = db.session.get(WebLink, number, with_for_update=True)
    if link is None:
        return
    now, before, moved = clock.now(), link.state, link.moved_to
    pause = judge(link, answer, now)
    host = db.session.get(WebHost, link.host)
    if host is not None:
        host.next_at = now + max(pause, PAUSE)
    if (before == "dead") != (link.state == "dead"):
        _tell(link)
    elif moved != link.moved_to:
        log.info("links.moved", link=link.id)


def _tell(link: WebLink) -> None:
    db.session.flush()
    places = select(LinkPlace.item_id, LinkPlace.number).where(LinkPlace.link_id == link.id).order_by(LinkPlace.number)
    items = {item_id: number for item_id, number in reversed(db.session.execute(places).all())}
    recount(items)
    for item in db.session.scalars(select(Item).where(Item.id.in_(items))):
        db.session.refresh(item, ["stamp"])
        name = "link.dead" if link.state == "dead" else "link.alive"
        tell(name, item, actor_id=None, number=items[item.id], link=link.id)
