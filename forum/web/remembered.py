"""Parts of pages that were made before, for readers of whom the part knows the same.

A part is made from values that are given to it (`facts`), and from what it asks of its reader. What it asks is noted
while it is made, with the answers: whoever would answer the same is given the same part, and nobody else. What changes
with every page (the token of forms, a new key) is filled in anew. A part that asked the database is not kept, for
nothing here would tell that the answer changed. Dates are said anew after a minute.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask, current_app, g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import ColumnElement, event, literal
from sqlalchemy.engine import Engine
from sqlalchemy.exc import StatementError

from forum.core.permissions import Actor
from forum.web.actor import actor
from forum.web.locale import locale, timezone

SECONDS = 60
TOKENS = 5000  # 150 bytes each
LARGEST = 8 * 1024 * 1024  # bytes kept by one process: a hundred pages of twenty messages
HOLE = re.compile("\x00(\\w+)\x00")
Question = tuple[str, tuple[Any, ...] | None]
_asked = threading.local()
_fillers: dict[str, Callable[[], str]] = {}


class OwnNumber:
    """The number of a reader, which notes what it is compared with. What cannot be noted (a sum) fails."""

    def __init__(self, reader: "Reader", number: int) -> None:
        self._reader, self._number = reader, number

    def __eq__(self, other: object) -> bool:
        return bool(self._reader.note("is", (other,)))

    def __hash__(self) -> int:
        return hash(self._all())

    def __index__(self) -> int:
        return self._all()

    def __str__(self) -> str:
        return str(self._all())

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(self._all(), spec)

    def __clause_element__(self) -> ColumnElement[int]:
        """In a statement (after which nothing is kept)."""
        return literal(self._all())

    def __conform__(self, _protocol: object) -> int:
        """Among the values of a statement, to SQLite."""
        return self._all()

    def _all(self) -> int:
        self._reader.note("id")
        return self._number


class Reader:
    """Stands in for an actor while a part is made, and notes each question with its answer."""

    def __init__(self, who: Actor) -> None:
        self._who = who
        self.questions: dict[Question, Any] = {}

    def note(self, name: str, about: tuple[Any, ...] | None = None) -> Any:
        """The answer to a question, noted."""
        found = self.questions[name, about] = _answer(self._who, (name, about))
        return found

    def __getattr__(self, name: str) -> Any:
        if name == "id":
            self.note("is", (None,))
            return None if self._who.id is None else OwnNumber(self, self._who.id)
        if callable(getattr(self._who, name)):
            return lambda *about: self.note(name, about)
        return self.note(name)


def _answer(who: Actor, question: Question) -> Any:
    name, about = question
    if name == "is" and about:
        return who.id == about[0]
    found = getattr(who, name)
    return found if about is None else found(*about)


class Memory:
    """The parts of one process; those that were not asked for longest leave."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[Hashable, Hashable], tuple[float, list[bytes]]] = OrderedDict()
        self.questions: dict[Hashable, tuple[Question, ...]] = {}
        self.size = 0
        self.guard = threading.Lock()

    def find(self, base: Hashable, who: Actor) -> list[bytes] | None:
        """The part with these facts for a reader who answers so."""
        questions = self.questions.get(base)
        if questions is None:
            return None
        key = (base, tuple([_answer(who, each) for each in questions]))
        with self.guard:
            found = self.kept.get(key)
            if found is None or found[0] < time.monotonic():
                return None
            self.kept.move_to_end(key)
        return found[1]

    def put(self, base: Hashable, who: Actor, asked: dict[Question, Any], parts: list[bytes]) -> None:
        """Keep a part by all that parts with these facts ever asked."""
        with self.guard:
            questions = self.questions[base] = tuple({**dict.fromkeys(self.questions.get(base, ())), **asked})
            key = (base, tuple([_answer(who, each) for each in questions]))
            self._let_go(self.kept.pop(key, None))
            self.kept[key] = time.monotonic() + SECONDS, parts
            self.size += sum(map(len, parts))
            while self.size > LARGEST:
                gone, old = self.kept.popitem(last=False)
                self.questions.pop(gone[0], None)  # others with these facts are made again
                self._let_go(old)

    def clear(self) -> None:
        """Keep nothing."""
        with self.guard:
            self.kept.clear()
            self.questions.clear()
            self.size = 0

    def _let_go(self, old: tuple[float, list[bytes]] | None) -> None:
        self.size -= sum(map(len, old[1])) if old else 0


def remembered(name: str, facts: Hashable, make: Callable[[], str]) -> Markup:
    """What `make` answers, made before or now. `facts`: everything that it uses beside its reader and language."""
    who = actor()
    memory: Memory = current_app.extensions["remembered"]
    if not isinstance(who, Actor) or current_app.debug:  # inside another part; while templates are written
        return Markup(make())
    # Facts are long (whole messages): their hash of 64 bits, with a secret of the process, stands for them.
    base = (name, hash(facts), locale(), timezone())
    parts = memory.find(base, who)
    if parts is None:
        parts = _made(memory, base, who, make)
    return Markup(_filled(parts))


def _made(memory: Memory, base: Hashable, who: Actor, make: Callable[[], str]) -> list[bytes]:
    before = statements()
    g.actor = reader = Reader(who)
    try:
        made = make()
    except (TypeError, StatementError):  # it does more with the reader's number than to compare it
        g.actor = who
        return [make().encode()]
    finally:
        g.actor = who
    # As bytes they weigh half: a single sign beyond Latin-1 makes a text of Python twice as heavy.
    parts, token = [part.encode() for part in HOLE.split(made)], g.get("csrf_token")
    if statements() == before and not (token and token in made):  # one that came in beside the holes is a reader's own
        memory.put(base, who, reader.questions, parts)
    return parts


def _filled(parts: list[bytes]) -> str:
    signed: bytes | None = None
    filled = list(parts)
    for place in range(1, len(parts), 2):  # the holes, between the texts
        if parts[place] == b"csrf":
            signed = filled[place] = signed or _token().encode()
        else:
            filled[place] = _fillers[parts[place].decode()]().encode()
    return b"".join(filled).decode()


def anew(name: str, make: Callable[[], str]) -> Callable[[], str]:
    """For templates: what `make` answers, and in remembered parts a place that is filled at each reading."""
    _fillers[name] = make

    def said() -> str:
        return Markup(f"\x00{name}\x00") if isinstance(g.get("actor"), Reader) else make()

    return said


_signed: dict[tuple[Any, str], str] = {}


def _token() -> str:
    """Flask-WTF's, signed once a session: it lasts as long as that (WTF_CSRF_TIME_LIMIT)."""
    field = current_app.config["WTF_CSRF_FIELD_NAME"]
    key = (current_app.secret_key, session.get(field, ""))
    if key in _signed:
        setattr(g, field, _signed[key])  # where Flask-WTF looks first
        return _signed[key]
    made: str = generate_csrf()
    if len(_signed) > TOKENS:
        _signed.clear()
    _signed[current_app.secret_key, session[field]] = made
    return made


token = anew("csrf", _token)


def statements() -> int:
    """How many this thread has sent to a database."""
    return getattr(_asked, "count", 0)


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_of: Any) -> None:
    _asked.count = statements() + 1


def setup(app: Flask) -> None:
    """After security, whose token it lays into forms."""
    app.extensions["remembered"] = Memory()
    app.jinja_env.globals["csrf_token"] = token

    @app.context_processor
    def _ours() -> dict[str, Callable[[], str]]:
        return {"csrf_token": token}  # Flask-WTF gives its own by this way too
