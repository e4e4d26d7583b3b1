"""The index agrees with the tables, comes back when it was lost, and answers while it is made again."""

import shutil

import psycopg
import pytest

from forum.core.db import db
from forum.search import cli
from forum.search import engine as opened
from forum.search.engine import engine
from forum.search.rebuilding import rebuild, rebuild_if_missing


def _total(browser, words: str) -> int:
    return browser.get("/api/v1/search", query_string={"q": words}).json["total"]


def _check(app) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(cli.check)
    return found.exit_code, found.output


def test_check_proves_that_index_and_tables_agree(app, world, indexed):
    world.question(title="Une margelle")
    code, said = _check(app)
    assert (code, "1 missing" in said) == (1, True), said
    indexed()
    assert _check(app)[0] == 0
    engine().remove(engine().item_ids())
    assert _check(app)[0] == 1
    rebuild()
    assert _check(app)[0] == 0


@pytest.mark.parametrize("harm", ["lost", "emptied"])
def test_an_index_that_was_lost_comes_back(world, as_, indexed, harm):
    world.question(title="Une margelle")
    indexed()
    if harm == "emptied":
        engine().clear()
    else:
        _lose()
    rebuild_if_missing()
    assert _total(as_(None), "margelle") == 1


def _lose() -> None:
    place = next(iter(opened._open))
    opened.close()
    if str(place).startswith("postgresql"):
        with psycopg.connect(str(place).replace("+psycopg", "")) as connection:
            connection.execute("DROP TABLE index_postings, index_state")
    else:
        shutil.rmtree(place)


def test_a_folder_or_tables_that_vanish_while_serving_come_back(world, as_, indexed):
    world.question(title="Une margelle")
    indexed()
    browser = as_(None)
    assert _total(browser, "margelle") == 1
    place = next(iter(opened._open))
    if str(place).startswith("postgresql"):
        with psycopg.connect(str(place).replace("+psycopg", "")) as connection:
            connection.execute("DROP TABLE index_postings, index_state")
    else:
        shutil.rmtree(place)
        engine().reader = None
    rebuild_if_missing()
    assert _total(browser, "margelle") == 1


def test_rebuilding_answers_meanwhile_and_forgets_what_is_gone(world, as_, indexed, monkeypatch):
    from forum.search import rebuilding

    for number in range(3):
        world.question(title=f"Une margelle {number}")
    indexed()
    engine().put([_stranger()])
    browser, seen = as_(None), []
    monkeypatch.setattr(rebuilding, "CHUNK", 1)
    put = engine().put

    def watched(passages):
        put(passages)
        seen.append(len(browser.get("/api/v1/search?q=margelle").json["results"]))

    monkeypatch.setattr(engine(), "put", watched)
    rebuild()
    assert seen == [3, 3, 3]
    assert set(engine().item_ids()) == set(rebuilding.published())
    db.session.rollback()


def _stranger():
    from forum.index.engine import Passage

    return Passage(item_id=999_999, title="Nulle part")
