"""Taking messages from one address to another, with all that is tied to them. Whoever calls checked the right to.

Numbers never return: a message that moves gets a number that nobody had, so nothing can collide; only undoing
gives a message its former number again, which was kept free.
"""

from typing import Any

from sqlalchemy import delete, func, or_, select, update

from forum.core.db import db
from forum.core.markup.mentions import references_in
from forum.items.addresses import Step, followers_by_columns, movers
from forum.items.commands.texts import base_url, tie, write
from forum.items.models.around import Link, Watch
from forum.items.models.item import Item
from forum.items.models.keeping import MovedMessage
from forum.items.models.post import Post

TEXT = (
    "state", "author_id", "organisation_id", "source", "html", "renderer", "created_at", "edited_at", "edited_by_id",
    "edit_reason", "version", "reactions", "is_wiki",
)  # fmt: skip


def carry(steps: list[Step]) -> dict[str, Any]:
    """Move the messages and everything that names them. Answers what undoing needs beside the steps."""
    items = {each.id: each for each in db.session.scalars(select(Item).where(Item.id.in_(_ids(steps))))}
    posts = _posts(steps)
    answers = _answers(steps, posts)
    cited = _cut_links(steps)
    with db.session.no_autoflush:
        for step in steps:
            _move_message(items, posts.get((step.from_id, step.from_number)), step)
    db.session.flush()
    lost = _move_names(steps)
    _move_addresses(steps)
    db.session.flush()
    _tie_again(items, steps, cited)
    marked = any(item.marks for item in items.values())
    for item in items.values():
        _count(item)
        item.marks = item.marks or int(marked)  # notes may have come along
    return {"answers": answers, "lost": lost}


def carry_back(steps: list[Step], kept: dict[str, Any]) -> None:
    """Undo `carry`: the same steps, the other way round, and what found no place then."""
    carry([Step(step.to_id, step.to_number, step.from_id, step.from_number) for step in steps])
    for table, rows in kept["lost"].items():
        for row in rows:
            movers()[table][1](row)
    for item_id, number, reply_to in kept["answers"]:
        where = (Post.item_id == item_id, Post.number == number)
        db.session.execute(update(Post).where(*where).values(reply_to=reply_to))


def _ids(steps: list[Step]) -> set[int]:
    return {each for step in steps for each in (step.from_id, step.to_id)}


def _by_item(steps: list[Step]) -> dict[int, list[int]]:
    """The numbers that leave each item."""
    found: dict[int, list[int]] = {}
    for step in steps:
        found.setdefault(step.from_id, []).append(step.from_number)
    return found


def _posts(steps: list[Step]) -> dict[tuple[int, int], Post]:
    """The replies that move. One query an item."""
    found = {}
    for item_id, numbers in _by_item(steps).items():
        for post in db.session.scalars(select(Post).where(Post.item_id == item_id, Post.number.in_(numbers))):
            found[item_id, post.number] = post
    return found


def _answers(steps: list[Step], posts: dict[tuple[int, int], Post]) -> list[tuple[int, int, int]]:
    """Which message answered which, where both do not go together: (item, number, answered number) as it was."""
    places = {(step.from_id, step.from_number): step for step in steps}
    kept = []
    for step in steps:
        post = posts.get((step.from_id, step.from_number))
        if post is None or not post.reply_to:
            continue
        other = places.get((step.from_id, post.reply_to))
        together = other is not None and other.to_id == step.to_id and other.to_number < step.to_number
        if together or step.from_id != step.to_id or other is not None:
            kept.append((step.from_id, step.from_number, post.reply_to))
            post.reply_to = other.to_number if together and other else None
    return kept


def _move_message(items: dict[int, Item], post: Post | None, step: Step) -> None:
    """A reply becomes a reply elsewhere, or the text of an item; the text of an item becomes a reply."""
    source, target = items[step.from_id], items[step.to_id]
    row: Item | Post
    if step.to_number == 1 and post is not None:
        for name in TEXT:
            setattr(target, name, getattr(post, name))
        db.session.delete(post)
        row = target
    elif step.from_number == 1:
        row = Post(item_id=target.id, number=step.to_number, **{name: getattr(source, name) for name in TEXT})
        db.session.add(row)
        source.state = "merged"
    else:
        assert post is not None
        post.item_id, post.number = target.id, step.to_number
        row = post
    if f"m{step.from_number}" in row.html:  # anchors in a text carry its number
        write(row, row.source, step.to_number)
    target.last_number = max(target.last_number, step.to_number)


