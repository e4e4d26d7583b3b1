"""What the command line takes out, it takes in again."""

import json
import zipfile

import pytest
from sqlalchemy import select

from forum.cli import main
from forum.core.db import db, transaction
from forum.documents.models import Document
from forum.exchange.exporters.cli import export
from forum.exchange.importers.run import run
from forum.items.commands.state import delete
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.threads.commands import accept_answer
from forum.threads.models import Acceptance, Thread
from tests.documents.made import document
from tests.guides.made import guide


@pytest.fixture
def forum(app, tmp_path):
    """`forum("documents", "--space", …)` runs `forum export …` and answers the file."""

    def command(*words, name="out"):
        target = tmp_path / name
        answer = app.test_cli_runner().invoke(export, [*words, "-o", str(target)])
        assert answer.exit_code == 0, answer.output
        return target

    return command


def test_export_stands_on_the_command_line():
    assert set(main.commands["export"].commands) >= {"documents", "guide", "space"}


def test_lines_that_go_out_come_in_again(world, forum):
    sheet = document(world, title="Une fiche entière", tags=["puits"], sources=["pseau.test"], standing="verified")
    question = world.question(replies=2)
    with transaction():
        post = db.session.scalars(select(Post).where(Post.item_id == question.id, Post.number == 2)).one()
        accept_answer(world.actor("awa"), question, post)
    hidden = document(world, title="Une fiche supprimée")
    sheet_id, text, title = sheet.id, sheet.source, question.title
    with transaction():
        delete(world.actor("ada"), Message(hidden, 1, hidden))
    for what in ("documents", "threads"):
        if what == "documents":
            path = forum(what, "--space", "bretagne", "--format", "jsonl")
        else:
            everything = forum("space", "bretagne", "--format", "jsonl", name="all")
            rows = [json.loads(line) for line in everything.read_text().splitlines()]
            path = everything.with_name("threads.jsonl")
            path.write_text("\n".join(json.dumps(row) for row in rows if row["kind"] == "thread"))
        assert "supprimée" not in path.read_text()
        report = run(path, what, world.space("occitanie"))
        assert (report.made, report.refused) == (1, [])
    copy = db.session.scalars(
        select(Document).where(Document.title == "Une fiche entière", Document.id != sheet_id)
    ).one()
    assert (copy.source, copy.standing, copy.sources) == (text, "verified", ["pseau.test"])
    thread = db.session.scalars(select(Thread).where(Item.space_id == world.space("occitanie").id)).one()
    assert (thread.title, thread.replies) == (title, 2)
    assert db.session.get(Acceptance, thread.id).number == 2


def test_a_space_goes_out_whole(world, forum):
    guide(world, 2, title="Le guide du large")
    with zipfile.ZipFile(forum("space", "bretagne")) as archive:
        names = archive.namelist()
    assert {"bretagne/threads.jsonl", "bretagne/documents.jsonl", "bretagne/resources.jsonl"} <= set(names)
    assert any(name.startswith("bretagne/guides/le-guide-du-large/") for name in names)


def test_documents_as_a_folder_and_a_guide_as_a_pdf(world, forum):
    found, _made = guide(world, 2)
    assert len(list(forum("documents", "--space", "bretagne", "--format", "md", name="folder").glob("*.md"))) == 2
    assert forum("guide", str(found.id), "--format", "pdf", name="g.pdf").read_bytes()[:5] == b"%PDF-"
