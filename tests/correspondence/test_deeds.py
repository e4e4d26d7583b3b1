"""Vote, support, verify, keep an answer from the mailbox: by the links of letters, and by a word in an answer."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.correspondence.models import UsedLink
from forum.items.commands.reply import reply
from forum.items.commands.watch import watch
from forum.needs.models import Support
from forum.notifications.deeds import deed_link
from forum.people.models import User
from forum.polls.models import Ballot, Voice
from forum.resources.models import Resource
from forum.threads.models import Acceptance
from tests.needs.made import need
from tests.polls.made import again, mandate, options, poll
from tests.resources.made import resource

LINK = re.compile(r"https?://[^/\s]+(/by-mail/\S+)")


def link(world, who: str, deed: str, *about: int) -> str:
    """The path of a link of a letter."""
    return "/by-mail/" + deed_link(world.user(who).id, deed, *about).rpartition("/")[2]


def links_to(world, who: str) -> list[tuple[str, str]]:
    """Every link of this person's last letter, with the line that brings it."""
    world.follow()
    rows = select(Mail.text).where(Mail.recipient == f"{who}@example.org").order_by(Mail.id.desc())
    text = db.session.scalars(rows).first() or ""
    return [(line, found[1]) for line in text.splitlines() if (found := LINK.search(line))]


def marks(made) -> dict[str, str]:
    """Who said what: the last ballot of each voice."""
    rows = db.session.execute(
        select(User.handle, Ballot.choices)
        .join(Voice, Voice.user_id == User.id)
        .join(Ballot, Ballot.id == Voice.ballot_id)
        .where(Voice.poll_id == made.id)
    )
    return dict(map(tuple, rows))


def test_who_follows_by_mail_votes_by_one_link_and_is_not_signed_in(world, as_):
    with transaction():
        watch(world.actor("zoe"), "space", world.space().id, "mail")
    made = poll(world)
    made = SimpleNamespace(id=made.id)  # the row ends with the session of the next request
    found = links_to(world, "zoe")
    assert [line.split(" — ")[0] for line, _path in found] == ["1. Une citerne", "2. Un forage", "3. Un puits"]
    browser, path = as_(None), found[1][1]
    asked = browser.get(path)
    assert asked.status_code == 200
    assert asked.headers["Cache-Control"] == "no-store"
    assert "Un forage" in asked.get_data(as_text=True)
    assert marks(made) == {}, "looking changes nothing"
    assert "Votre vote" in browser.post(path).get_data(as_text=True)
    assert marks(made) == {"zoe": f"{options(made)[1]}:1"}
    assert browser.get("/notifications/settings").status_code == 303, "the link signed nobody in"


def test_a_link_works_once_and_does_not_undo_what_was_chosen_since(world, as_):
    made = poll(world)
    first, second = (link(world, "bruno", "vote", made.id, each) for each in options(made)[:2])
    browser = as_(None)
    assert browser.post(first).status_code == 200
    assert browser.post(second).status_code == 200
    said = browser.post(first)
    assert said.status_code == 409
    assert "déjà" in said.get_data(as_text=True)
    assert marks(made) == {"bruno": f"{options(made)[1]}:1"}
    assert again(made).voices == 1


def test_the_link_of_a_secret_ballot_says_no_choice_and_leaves_no_trace(world, as_):
    made = poll(world, is_secret=True)
    path, browser = link(world, "bruno", "vote", made.id), as_(None)
    assert "Une citerne" in browser.get(path).get_data(as_text=True)
    assert browser.post(path).status_code == 422, "nothing was chosen"
    said = browser.post(path, data={"choice": options(made)[0]})
    assert said.status_code == 200
    assert "Une citerne" not in said.get_data(as_text=True)
    assert browser.post(path, data={"choice": options(made)[1]}).status_code == 409
    assert db.session.scalar(select(func.count()).select_from(UsedLink)) == 0
    (ballot,) = db.session.scalars(select(Ballot).where(Ballot.poll_id == made.id))
    assert (ballot.voter, ballot.by_id, ballot.at) == (None, None, None)


@pytest.mark.parametrize("spoilt", ["forged", "old", "suspended", "closed"])
def test_a_link_that_is_forged_old_or_of_somebody_who_may_not_does_nothing(world, as_, spoilt, monkeypatch):
    made = poll(world)
    path = link(world, "bruno", "vote", made.id, options(made)[0])
    if spoilt == "forged":
        path = path[:-2] + ("aa" if path[-2:] != "aa" else "bb")
    elif spoilt == "old":
        monkeypatch.setattr("forum.correspondence.commands.deeds.LIVES", -1)
    elif spoilt == "suspended":
        with transaction():
            world.user("bruno").state = "suspended"
    else:
        with transaction():
            again(made).withdrawn_at = made.created_at
    for answer in (as_(None).get(path), as_(None).post(path)):
        assert answer.status_code in (403, 404, 422)
    assert marks(made) == {}


