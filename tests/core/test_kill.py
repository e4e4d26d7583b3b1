"""kill -9 in the middle of everything: what was acknowledged is kept, found and told, and nothing is there twice."""

import contextlib
import http.client
import json
import os
import random
import re
import signal
import sqlite3
import string
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from forum.app import create_app
from forum.core.db import db, transaction
from forum.core.permissions import Actor
from forum.people.commands import create_token
from forum.people.models import User
from forum.spaces import actors
from forum.spaces.models import Space
from forum.spaces.prepare import prepare
from forum.threads.commands import ask
from tests.conftest import settings_for

KILLS = 20
WRITERS = 3
LATE = 8.0  # seconds after which something that was acknowledged must be found and told


@dataclass
class Stream:
    """What was sent. `kept`: word → number of the message, once the server said 201."""

    token: str
    item_id: int
    kept: dict[str, int] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)  # word → key: sent, and no answer came


@pytest.fixture
def stream(tmp_path) -> Stream:
    """A new installation with two people and one question."""
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        prepare()
        with transaction():
            for handle in ("awa", "bruno"):
                db.session.add(User(handle=handle, name=handle.title(), state="active", trust=1))
            db.session.flush()
            people = {user.handle: user for user in db.session.query(User)}
            token = create_token(people["bruno"], ("read", "write"))
            awa = actors.of_user(people["awa"].id) or Actor(None)
            space = db.session.query(Space).filter_by(slug="bretagne").one()
            item_id = ask(awa, space, title="Que reste-t-il après une panne ?", source="On verra bien.").id
        db.session.remove()
        db.engine.dispose()
    return Stream(token, item_id)


@contextlib.contextmanager
def served(folder: Path):
    """`forum serve` on this folder, ready; all of its processes are killed at the end, whatever happens."""
    environment = {**os.environ, "FORUM_DATA_DIR": str(folder), "FORUM_SECRET_KEY": "test", "FORUM_DATABASE_URL": ""}
    command = [sys.executable, "-m", "forum", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert server.stdout is not None
        port = int(re.search(r":(\d+)\s*$", server.stdout.readline())[1])
        _until(lambda: _ask(port, "GET", "/health")[0] == 200, 20)
        yield port
    finally:
        _kill(server)


def _kill(server: subprocess.Popen) -> None:
    """-9 to the whole tree: web processes and worker too, which live in sessions of their own."""
    parent = psutil.Process(server.pid)
    for process in (parent, *parent.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()


def _ask(port: int, method: str, path: str, body: dict | None = None, **headers: str) -> tuple[int, dict]:
    """One request; (0, {}) when nobody answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        given = json.dumps(body) if body is not None else None
        connection.request(method, path, given, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def _until(happens, seconds: float, what: str = "ready") -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, f"not {what} within {seconds} s"
        time.sleep(0.05)


def _send(stream: Stream, port: int, word: str, key: str) -> bool:
    """One reply with a word of its own. It is kept only when the server says so."""
    stream.unsure[word] = key
    status, answer = _ask(
        port, "POST", f"/api/v1/items/{stream.item_id}/posts", {"body": f"Il reste le mot {word}."},
        **{"Authorization": f"Bearer {stream.token}", "Idempotency-Key": key},
    )  # fmt: skip
    if status == 0:
        return False
    assert status == 201, (status, answer)
    stream.kept[word] = answer["number"]
    del stream.unsure[word]
    return True


def _write(stream: Stream, port: int) -> None:
    """One after the other until nobody answers."""
    chance = random.Random(os.urandom(8))
    while _send(stream, port, "".join(chance.choices(string.ascii_lowercase, k=14)), f"key-{chance.random()}"):
        time.sleep(0.02)


def _send_again(stream: Stream, port: int) -> None:
    """What got no answer is sent again under its key, as a careful program does."""
    for word, key in list(stream.unsure.items()):
        assert _send(stream, port, word, key)


def _numbers(folder: Path, sql: str) -> list:
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'palabre.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()


def _words_kept(folder: Path) -> list[tuple[str, int]]:
    rows = _numbers(folder, "SELECT source, number FROM posts ORDER BY number")
    return [(source.removeprefix("Il reste le mot ").removesuffix("."), number) for source, number in rows]


def _found(port: int, word: str) -> bool:
    status, answer = _ask(port, "GET", f"/api/v1/search?q={word}")
    return status == 200 and any(word in re.sub("<[^>]+>", "", row["excerpt"]) for row in answer["results"])


def _told(folder: Path) -> set[int]:
    rows = "SELECT number FROM notifications WHERE name = 'post.published' AND reason = 'author'"
    return {number for (number,) in _numbers(folder, rows)}


def test_twenty_kills_lose_nothing_that_was_acknowledged(stream, tmp_path):
    chance = random.Random(2026)
    for _each in range(KILLS):
        with served(tmp_path) as port:
            _send_again(stream, port)
            writers = [threading.Thread(target=_write, args=(stream, port)) for _each in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(chance.uniform(0.05, 0.45))
        for writer in writers:
            writer.join()
        kept = dict(_words_kept(tmp_path))
        assert stream.kept.items() <= kept.items(), "acknowledged, then lost"
    with served(tmp_path) as port:
        _send_again(stream, port)
        rows = _words_kept(tmp_path)
        assert len(rows) == len(dict(rows)) == len(stream.kept) > KILLS * 2, "each word once, though sent twice"
        numbers = set(stream.kept.values())
        _until(lambda: _told(tmp_path) == numbers, LATE, "told")
        _until(lambda: _found(port, rows[-1][0]), LATE, "found")
        assert [word for word in stream.kept if not _found(port, word)] == [], "kept, but not found"
    told = "SELECT COUNT(*) FROM notifications WHERE name = 'post.published'"
    assert _numbers(tmp_path, told) == [(len(stream.kept),)], "told once each"
    assert _numbers(tmp_path, "SELECT COUNT(*) FROM event_failures") == [(0,)]
    counted = "SELECT SUM(count) FROM daily_counts WHERE name = 'post.published'"
    assert _numbers(tmp_path, counted) == [(len(stream.kept),)], "counted once each"
