"""The discussions of a space as the archive of a list: what mail programs open and `forum import mbox` takes back.

Messages bear the names that they have in everybody's mailbox, so a list that goes on elsewhere keeps its threads.
Nobody's address is in it: each person has one that leads nowhere (RFC 2606).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr

from sqlalchemy import Row, Select, extract, literal, null, select, union_all

from forum.core import addresses
from forum.core.db import db
from forum.core.letters import installation
from forum.core.permissions import Actor
from forum.files.queries import packed, unpacked
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import visible_to
from forum.people.models import User
from forum.spaces.models import Space

AT_ONCE = 100  # discussions of one query
FROM = re.compile(rb"^(>*From )", re.MULTILINE)  # mboxrd: a line of a text that would begin a message
POLICY = EmailPolicy(linesep="\n", max_line_length=900)


def archive_of(space: Space, actor: Actor, year: int | None = None) -> Iterator[bytes]:
    """Message by message, oldest discussion first: what the actor may read. `year`: discussions begun in it.

    Two queries for a hundred discussions.
    """
    chosen = select(Item.id).where(Item.space_id == space.id, Item.kind == "thread", Item.state == "public")
    if year:
        chosen = chosen.where(extract("year", Item.created_at) == year)
    after = 0
    while True:
        page = chosen.where(visible_to(actor), Item.id > after).order_by(Item.id).limit(AT_ONCE)
        ids = list(db.session.scalars(page))
        if not ids:
            return
        for row in db.session.execute(_messages(ids).execution_options(yield_per=500)):
            yield _written(row, space)
        after = ids[-1]


def _messages(ids: list[int]) -> Select:
    firsts = (
        select(Item.id.label("item_id"), literal(1).label("number"), null().label("reply_to"), Item.author_id,
               Item.source, Item.created_at, Item.title, Item.slug, Item.kind, packed(Item.id, 1).label("files"))
        .where(Item.id.in_(ids))
    )  # fmt: skip
    replies = (
        select(Post.item_id, Post.number, Post.reply_to, Post.author_id, Post.source, Post.created_at,
               Item.title, Item.slug, Item.kind, packed(Post.item_id, Post.number))
        .join(Item, Item.id == Post.item_id)
        .where(Post.item_id.in_(ids), Post.state == "public")
    )  # fmt: skip
    all_ = union_all(firsts, replies).subquery()
    return select(all_, User.name, User.handle).join(User, User.id == all_.c.author_id).order_by(all_.c.item_id, all_.c.number)  # fmt: skip


def _written(row: Row, space: Space) -> bytes:
    host, base = addresses.host(), installation().base_url
    sender, sent = f"{row.handle}@{host}.invalid", _moment(row.created_at)
    letter = EmailMessage(policy=POLICY)
    letter["From"] = formataddr((_line(row.name), sender))
    letter["To"] = addresses.space_address(space.slug)
    letter["Date"] = format_datetime(sent)
    letter["Subject"] = f"{'Re: ' if row.number > 1 else ''}[{_line(space.name)}] {_line(row.title)}"
    letter["Message-ID"] = addresses.message_id(row.item_id, row.number)
    if row.number > 1:
        first, answered = (addresses.message_id(row.item_id, number) for number in (1, row.reply_to or 1))
        letter["In-Reply-To"] = answered
        letter["References"] = " ".join(dict.fromkeys((first, answered)))
    letter["List-Id"] = addresses.list_id(space.slug)
    letter["Archived-At"] = f"<{base}{path_of(row.kind, row.item_id, row.slug, row.number)}>"
    files = "".join(f"\n[{_line(file.name)}] {base}{file.url}" for file in unpacked(row.files))
    letter.set_content(row.source + (f"\n{files}" if files else "") + "\n", cte="quoted-printable")
    head = f"From {sender} {sent:%a %b %d %H:%M:%S %Y}\n".encode()
    return head + FROM.sub(rb">\1", letter.as_bytes().rstrip(b"\n")) + b"\n\n"


def _moment(value: datetime) -> datetime:
    return value.replace(microsecond=0)


def _line(text: str) -> str:
    """On one line: what was typed never makes a header."""
    return " ".join(text.split())
