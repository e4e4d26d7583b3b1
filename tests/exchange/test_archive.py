"""A space's discussions leave as the archive of a list, and come back the same."""

import mailbox
import re
from email import message_from_bytes, policy

from sqlalchemy import select

from forum.core.db import db, transaction
from forum.exchange.exporters.cli import export
from forum.exchange.mbox.bringing import run_mbox
from forum.files.commands import attach, store
from forum.items.commands.state import delete
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.people.models import User
from forum.threads.models import Thread
from tests.files import made


def letters(raw, tmp_path):
    path = tmp_path / "read.mbox"
    path.write_bytes(raw)
    box = mailbox.mbox(path, create=False)
    raws = [re.sub(rb"^>(>*From )", rb"\1", bytes(each), flags=re.MULTILINE) for each in box]  # mboxrd
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]


def test_threads_names_and_texts_leave_without_anybody_s_address(world, as_, tmp_path):
    question = world.question(replies=2)
    world.reply(question, by="zoe", source="From Paris, été comme hiver : « oui ».\n\n> cité")
    other = world.question(title="Deuxième\tsujet", space=world.space("occitanie"))
    answer = as_("awa").get("/spaces/bretagne/archive.mbox")
    assert answer.status_code == 200 and "bretagne.mbox" in answer.headers["Content-Disposition"]
    assert b"@example.org" not in answer.data and other.title.encode() not in answer.data
    found = letters(answer.data, tmp_path)
    assert [each["Message-ID"] for each in found] == [f"<item.{question.id}.{n}@127.0.0.1>" for n in (1, 2, 3, 4)]
    assert found[3].get_content() == "From Paris, été comme hiver : « oui ».\n\n> cité\n"
    assert found[3]["From"].startswith("Zoé <zoe@") and found[3]["In-Reply-To"] == found[0]["Message-ID"]
    assert found[1]["Subject"] == f"Re: [Bretagne] {question.title}"
    assert f"/threads/{question.id}-{question.slug}?post=4#post-4" in found[3]["Archived-At"].replace("\n ", "")


def test_what_the_reader_may_not_see_is_not_in_it(world, as_):
    question = world.question(replies=1)
    gone = world.question(source="Une question supprimée.")
    secret = world.private_space("zoe", "awa")
    world.question(space=secret, source="Entre nous.")
    slug, post = secret.slug, db.session.scalars(select(Post).where(Post.item_id == question.id)).one()
    with transaction():
        delete(world.actor("mona"), Message(db.session.get_one(Item, question.id), 2, post))
        delete(world.actor("mona"), Message(gone, 1, gone))
    text = as_("awa").get("/spaces/bretagne/archive.mbox").data
    assert b"supprim" not in text and b"num=C3=A9ro 1" not in text
    assert b"Entre nous." in as_("awa").get(f"/spaces/{slug}/archive.mbox").data
    assert as_("bruno").get(f"/spaces/{slug}/archive.mbox").status_code == 404
    assert as_(None).get("/spaces/bretagne/archive.mbox").status_code == 303
    assert as_("awa").get("/spaces/conversations/archive.mbox").status_code == 404


def test_what_is_attached_is_named_with_its_address(world, as_):
    question = world.question(replies=1)
    with transaction():
        file = store(world.actor("bruno"), "plan du puits.pdf", made.PDF)
        attach(world.actor("bruno"), [file.id], question.id, 2)
    text = as_("awa").get("/spaces/bretagne/archive.mbox").get_data(as_text=True).replace("=\n", "")
    assert f"[plan du puits.pdf] http://127.0.0.1:5000/files/{file.id}/plan%20du%20puits.pdf" in text


def test_a_year_alone(world, as_):
    world.question()
    assert as_("awa").get("/spaces/bretagne/archive.mbox?year=1999").data == b""


def test_it_comes_back_the_same(app, world, tmp_path):
    question = world.question(replies=3, source="Bonjour,\n\nFrom Brest, une **pompe**.")
    title, source = question.title, question.source
    path = tmp_path / "out.mbox"
    said = app.test_cli_runner().invoke(export, ["threads", "--space", "bretagne", "-o", str(path)])
    assert said.exit_code == 0, said.output
    report = run_mbox(path, world.space("occitanie"))
    assert (report.made, report.messages, report.refused) == (1, 4, [])
    again = db.session.scalars(select(Thread).where(Thread.space_id == world.space("occitanie").id)).one()
    assert (again.title, again.source) == (title, source)
    posts = db.session.execute(
        select(Post.source, User.name).join(User, User.id == Post.author_id).where(Post.item_id == again.id)
    ).all()
    assert [row[0] for row in posts] == [f"Réponse numéro {n} de Bruno." for n in (1, 2, 3)]
    assert {row[1] for row in posts} == {"Bruno"}


def test_it_costs_two_queries_for_a_hundred_discussions(world, as_, queries):
    world.question(replies=1)
    costs = []
    for more in (0, 30):
        for _each in range(more):
            world.question(replies=1)
        queries.clear()
        as_("awa").get("/spaces/bretagne/archive.mbox")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_page_of_a_space_tells_members_its_address_and_its_archive(world, as_):
    for who, is_told in (("awa", True), (None, False)):
        html = as_(who).get("/spaces/bretagne").get_data(as_text=True)
        assert ("mailto:space+bretagne@" in html) is is_told, who
        assert ("/spaces/bretagne/archive.mbox" in html) is is_told, who
