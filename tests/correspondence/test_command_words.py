"""A letter that is one word: follow, stop, keep an answer, thank, ask for help."""

import pytest

from forum.core.db import db
from forum.items.models.around import Watch


@pytest.mark.parametrize(
    ("text", "by", "level"),
    [("suivre", "zoe", "all"), ("Suivre !", "zoe", "all"), ("Ne plus suivre.", "awa", "mute"), ("STOP", "awa", "mute")],
)
def test_one_word_follows_or_stops(post_office, world, text, by, level):
    question = world.question()
    said = post_office.send(text, by=f"{by}@example.org", to=post_office.to_message(question, by))
    assert said.word == "obeyed"
    assert db.session.get(Watch, (world.user(by).id, "item", question.id)).level == level
    assert post_office.posts(question) == []
    assert question.title in post_office.letters()[0][2]


def test_a_signature_does_not_hide_the_word(post_office, world):
    question = world.question()
    text = "suivre\n\n-- \nZoé\nEnvoyé de mon iPhone\n\nLe 3 nov. 2026 à 21:14, Palabre a écrit :\n> Bonjour"
    assert post_office.send(text, by="zoe@example.org", to=post_office.to_message(question, "zoe")).word == "obeyed"


def test_a_space_is_followed_by_a_letter_to_its_address(post_office, world):
    assert post_office.send("", to=post_office.to_space(), subject="Suivre").word == "obeyed"
    space = world.space().id
    assert db.session.get(Watch, (world.user("awa").id, "space", space)).level == "all"
    post_office.send("ne plus suivre", to=post_office.to_space(), subject="")
    db.session.expire_all()
    assert db.session.get(Watch, (world.user("awa").id, "space", space)) is None


@pytest.mark.parametrize(
    ("by", "word", "number"), [("awa", "retenir", 2), ("bruno", "accept", None), ("mona", "Retenir.", 2)]
)
def test_who_keeps_an_answer_by_mail(post_office, world, by, word, number):
    from forum.threads.models import Acceptance

    question = world.question(replies=1)
    post_office.send(word, by=f"{by}@example.org", to=post_office.to_message(question, by, 2))
    kept = db.session.get(Acceptance, question.id)
    assert (kept.number if kept else None) == number
    assert len(post_office.letters()) == 1  # done, or why not
    assert len(post_office.posts(question)) == 1


def test_thanks_alone_is_a_reaction_and_with_words_an_answer(post_office, world):
    question = world.question(replies=1)
    post_office.send("Merci !", to=post_office.to_message(question, "awa", 2))
    post_office.send("Merci ! Nous essayons demain.", to=post_office.to_message(question, "awa", 2))
    posts = post_office.posts(question)
    db.session.expire_all()
    assert [post.source for post in posts[1:]] == ["Merci ! Nous essayons demain."]
    assert post_office.posts(question)[0].reactions == {"thanks": 1}


def test_help_tells_what_can_be_done(post_office, world):
    post_office.send("aide", to="palabre@127.0.0.1", subject="")
    [(to, _subject, text)] = post_office.letters()
    assert to == "awa@example.org"
    assert "ne plus suivre" in text
