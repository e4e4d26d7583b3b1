"""A form sent twice is carried out once; a form that could not be taken comes back with its text."""

import re
import threading

import pytest
from sqlalchemy import func, inspect, select

from forum.core.db import db
from forum.items.models.item import Item
from forum.items.models.post import Post

HOME = {"Origin": "http://localhost"}


def _replies(item) -> int:
    number = inspect(item).identity[0]
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Post).where(Post.item_id == number))


def test_a_double_click_posts_once_and_leads_to_the_same_message(world, as_):
    question, bruno = world.question(), as_("bruno")
    data = {"source": "Une seule fois.", "key": "abc"}
    answers = [bruno.post(f"/items/{question.id}/posts", data=data) for _each in range(3)]
    assert _replies(question) == 1
    assert {answer.location for answer in answers} == {answers[0].location}


def test_two_that_come_at_once_post_once(world, as_):
    question, clients = world.question(), [as_("bruno") for _each in range(4)]
    data = {"source": "Toutes ensemble.", "key": "atonce"}
    found: list[int] = []

    def send(client) -> None:
        found.append(client.post(f"/items/{question.id}/posts", data=data).status_code)

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [303] * 4
    assert _replies(question) == 1


def test_another_text_under_the_same_key_is_another_message(world, as_):
    question, bruno = world.question(), as_("bruno")
    for text in ("Premier message.", "Second message."):
        bruno.post(f"/items/{question.id}/posts", data={"source": text, "key": "abc"})
    assert _replies(question) == 2


def test_a_key_is_of_one_person(world, as_):
    question = world.question()
    for who in ("bruno", "mona"):
        as_(who).post(f"/items/{question.id}/posts", data={"source": "Le même texte.", "key": "abc"})
    assert _replies(question) == 2


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/threads/new", {"purpose": "question"}),
        ("/documents/new", {"template": "blank"}),
        (
            "/resources/new",
            {"type": "tool", "level": "national", "status": "open", "confidence": "high", "requires_sponsor": ""},
        ),
        ("/needs/new", {}),
    ],
)
def test_a_publication_sent_twice_is_published_once(world, as_, address, more):
    data = {
        "title": "Une seule publication, s’il vous plaît",
        "source": "Son texte.",
        "space": "bretagne",
        "key": "k",
        **more,
    }
    corinne = as_("corinne")
    answers = [corinne.post(address, data=data) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Item).where(Item.title == data["title"])) == 1


def test_a_browser_asks_whether_its_form_was_taken(world, as_):
    question, bruno = world.question(), as_("bruno")
    bruno.post(f"/items/{question.id}/posts", data={"source": "Voilà.", "key": "mine"})
    assert bruno.get("/items/sent?key=mine").get_json() is True
    assert bruno.get("/items/sent?key=min").get_json() is False
    assert as_("mona").get("/items/sent?key=mine").get_json() is False


def test_whoever_was_signed_out_finds_the_text_and_sends_it_after_signing_in(world, as_, app):
    from forum.people.passwords import hashed

    question = world.question()
    with app.app_context():
        _set_password(world, hashed("une phrase de Bruno"))
    browser = as_(None)
    answer = browser.post(
        f"/items/{question.id}/posts", data={"source": "Écrit avant\nla fin.", "key": "k"}, headers=HOME
    )
    assert answer.status_code == 401
    html = answer.get_data(as_text=True)
    assert "Écrit avant" in html
    carried = _unescaped(re.search(r'name="carried" value="([^"]*)"', html).group(1))
    wrong = browser.post("/login", data={"login": "bruno", "password": "faux", "carried": carried})
    assert "Écrit avant" in wrong.get_data(as_text=True)
    again = browser.post("/login", data={"login": "bruno", "password": "une phrase de Bruno", "carried": carried})
    html = again.get_data(as_text=True)
    assert f'action="/items/{question.id}/posts"' in html
    assert "Écrit avant" in html
    assert _replies(question) == 0, "nothing is sent without the person's word"


def test_what_another_site_made_up_is_not_offered_to_be_sent(world, as_):
    question = world.question()
    for headers in ({}, {"Origin": "https://ailleurs.test"}, {**HOME, "Sec-Fetch-Site": "cross-site"}):
        answer = as_(None).post(f"/items/{question.id}/posts", data={"source": "Achetez ceci."}, headers=headers)
        assert answer.status_code == 401
        assert "Achetez ceci." not in answer.get_data(as_text=True)


def test_a_sign_in_form_carries_to_no_other_site(world, as_):
    from forum.web.carried import unpacked

    assert unpacked('{"action": "https://ailleurs.test/", "fields": [["source", "a"]]}') is None
    assert unpacked('{"action": "//ailleurs.test/", "fields": [["source", "a"]]}') is None
    assert unpacked("pas du JSON") is None
    assert unpacked("[]") is None


def test_an_expired_form_comes_back_with_its_text_and_a_fresh_token(world, as_, app):
    question, bruno = world.question(), as_("bruno")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = bruno.post(f"/items/{question.id}/posts", data={"source": "D’hier soir.", "key": "k"}, headers=HOME)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 403
        assert "D’hier soir." in html
        assert answer.headers["X-CSRFToken"]
        token = re.findall(r'name="csrf_token" value="([^"]*)"', html)[-1]
        data = {"source": "D’hier soir.", "key": "k", "csrf_token": token}
        assert bruno.post(f"/items/{question.id}/posts", data=data).status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert _replies(question) == 1


def _set_password(world, digest: str) -> None:
    from forum.core.db import transaction

    with transaction():
        world.user("bruno").password_hash = digest


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)
