"""Signing up, confirming, signing in, a forgotten password."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.people import commands
from forum.people.models import User

ACCOUNT = {"name": "Fanta Koné", "email": "fanta@example.org", "password": "une phrase bien à moi", "territory": ""}


def _letters() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def _link(kind: str) -> str:
    db.session.expire_all()
    return re.findall(rf"/{kind}/\S+", _letters()[-1].text)[0]


def test_an_account_opens_by_the_link_and_only_once(world, as_):
    visitor = as_(None)
    assert "fanta@example.org" in visitor.post("/signup", data=ACCOUNT).get_data(as_text=True)
    link = _link("confirm")
    assert visitor.get(link).status_code == 200
    assert db.session.scalars(select(User.state).where(User.email == "fanta@example.org")).one() == "pending"
    assert visitor.post(link).headers["Location"] == "/welcome"
    assert visitor.get("/settings").status_code == 200
    assert as_(None).post(link).status_code == 422


def test_a_known_address_gets_the_same_page_and_another_letter(world, as_):
    new = as_(None).post("/signup", data=ACCOUNT).get_data(as_text=True)
    known = as_(None).post("/signup", data={**ACCOUNT, "email": "awa@example.org"}).get_data(as_text=True)
    assert new.replace("fanta@", "awa@") == known
    assert ["/confirm/" in mail.text for mail in _letters()] == [True, False]


@pytest.mark.parametrize("password", ["bref7x", "motdepasse12", "aaaaaaaaaaaa", "fanta@example.org"])
def test_a_password_that_is_guessed_first_is_refused_and_the_rest_is_kept(world, as_, password):
    answer = as_(None).post("/signup", data={**ACCOUNT, "password": password})
    assert answer.status_code == 422
    assert 'value="Fanta Koné"' in answer.get_data(as_text=True)
    assert password not in answer.get_data(as_text=True).replace('value="fanta@example.org"', "")
    assert _letters() == []


def _with_password(world, password: str = "la bonne phrase") -> None:
    with transaction():
        from forum.people.passwords import hashed

        world.user("awa").password_hash = hashed(password)


def test_signing_in_goes_where_one_was_going_and_nowhere_else(world, as_):
    _with_password(world)
    for wanted, reached in (("/settings", "/settings"), ("https://elsewhere.test/", "/"), ("//elsewhere.test", "/")):
        answer = as_(None).post(f"/login?next={wanted}", data={"login": "awa", "password": "la bonne phrase"})
        assert answer.headers["Location"] == reached


def test_a_wrong_password_and_an_unknown_account_say_the_same(world, as_):
    _with_password(world)
    wrong = as_(None).post("/login", data={"login": "awa", "password": "autre chose"})
    unknown = as_(None).post("/login", data={"login": "awa", "password": "autre chose"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.get_data() == unknown.get_data()


def test_after_ten_tries_one_waits(world, as_):
    answers = [as_(None).post("/login", data={"login": "awa", "password": "x"}).status_code for _try in range(11)]
    assert answers[-2:] == [422, 429]


def test_a_new_password_ends_open_sessions_and_its_link(world, as_):
    _with_password(world)
    before = as_("awa")
    as_(None).post("/password", data={"email": "awa@example.org"})
    link = _link("password")
    assert as_(None).post(link, data={"password": "une toute autre phrase"}).status_code == 303
    assert before.get("/settings").headers["Location"].startswith("/login")
    assert as_(None).get(link).status_code == 422
    assert commands.authenticate("awa", "une toute autre phrase").handle == "awa"


def test_no_letter_for_an_address_that_nobody_has(world, as_):
    assert as_(None).post("/password", data={"email": "personne@example.org"}).status_code == 200
    assert _letters() == []


def test_handles_are_free_and_never_those_of_the_site(world):
    with transaction():
        first, second = commands.named("Admin"), commands.named("Awa")
    assert first.handle != "admin"
    assert second.handle == "awa_2"


def test_a_suspended_account_is_out_at_once(world, as_):
    awa = as_("awa")
    with transaction():
        commands.suspend(world.actor("ada"), world.user("awa"), suspended=True)
    assert awa.get("/settings").headers["Location"].startswith("/login")