def _move_names(steps: list[Step]) -> dict[str, list[dict[str, Any]]]:
    """Reactions, revisions, reports, decisions, notifications, notes, files: whatever speaks of a message."""
    for table in followers_by_columns():
        named = set()
        for item_id, numbers in _by_item(steps).items():
            rows = select(table.c.number).where(table.c.item_id == item_id, table.c.number.in_(numbers)).distinct()
            named.update((item_id, number) for number in db.session.scalars(rows))
        for step in steps:
            if (step.from_id, step.from_number) in named:
                here = (table.c.item_id == step.from_id, table.c.number == step.from_number)
                there = {"item_id": step.to_id, "number": step.to_number}
                db.session.execute(update(table).where(*here).values(there))
    return {name: rows for name, (move, _back) in movers().items() if (rows := move(steps))}


def _move_addresses(steps: list[Step]) -> None:
    """Old addresses, and all that led to them, lead to the new ones; a new one leads nowhere else any more."""
    ids = _ids(steps)
    known = {
        (row.from_id, row.from_number): row
        for row in db.session.scalars(
            select(MovedMessage).where(MovedMessage.from_id.in_(ids) | MovedMessage.to_id.in_(ids))
        )
    }
    leading: dict[tuple[int, int], list[MovedMessage]] = {}
    for row in known.values():
        leading.setdefault((row.to_id, row.to_number), []).append(row)
    for step in steps:
        old, new = (step.from_id, step.from_number), (step.to_id, step.to_number)
        for row in leading.get(old, ()):
            row.to_id, row.to_number = new
        if own := known.pop(new, None):
            db.session.delete(own)
        if old in known:
            known[old].to_id, known[old].to_number = new
        else:
            db.session.add(MovedMessage(from_id=old[0], from_number=old[1], to_id=new[0], to_number=new[1]))


def _post(item_id: int, number: int) -> Post | None:
    return db.session.scalars(select(Post).where(Post.item_id == item_id, Post.number == number)).first()


def _cut_links(steps: list[Step]) -> set[int]:
    """Links that stand in the texts go first. Answers what the texts cite."""
    cited: set[int] = set()
    for item_id in {step.from_id for step in steps}:
        numbers = [step.from_number for step in steps if step.from_id == item_id]
        here = (Link.from_id == item_id, Link.number.in_(numbers), Link.by_text.is_(True))
        cited.update(db.session.scalars(select(Link.to_id).where(*here)))
        db.session.execute(delete(Link).where(*here))
    return cited


def _tie_again(items: dict[int, Item], steps: list[Step], cited: set[int]) -> None:
    """The links of the texts in their new places, and those of messages that stayed and cite the same."""
    for step in steps if cited else ():
        post = _post(step.to_id, step.to_number)
        source = items[step.to_id].source if step.to_number == 1 else (post.source if post else "")
        if cited.intersection(references_in(source, base_url())):
            tie(items[step.to_id], step.to_number, source, None, fresh=True)
            db.session.flush()
    for item_id in {step.from_id for step in steps}:
        for number in sorted(cited):
            likely = select(Post).where(Post.item_id == item_id, Post.source.contains(str(number))).limit(100)
            for post in db.session.scalars(likely):
                if number in references_in(post.source, base_url()):
                    tie(items[item_id], post.number, post.source, None, fresh=True)
                    db.session.flush()
                    break


def _count(item: Item) -> None:
    """Replies, last activity and last author, from the messages as they are now."""
    public = (Post.item_id == item.id, Post.state == "public")
    item.replies = db.session.scalar(select(func.count()).select_from(Post).where(*public)) or 0
    last = db.session.execute(
        select(Post.created_at, Post.author_id).where(*public).order_by(Post.created_at.desc()).limit(1)
    ).first()
    item.active_at = max(item.created_at, last.created_at) if last else item.created_at
    item.last_author_id = last.author_id if last else None


def follow_too(from_id: int, to_id: int, user_ids: list[int] | None = None) -> list[int]:
    """Those who follow one item (or only these people) follow the other as much, unless they chose already."""
    rows = select(Watch).where(Watch.subject == "item", or_(Watch.subject_id == from_id, Watch.subject_id == to_id))
    watches: dict[int, dict[int, str]] = {from_id: {}, to_id: {}}
    for watch in db.session.scalars(rows):
        watches[watch.subject_id][watch.user_id] = watch.level
    added = []
    for user_id, level in watches[from_id].items():
        if user_id not in watches[to_id] and (user_ids is None or user_id in user_ids):
            db.session.add(Watch(user_id=user_id, subject="item", subject_id=to_id, level=level))
            added.append(user_id)
    return added
