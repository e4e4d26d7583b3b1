"""A mailing list's year becomes discussions: once, with its dates and people, and nobody is written to."""

import json
import re

import pytest
from sqlalchemy import func, select

from forum.core import mail
from forum.core.db import db
from forum.core.events import Event
from forum.exchange.mbox.bringing import run_mbox
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import User
from forum.threads.models import Thread
from tests.exchange.archive import BEGAN, a_year, message


@pytest.fixture
def bring(world, tmp_path):
    """`bring(bytes)`: writes the archive and imports it into Bretagne."""

    def import_(raw, **options):
        path = tmp_path / "list.mbox"
        path.write_bytes(raw)
        return run_mbox(path, world.space(), **options)

    return import_


def texts(thread):
    rows = select(Post).where(Post.item_id == thread.id).order_by(Post.number)
    return [post.source for post in db.session.scalars(rows)]


def test_a_year_of_three_hundred_messages(bring, world):
    from forum.core.db import transaction
    from forum.items.commands.watch import watch

    with transaction():
        watch(world.actor("mona"), "space", world.space().id, "all")
    raw, count = a_year(80)
    report = bring(raw)
    assert count >= 300
    assert (report.made, report.messages, report.refused) == (80, count, [])
    threads = db.session.scalars(select(Thread).order_by(Thread.created_at)).all()
    assert threads[1].title == "Été solaire : qui vient ? (1)"
    assert threads[3].title == "Appel à projets « eau » 3 (3)"
    assert threads[1].source == "Bonjour à tous,\n\nQui peut nous aider, été comme hiver ? Numéro 1."
    assert texts(threads[1]) == [
        "Réponse une de 1 : déjà prêt.",
        "Réponse deux de 1.\n\nFrom ici on voit la mer.",
        "Réponse trois de 1.",
    ]
    assert all(thread.replies == 3 for thread in threads)
    posts = db.session.scalars(select(Post).where(Post.item_id == threads[0].id).order_by(Post.number)).all()
    assert [(post.created_at - BEGAN).days for post in posts] == [0, 2, 21]
    assert [post.reply_to for post in posts] == [None, None, 2]
    assert threads[0].created_at == BEGAN
    world.follow()
    assert db.session.scalar(select(func.count(mail.Mail.id))) == 0
    assert all(
        each.data.get("imported") for each in db.session.scalars(select(Event).where(Event.item_id.is_not(None)))
    )


def test_people_are_accounts_or_names_and_no_address_is_kept(bring, world):
    raw, _count = a_year(12)
    bring(raw)
    first = db.session.scalars(select(Thread).order_by(Thread.created_at)).first()
    assert first.author_id == world.user("awa").id
    names = set(db.session.scalars(select(User.name).where(User.state == "named")))
    assert names == {"Bruno Le Goff", "Éloïse Péron", "Jean Yves Kerbrat", "Zoé", "Müller, Jörg"}
    assert db.session.scalar(select(func.count(User.id)).where(User.state == "named", User.email.is_not(None))) == 0
    for model in (Item, Post):
        for row in db.session.scalars(select(model)):
            assert not re.search(r"example\.(?:net|org)", f"{row.source} {row.external_id}")


def test_twice_is_once_and_later_messages_are_added(bring, world):
    raw, count = a_year(10)
    cut = raw.rfind(b"\nFrom ") + 1
    assert bring(raw[:cut]).messages == count - 1
    again = bring(raw)
    assert (again.made, again.changed, again.skipped, again.messages) == (0, 1, 9, 1)
    assert bring(raw).messages == 0
    assert db.session.scalar(select(func.count(Post.id))) == 30


def test_the_next_month_in_another_file_goes_on_with_the_same_discussions(bring, world):
    when = BEGAN
    bring(message(0, 0, "Une pompe", "Qui ?\n", when))
    report = bring(message(1, 1, "Re: Une pompe", "Nous.\n", when, parent="<0.awa@example.org>"))
    assert (report.made, report.changed) == (0, 1)
    assert texts(db.session.scalars(select(Thread)).one()) == ["Nous."]


def test_the_same_subject_a_season_later_is_another_discussion(bring):
    from datetime import timedelta

    raw = b"".join(
        message(n, n, subject, f"Texte {n}.\n", BEGAN + timedelta(days=days))
        for n, (subject, days) in enumerate(
            [("Réunion", 0), ("Re: Réunion", 30), ("TR : [liste] Réunion", 85), ("Re: Réunion", 200), ("Réunion", 201)]
        )
    )
    bring(raw)
    threads = db.session.scalars(select(Thread).order_by(Thread.created_at)).all()
    assert [thread.replies for thread in threads] == [2, 0, 0]


def test_a_dry_run_says_the_same_and_changes_nothing(bring):
    raw, count = a_year(5)
    said = bring(raw, dry_run=True)
    assert (said.made, said.messages) == (5, count)
    for model in (Item, Post, Event):
        assert db.session.scalar(select(func.count(model.id))) == 0


def test_bad_messages_stop_nothing(bring):
    good, count = a_year(2)
    empty = message(90, 0, "Vide", "\n", BEGAN)
    noise = b"From x@y Tue Oct  7 10:00:00 2025\n\nsans entetes\n\n"
    odd = b"From x@y Tue Oct  7 10:00:00 2025\nFrom: =?utf-8?q?=ZZ?= <\xe9>\nSubject: \xe9t\xe9 et \xff\nDate: hier\nContent-Type: text/plain; charset=inconnu\nContent-Transfer-Encoding: base64\n\n!!pas du base64 mais du texte!!\n\n"
    circle = message(91, 0, "Rond", "Un.\n", BEGAN, parent="<92.awa@example.org>") + message(92, 0, "Rond", "Deux.\n", BEGAN, parent="<91.awa@example.org>")  # fmt: skip
    report = bring(empty + noise + good + odd + circle)
    assert report.messages >= count + 2
    assert {each.line for each in report.refused} >= {1, 2}
    assert all(each.why for each in report.refused)


def test_files_are_named_or_kept(bring):
    bring(a_year(1)[0])
    thread = db.session.scalars(select(Thread)).one()
    assert thread.source.startswith("Bonjour à tous,")
    from importlib.util import find_spec

    if not find_spec("forum.files"):
        assert thread.source.endswith("*Jointes à ce courriel : plan.pdf (1 ko)*".replace(" :", "\u202f:")), (
            thread.source
        )


def test_the_command_line_reports(app, world, tmp_path):
    from forum.cli import main  # noqa: F401  # mounted as shipped
    from forum.exchange.cli import import_

    path = tmp_path / "list.mbox"
    path.write_bytes(a_year(3)[0])
    runner = app.test_cli_runner()
    said = runner.invoke(import_, ["mbox", str(path), "--space", "bretagne", "--json"])
    assert said.exit_code == 0, said.output
    assert (json.loads(said.stdout)["made"], json.loads(said.stdout)["messages"]) == (3, 12)
    again = runner.invoke(import_, ["mbox", str(path), "--space", "bretagne", "--dry-run"])
    assert again.exit_code == 0
    assert "3" in again.stdout
