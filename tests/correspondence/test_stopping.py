"""The address of List-Unsubscribe: a letter to it ends what it names, for whom it names, and nothing else."""

import pytest

from forum.core import addresses
from forum.core.db import db
from forum.items.models.around import Watch
from tests.correspondence.conftest import written


@pytest.mark.parametrize("by", ["awa@example.org", "autre-boite@example.net"])
def test_a_letter_to_the_address_of_list_unsubscribe_ends_that_and_is_not_answered(post_office, world, by):
    question = world.question()
    awa = world.user("awa").id
    address = addresses.stop_address(awa, "item", question.id)
    for _time in range(2):
        assert post_office.send("unsubscribe", by=by, to=address).word == "unsubscribed"
    assert db.session.get(Watch, (awa, "item", question.id)).level == "mute"
    assert db.session.get(Watch, (world.user("bruno").id, "item", question.id)) is None
    assert post_office.letters() == []
    assert post_office.posts(question) == []


def test_a_forged_address_ends_nothing(post_office, world):
    question = world.question()
    awa, bruno = world.user("awa").id, world.user("bruno").id
    token = addresses.stop_address(awa, "item", question.id).replace(f"u.{awa}.", f"u.{bruno}.")
    assert post_office.raw(written("Stop.", to=token), token).code == 67
    assert db.session.get(Watch, (bruno, "item", question.id)) is None


def test_a_machine_that_says_it_is_away_unsubscribes_nobody(post_office, world):
    question = world.question()
    awa = world.user("awa").id
    address = addresses.stop_address(awa, "item", question.id)
    raw = written("Je suis absente.", to=address, by="awa@example.org")
    raw = raw if isinstance(raw, bytes) else raw.encode()
    post_office.raw(b"Auto-Submitted: auto-replied\r\n" + raw, address)
    kept = db.session.get(Watch, (awa, "item", question.id))
    assert kept is None or kept.level != "mute"


def test_the_links_of_our_letters_are_not_published_by_who_quotes_them(post_office, world):
    question = world.question()
    text = "Voici ce que j’ai reçu http://p.example.org/by-mail/secret.mot et <http://p.example.org/unsubscribe/1.all.0.abc>."
    assert post_office.send(text, to=post_office.to_message(question, "awa")).word == "posted"
    (post,) = post_office.posts(question)
    assert "Voici ce que j’ai reçu" in post.source
    assert "secret" not in post.source and "1.all.0" not in post.source
