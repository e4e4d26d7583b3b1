"""Keeping a file, tying it to a message, taking it away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, or_, select, text, update

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Invalid, NotSignedIn, TooMany
from forum.core.i18n import _
from forum.core.permissions import Actor, can, require
from forum.files import judging, pictures
from forum.files.kinds import KINDS, MOST, PER_DAY, SIZES, named
from forum.files.models import File
from forum.files.queries import sent_today
from forum.files.storage import storage

WAIT = timedelta(days=2)  # a file that nobody sends is forgotten


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was checked and, if a picture, made again: no database was asked yet."""

    name: str
    media_type: str
    digest: str
    contents: Mapping[str, bytes]
    size: int
    width: int | None
    height: int | None


def prepare(filename: str, data: bytes) -> Prepared:
    """Judge by content, make pictures again. Raises Invalid with a sentence. Takes up to two seconds."""
    media_type = judging.judge(filename, data)
    width = height = None
    copies: dict[int, bytes] = {}
    if media_type.startswith("image/"):
        picture = pictures.remade(data, media_type)
        data, media_type, width, height = picture.content, picture.media_type, picture.width, picture.height
        copies = picture.copies
    digest = sha256(data).hexdigest()
    contents = {digest: data, **{f"{digest}.{size}": copy for size, copy in copies.items()}}
    name = named(filename, KINDS[media_type].extension)
    return Prepared(name, media_type, digest, contents, len(data), width, height)


def store(
    actor: Actor, filename: str, data: bytes, *, place: str = "", alt: str = "", owner_id: int | None = None
) -> File:
    """Check a file, make pictures again, keep it for its owner until it is attached or forgotten.

    Call it outside of a transaction where you can: the work of up to two seconds then holds no lock.
    `owner_id`: imports and mail only. Raises Invalid (what is wrong, what is taken), TooMany (today's share is spent).
    """
    owner = owner_id or actor.id
    if owner is None:
        raise NotSignedIn(_("Sign in to do this."))
    made = prepare(filename, data)
    count, size = sent_today(owner)
    if actor.id is not None and (count >= PER_DAY[0] or size + made.size > PER_DAY[1]):
        raise TooMany(_("You have sent a great many files today. Send the others tomorrow, or put a link to them."))
    for key, content in made.contents.items():  # before the transaction: disks are slow
        storage().put(key, content)
    with transaction():
        _hold(made.digest)
        for key, content in made.contents.items():  # erased in between? See `forget`.
            storage().put(key, content)
        file = File(
            sha256=made.digest, name=made.name, media_type=made.media_type, size=made.size, width=made.width,
            height=made.height, alt=_one_line(alt), owner_id=owner, place=place[:120], state="kept",
        )  # fmt: skip
        db.session.add(file)
        db.session.flush()
    return file


def attach(actor: Actor, file_ids: Collection[int], item_id: int, number: int) -> None:
    """Tie files to a message. Those that are tied to it already stay. The caller checked the right to write it.

    Raises Invalid for a file that is somebody else's or was sent elsewhere, and beyond ten.
    """
    wanted = list(dict.fromkeys(file_ids))
    if not wanted:
        return
    here = select(File.id).where(File.item_id == item_id, File.number == number, File.state == "kept")
    known = set(db.session.scalars(here))
    if len(known | set(wanted)) > MOST:
        raise _wrong(_("Ten files a message at most: send the others in a second message."))
    is_system = actor.id is None and actor.is_admin
    fresh = [each for each in wanted if each not in known]
    files = {file.id: file for file in db.session.scalars(select(File).where(File.id.in_(fresh)).with_for_update())}
    for file_id in fresh:
        file = files.get(file_id)
        free = file is not None and file.item_id is None and file.state == "kept"
        if file is None or not free or not (is_system or can(actor, "attach", file)):
            raise _wrong(_("One of these files was sent already or is no longer there: attach it again."))
        file.item_id, file.number, file.place = item_id, number, ""


def keep_only(file_ids: Collection[int], item_id: int, number: int) -> bool:
    """Take away what is attached to a message and not among these. The caller checked the right to edit it."""
    others = (File.item_id == item_id, File.number == number, File.state == "kept", File.id.not_in(list(file_ids)))
    files = db.session.scalars(select(File).where(*others)).all()
    for file in files:
        file.state = "gone"
    return bool(files)


def take_away(actor: Actor, file: File) -> None:
    """Let go of a file that was not sent."""
    require(actor, "take away", file)
    file.state = "gone"


def discard(actor: Actor, file_ids: Collection[int]) -> None:
    """Let go of those that are one's own and were not sent."""
    own = (File.owner_id == actor.id, File.item_id.is_(None), File.id.in_(list(file_ids)))
    db.session.execute(update(File).where(*own).values(state="gone"))


def describe(alts: Mapping[int, str], *, owner_id: int | None = None, item_id: int = 0, number: int = 0) -> bool:
    """Say what pictures show, among one's own that wait and those of a message whose editing was checked."""
    if not alts:
        return False
    waiting = (File.owner_id == owner_id) & File.item_id.is_(None)
    here = (File.item_id == item_id) & (File.number == number)
    files = db.session.scalars(select(File).where(File.id.in_(list(alts)), or_(waiting, here))).all()
    changed = [file for file in files if file.alt != _one_line(alts[file.id])]
    for file in changed:
        file.alt = _one_line(alts[file.id])
    return bool(changed)


def follow(item_id: int, number: int, to_item_id: int, to_number: int) -> None:
    """A message goes elsewhere (a thread is cut or joined): its files go with it."""
    moved = update(File).where(File.item_id == item_id, File.number == number)
    db.session.execute(moved.values(item_id=to_item_id, number=to_number))


def forget(limit: int = 100) -> int:
    """Erase what was taken away, and what waits for longer than two days. Answers how many: 0 when all is clean.

    A transaction each. Whoever stores the same content waits for it, so none that is needed is erased.
    """
    orphan = (File.state == "kept") & File.item_id.is_(None) & (File.created_at < clock.now() - WAIT)
    with transaction():
        db.session.execute(update(File).where(orphan).values(state="gone"))
    gone = db.session.execute(select(File.id, File.sha256).where(File.state == "gone").limit(limit)).all()
    for file_id, digest in gone:
        with transaction():
            _hold(digest)
            needed = select(File.id).where(File.sha256 == digest, File.state == "kept").limit(1)
            if db.session.scalar(needed) is None:
                for key in (digest, *(f"{digest}.{size}" for size in SIZES)):
                    storage().remove(key)
            # SQLite gives the number of a row that went to the next one: only what is gone may be erased.
            db.session.execute(delete(File).where(File.id == file_id, File.state == "gone"))
    return len(gone)


def _hold(digest: str) -> None:
    """One at a time for the same content (SQLite has one writer)."""
    if db.session.get_bind().dialect.name != "sqlite":
        key = int(digest[:15], 16)
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _one_line(words: str) -> str:
    return " ".join("".join(sign for sign in words if sign.isprintable() or sign.isspace()).split())[:300]


def _wrong(message: str) -> Invalid:
    return Invalid(message, {"files": message})
