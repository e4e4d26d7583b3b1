"""When messages move, the accepted answer follows: one a discussion, so it may find its place taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.items.addresses import Step, moves_with
from forum.threads.models import Acceptance, Thread


def move(steps: list[Step]) -> list[dict[str, Any]]:
    """The mark goes with its message, unless that is now the text of a discussion, or another answer is kept there."""
    places = {(step.from_id, step.from_number): step for step in steps}
    lost = []
    ids = {step.from_id for step in steps}
    for kept in db.session.scalars(select(Acceptance).where(Acceptance.thread_id.in_(ids))).all():
        step = places.get((kept.thread_id, kept.number))
        if step is None:
            continue
        if step.from_id == step.to_id:
            kept.number = step.to_number
            continue
        target = db.session.get(Thread, step.to_id)
        db.session.delete(kept)
        db.session.flush()
        if target and target.purpose == "question" and step.to_number > 1 and not db.session.get(Acceptance, target.id):
            db.session.add(Acceptance(thread_id=target.id, number=step.to_number, by_id=kept.by_id, at=kept.at))
        else:
            lost.append({"thread": kept.thread_id, "number": kept.number, "by": kept.by_id, "at": kept.at.isoformat()})
    return lost


def put_back(row: dict[str, Any]) -> None:
    """The mark that had to go, if no other was put meanwhile."""
    if db.session.get(Acceptance, row["thread"]) is None:
        at = datetime.fromisoformat(row["at"])
        db.session.add(Acceptance(thread_id=row["thread"], number=row["number"], by_id=row["by"], at=at))


moves_with("acceptances", move, put_back)