def test_who_asked_keeps_the_answer_from_the_letter_that_brings_it(world, as_):
    question = world.question()
    number = question.id
    with transaction():
        reply(world.actor("bruno"), question, "Changez le contrôleur.")
    (line, path), *_rest = [each for each in links_to(world, "awa") if "répond" in each[0]]
    assert as_(None).get(path).status_code == 200
    assert db.session.get(Acceptance, number) is None
    assert as_(None).post(path).status_code == 200
    assert db.session.get(Acceptance, number).number == 2
    assert as_(None).post(path).status_code == 409


def test_an_organisation_stands_behind_a_need_by_a_link_with_a_mandate_only(world, as_):
    made = need(world)
    organisation = world.organisation(of="bruno")
    assert as_(None).post(link(world, "zoe", "support", made.id)).status_code == 403
    path = link(world, "bruno", "support", made.id)
    assert "Eau pour tous" in as_(None).get(path).get_data(as_text=True)
    assert as_(None).post(path).status_code == 200
    assert db.session.get(Support, (made.id, organisation.id)).user_id == world.user("bruno").id


def test_who_acts_for_several_organisations_says_for_which(world, as_):
    made = need(world)
    one, other = world.organisation(of="bruno"), world.organisation("Des puits", of="zoe")
    mandate(world, "bruno", other)
    path = link(world, "bruno", "support", made.id)
    assert as_(None).post(path).status_code == 409
    assert as_(None).post(path, data={"organisation": other.id}).status_code == 200, "the refusal did not use it up"
    assert db.session.get(Support, (made.id, one.id)) is None
    assert db.session.get(Support, (made.id, other.id)) is not None


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("bruno", 403)])
def test_only_those_who_tend_the_catalogue_verify(world, as_, who, status):
    made = resource(world, standing="proposed")
    made_id = made.id
    with transaction():
        db.session.get(Resource, made_id).state = "public"
    assert as_(None).post(link(world, who, "verify", made_id)).status_code == status
    db.session.expire_all()
    assert (db.session.get(Resource, made_id).standing == "verified") == (status == 200)


def test_the_letter_about_a_resource_brings_the_link_to_those_who_tend_it(world):
    made = resource(world)
    for who in ("mona", "zoe"):
        with transaction():
            watch(world.actor(who), "item", made.id, "all")
    with transaction():
        reply(world.actor("bruno"), made, "@mona @zoe Est-ce encore vrai ?")
    assert any("toujours exact" in line for line, _path in links_to(world, "mona"))
    assert links_to(world, "zoe") == []


@pytest.mark.parametrize(("said", "chosen"), [("voter 2", 1), ("Vote 2", 1), ("je vote 3.", 2), ("voter 1", 0)])
def test_a_vote_by_word(post_office, world, said, chosen):
    made = poll(world)
    to = post_office.to_message(world_item(made), "bruno")
    assert post_office.send(said, by="bruno@example.org", to=to).word == "obeyed"
    assert marks(made) == {"bruno": f"{options(made)[chosen]}:1"}
    assert "Votre vote" in post_office.letters()[-1][2]


def test_several_answers_by_word_and_a_wrong_number_is_explained(post_office, world):
    made = poll(world, method="several")
    to = post_office.to_message(world_item(made), "bruno")
    assert post_office.send("voter 1, 9", by="bruno@example.org", to=to).word == "explained"
    assert "2 = Un forage" in post_office.letters()[-1][2]
    assert post_office.send("voter 1 et 3", by="bruno@example.org", to=to).word == "obeyed"
    one, _two, three = options(made)
    assert marks(made) == {"bruno": f"{one}:1,{three}:1"}


def test_yes_is_a_vote_where_there_is_a_poll_and_an_answer_elsewhere(post_office, world):
    made = poll(world, "Oui", "Non")
    to = post_office.to_message(world_item(made), "bruno")
    assert post_office.send("Oui.", by="bruno@example.org", to=to).word == "obeyed"
    assert marks(made) == {"bruno": f"{options(made)[0]}:1"}
    question = world.question()
    to = post_office.to_message(question, "bruno")
    assert post_office.send("Oui.", by="bruno@example.org", to=to).word == "posted"


def test_the_letter_that_confirms_a_secret_ballot_does_not_say_it(post_office, world):
    made = poll(world, is_secret=True)
    to = post_office.to_message(world_item(made), "bruno")
    assert post_office.send("voter 2", by="bruno@example.org", to=to).word == "obeyed"
    text = post_office.letters()[-1][2]
    assert "Un forage" not in text
    assert "secret" in text


def test_supporting_and_verifying_by_word(post_office, world):
    made, catalogue = need(world), resource(world)
    organisation = world.organisation(of="bruno")
    to = post_office.to_message(made, "bruno")
    assert post_office.send("Soutenir", by="bruno@example.org", to=to).word == "obeyed"
    assert db.session.get(Support, (made.id, organisation.id)) is not None
    to = post_office.to_message(catalogue, "mona")
    assert post_office.send("Toujours exact.", by="mona@example.org", to=to).word == "obeyed"
    to = post_office.to_message(catalogue, "zoe")
    assert post_office.send("Toujours exact.", by="zoe@example.org", to=to).word == "explained"


def world_item(made):
    """The item on which a poll hangs."""
    from forum.items.models.item import Item

    return db.session.get(Item, made.item_id)
