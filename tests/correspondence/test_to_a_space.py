"""Letters to a space: a discussion begins, or an answer goes where it belongs."""

import pytest


def test_a_discussion_begins_at_the_address_of_a_space(post_office, world):
    said = post_office.send("Qui en a une ?", to=post_office.to_space(), subject="[liste] Re: Une pompe solaire")
    assert (said.code, said.word) == (0, "begun")
    [thread] = post_office.threads()
    assert (thread.title, thread.source, thread.author_id) == (
        "Une pompe solaire",
        "Qui en a une ?",
        world.user("awa").id,
    )
    assert (thread.space_id, thread.purpose) == (world.space().id, "question")
    [(to, _subject, text)] = post_office.letters()
    assert to == "awa@example.org"
    assert f"/threads/{thread.id}" in text


@pytest.mark.parametrize(
    ("subject", "title", "purpose"),
    [
        ("", "Bonjour à tout le réseau", "question"),
        ("[Annonce] Notre assemblée", "Notre assemblée", "announcement"),
        ("Retour d’expérience : un forage au Togo", "Retour d’expérience : un forage au Togo", "experience"),
        ("x" * 240, "x" * 199, "question"),
    ],
)
def test_the_subject_is_the_title_and_says_the_kind(post_office, subject, title, purpose):
    assert (
        post_office.send("Bonjour à tout le réseau\n\nEt merci.", to=post_office.to_space(), subject=subject).code == 0
    )
    [thread] = post_office.threads()
    assert thread.title.startswith(title)
    assert thread.purpose == purpose


def test_an_answer_to_the_space_goes_under_the_letter_it_answers(post_office, world):
    post_office.send("Qui en a une ?", to=post_office.to_space(), subject="Une pompe", message_id="<un@example.org>")
    [thread] = post_office.threads()
    post_office.send("Nous !", by="bruno@example.org", to=post_office.to_space(), In_Reply_To="<un@example.org>", message_id="<deux@example.org>")  # fmt: skip
    post_office.send("Où ?", to=post_office.to_space(), References="<un@example.org> <deux@example.org>")
    assert len(post_office.threads()) == 1
    assert [(post.source, post.reply_to) for post in post_office.posts(thread)] == [("Nous !", None), ("Où ?", 2)]


def test_an_answer_to_a_letter_of_ours_sent_to_the_space_goes_under_it(post_office, world):
    from forum.core.addresses import message_id

    question = world.question(replies=2)
    post_office.send("Par la liste.", to=post_office.to_space(), In_Reply_To=message_id(question.id, 3))
    assert (post_office.posts(question)[-1].source, post_office.posts(question)[-1].reply_to) == ("Par la liste.", 3)


@pytest.mark.parametrize(
    ("who", "space", "code", "letters"),
    [
        ("awa@example.org", "bretagne", 0, 1),
        ("inconnue@example.net", "bretagne", 0, 1),  # told how to open an account
        ("inconnue@example.net", "bureau", 67, 0),  # nobody tells that it exists
        ("zoe@example.org", "bureau", 67, 0),
        ("bruno@example.org", "bureau", 0, 1),
        ("awa@example.org", "nulle-part", 67, 0),
    ],
)
def test_who_may_begin_a_discussion_where(post_office, world, who, space, code, letters):
    world.private_space("bruno")
    before = len(post_office.threads())
    said = post_office.send("Un texte assez long.", by=who, to=post_office.to_space(space), subject="Une question")
    assert (said.code, len(post_office.letters())) == (code, letters)
    assert len(post_office.threads()) - before == (1 if said.word == "begun" else 0)
    assert said.word == {0: "explained" if "inconnue" in who else "begun", 67: "nowhere"}[code]
