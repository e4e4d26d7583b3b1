"""Who may bring guests, what leaves to them, what the form tells and does not tell."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import TooMany
from forum.core.events import Event
from forum.core.mail import Mail
from forum.guests.commands import entering, inviting
from forum.guests.models import Guest
from forum.people.models import User
from forum.threads.models import Thread
from tests.guests.conftest import CLAIRE


def _send(browser, thread, email=CLAIRE, **more):
    return browser.post(f"/threads/{thread.id}/guests", data={"email": email, **more})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("awa", 303),
        ("mona", 303),
        ("ada", 303),
        ("stef", 303),
        ("bruno", 404),
        ("zoe", 404),
        ("corinne", 404),
        (None, 401),
    ],
)
def test_who_brings_guests(world, as_, who, status):
    assert _send(as_(who), world.question()).status_code == status


def test_a_newcomer_brings_nobody_and_is_told_why(world, as_):
    question = world.question(by="nour")
    assert "quelques-uns de vos messages" in as_("nour").get(f"/threads/{question.id}/guests").get_data(as_text=True)
    assert _send(as_("nour"), question).status_code == 403


def test_the_letter_says_who_what_and_that_nothing_happens(guests, world):
    question = world.question()
    guests.invite(question, name="Claire", greeting="Vous qui connaissez\nle règlement.")
    (letter,) = guests.letters()
    assert letter.subject.startswith("Awa vous invite à une discussion")
    for said in (
        "Bonjour Claire",
        "> Vous qui connaissez",
        "Nous préparons un **forage**",
        "il ne se passe rien",
        "/guests/in/",
    ):
        assert said in letter.text
    assert "<strong>forage</strong>" in letter.html
    assert 'href="/' not in letter.html
    assert letter.sender_name == "Awa"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_language_is_that_of_whoever_invites(guests, world):
    with transaction():
        world.user("awa").locale = "en"
    question = world.question()
    guests.invite(question)
    assert guests.letters()[0].subject.startswith("Awa invites you to a discussion")


def test_an_address_with_an_account_is_told_the_same_and_comes_in_as_that_account(guests, bureau, as_):
    known, unknown = ({"email": each} for each in ("zoe@example.org", CLAIRE))
    place = f"/threads/{bureau.id}/guests"
    answers = [as_("awa").post(place, data=data, follow_redirects=True) for data in (known, unknown)]
    said = [answer.get_data(as_text=True).replace("zoe@example.org", "X").replace(CLAIRE, "X") for answer in answers]
    assert [page.count("invitation envoyée") for page in said] == [1, 2]
    assert "Zoé" not in said[0]
    link = guests.link("zoe@example.org")
    assert "Vous avez un compte avec l’adresse" in as_(None).get(link).get_data(as_text=True)
    assert as_(None).post(link, data={"name": "Zoé"}).status_code in (409, 422)
    zoe = as_("zoe")
    assert zoe.get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 404
    assert zoe.post(link).status_code == 303
    assert zoe.get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 200
    assert db.session.scalar(select(func.count()).where(User.state == "guest")) == 0


def test_somebody_signed_in_comes_in_as_who_they_are_whatever_the_address(guests, bureau, as_):
    guests.invite(bureau, email="zoe@travail.example.org")
    assert as_("zoe").post(guests.link("zoe@travail.example.org")).status_code == 303
    assert as_("zoe").get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 200


def test_a_link_opens_once_a_new_one_replaces_it_and_old_ones_say_what_to_do(guests, bureau, as_):
    guests.enter(bureau)
    first = guests.link()
    again = as_(None).get(first)
    assert again.status_code == 422
    assert "M’envoyer un lien" in again.get_data(as_text=True)
    clock.set_for_tests(clock.now() + timedelta(hours=1))
    assert as_(None).post("/guests/door", data={"email": CLAIRE}).status_code == 200
    second = guests.link()
    assert second != first
    phone = as_(None)
    assert phone.post(second).status_code == 303, "no name is asked a second time"
    assert phone.get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 200


def test_the_door_says_the_same_to_any_address(guests, bureau, as_):
    guests.invite(bureau)
    clock.set_for_tests(clock.now() + timedelta(hours=1))
    before = len(guests.letters())
    pages = [as_(None).post("/guests/door", data={"email": each}) for each in (CLAIRE, "personne@example.org")]
    texts = [page.get_data(as_text=True).replace(CLAIRE, "X").replace("personne@example.org", "X") for page in pages]
    assert texts[0] == texts[1]
    assert len(guests.letters()) == before + 1
    assert guests.letters("personne@example.org") == []


def test_a_link_grows_old(guests, bureau, as_):
    guests.invite(bureau)
    link = guests.link()
    with transaction():
        entering.forget_old()
    clock.set_for_tests(clock.now() + timedelta(days=15))
    assert "lien périmé" in as_("awa").get(f"/threads/{bureau.id}/guests").get_data(as_text=True)
    clock.set_for_tests(clock.now() + timedelta(days=60))
    with transaction():
        entering.forget_old()
    assert db.session.scalar(select(func.count()).where(Guest.email == CLAIRE)) == 0, "who never came is forgotten"
    assert as_(None).get(link).status_code == 422


def test_a_withdrawn_link_opens_nothing(guests, bureau, as_):
    guest = guests.invite(bureau)
    link = guests.link()
    as_("awa").post(f"/threads/{bureau.id}/guests/{guest}/withdraw")
    assert as_(None).post(link, data={"name": "Claire Morvan"}).status_code == 422
    assert db.session.scalar(select(func.count()).where(User.email == CLAIRE)) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"email": "claire"}, {"email": "awa@example.org"}, {"greeting": "Voir https://achetez.example"}, {"greeting": "x" * 601},
     {"name": "www.achetez.example"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(world, as_, wrong):
    answer = _send(as_("awa"), world.question(), **({"greeting": "Bonjour à vous."} | wrong))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'aria-invalid="true"' in page
    assert next(iter(wrong.values())) in page
    assert db.session.scalar(select(func.count(Mail.id))) == 0


def test_nobody_fills_mailboxes_from_here(guests, world):
    question = world.question()
    for number in range(inviting.A_DAY):
        guests.invite(question, email=f"p{number}@example.org")
    with pytest.raises(TooMany):
        guests.invite(question, email="de-trop@example.org")
    with pytest.raises(TooMany):
        guests.invite(question, email="p1@example.org")  # again, a moment later


def test_who_wants_no_invitations_gets_none_and_nobody_is_told(guests, world, as_):
    guests.invite(world.question())
    stop = guests.letters()[0].headers["List-Unsubscribe"].strip("<>").partition("/guests/no-more/")[2]
    stop = f"/guests/no-more/{stop}"
    nobody = as_(None)
    assert nobody.get(stop).status_code == 200
    guests.invite(world.question())
    assert len(guests.letters()) == 2, "looking changes nothing"
    assert nobody.post(stop).status_code == 200
    assert _send(as_("awa"), world.question()).status_code == 303
    assert len(guests.letters()) == 2
    assert nobody.post(f"{stop}/undo").status_code == 200
    guests.invite(world.question())
    assert len(guests.letters()) == 3


def test_a_pending_account_of_somebody_else_is_no_way_in(guests, bureau, as_):
    thief = as_(None)
    thief.post("/signup", data={"name": "Voleur", "email": CLAIRE, "password": "le mot du voleur"})
    confirm = "/confirm/" + guests.letters()[-1].text.split("/confirm/")[1].split()[0]
    guests.enter(bureau)
    assert (guests.person().name, guests.person().password_hash) == ("Claire Morvan", "")
    assert thief.post(confirm).status_code == 422
    assert thief.post("/login", data={"login": CLAIRE, "password": "le mot du voleur"}).status_code != 303


def test_what_happened_is_written_down_without_addresses(guests, bureau):
    guests.enter(bureau)
    rows = db.session.scalars(select(Event).where(Event.name.like("guest.%")).order_by(Event.id)).all()
    assert [row.name for row in rows] == ["guest.invited", "guest.entered"]
    assert all("@" not in str(row.data) for row in rows)


def test_a_closed_discussion_takes_no_guests(world, as_):
    question = world.question()
    as_("mona").post(f"/items/{question.id}/close", data={"on": "1", "reason": "Réglé."})
    assert _send(as_("mona"), db.session.get_one(Thread, question.id)).status_code in (409, 422)
