"""When the queue is long: kept pages for visitors, then a page that asks them to come back; nobody who writes is lost."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.items.models.post import Post
from forum.web import busy


@pytest.fixture
def queue():
    """`queue(800)`: a request waits so many milliseconds now."""
    yield busy.say
    busy.say(0)


def test_visitors_get_what_is_kept_then_a_page_in_their_language(world, as_, queue, queries):
    question, other = world.question(replies=1), world.question()
    address = f"/threads/{question.id}-{question.slug}"
    elsewhere = f"/threads/{other.id}-{other.slug}"
    for _time in range(2):
        kept = as_(None).get(address)
    as_(None).get(f"/items/{question.id}/stamp?is=1")
    queue(1500)
    queries.clear()
    assert as_(None).get(address).data == kept.data
    full = as_(None).get(elsewhere)
    assert (full.status_code, full.headers["Retry-After"]) == (503, "10")
    assert "quelques secondes" in full.text and 'lang="fr"' in full.text
    assert "a few seconds" in as_(None).get(elsewhere, headers={"Accept-Language": "en"}).text
    assert queries == [], "nothing was asked of the database"
    queue(0)
    assert as_(None).get(elsewhere).status_code == 200


def test_a_queue_that_is_only_long_sends_nobody_away(world, as_, queue):
    question = world.question()
    queue(500)
    assert as_(None).get(f"/threads/{question.id}-{question.slug}").status_code == 200
    rest = as_("awa").get(f"/items/{question.id}/stamp?is=1")
    assert (rest.status_code, rest.headers["Retry-After"]) == (204, "10")


def test_whoever_stays_signed_in_is_no_visitor_though_their_session_ended(world, as_, queue):
    question = world.question()
    queue(60_000)
    absent = as_(None)
    absent.set_cookie("palabre_remember", "anything")
    assert absent.get(f"/threads/{question.id}-{question.slug}").status_code == 200


def test_members_and_writing_go_on(world, as_, queue):
    question = world.question()
    queue(60_000)
    assert as_("awa").get(f"/threads/{question.id}-{question.slug}").status_code == 200
    assert as_("awa").post(f"/items/{question.id}/posts", data={"source": "Toujours là."}).status_code in (200, 303)
    assert db.session.scalar(select(func.count()).select_from(Post).where(Post.item_id == question.id)) == 1
    assert as_(None).get("/login").status_code == 503
    assert as_(None).get("/metrics").status_code == 503
    assert as_(None).get("/health").status_code == 200


def _loaded(port: int, seconds: float, seen: list[int]) -> None:
    """A visitor who goes on asking, each time for what nobody keeps."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        try:
            door = HTTPConnection("127.0.0.1", port, timeout=30)
            door.request("GET", f"/threads/?n={threading.get_ident()}-{number}")
            seen.append(door.getresponse().status)
        except OSError:
            seen.append(0)


def test_a_real_server_under_load_answers_and_loses_no_message(tmp_path, demonstration):
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "FORUM_DATA_DIR": str(tmp_path), "FORUM_BUSY": "20,60"}
    forum = [sys.executable, "-m", "forum"]
    server = subprocess.Popen(
        [*forum, "serve", "--demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                door = HTTPConnection("127.0.0.1", port, timeout=5)
                door.request("GET", "/health")
                if door.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.3)
        token = subprocess.run(
            [*forum, "token", "create", "--user", "awa", "--scope", "read,write"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[-1]
        seen: list[int] = []
        crowd = [threading.Thread(target=_loaded, args=(port, 9, seen)) for _each in range(80)]
        for one in crowd:
            one.start()
        taken = 0
        for number in range(20):
            door = HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            door.request(
                "POST", "/api/v1/items/1/posts", json.dumps({"body": f"Message {number} dans la foule."}), headers
            )
            taken += door.getresponse().status == 201
        for one in crowd:
            one.join()
        assert taken == 20
        assert 503 in seen, "visitors were asked to come back"
        assert set(seen) <= {200, 429, 503}, "nobody met an error"
        with sqlite3.connect(tmp_path / "palabre.sqlite3") as database:
            (there,) = database.execute(
                "SELECT count(*) FROM posts WHERE source LIKE 'Message % dans la foule.'"
            ).fetchone()
        assert there == 20
    finally:
        server.terminate()
        server.wait(20)
