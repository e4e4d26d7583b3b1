"""Bodies that no program of ours would send: refused, never an error of ours; nothing is written."""

import pytest

from forum.core.db import db
from forum.items.models.item import Item


@pytest.mark.parametrize("body", ['{"body": "a \\ud800 b"}', "[" * 100_000, '{"body": ' + "[" * 5000, "\x00", "{}"])
def test_a_broken_body_is_refused(world, with_token, body):
    thread = world.question()
    send = with_token("bruno")
    answer = send(f"/api/v1/items/{thread.id}/posts", body.encode(), content_type="application/json")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert db.session.get(Item, thread.id).last_number == 1


def test_an_empty_text_is_told_of_the_field_that_was_sent(world, with_token):
    thread = world.question()
    send = with_token("bruno")
    answer = send(f"/api/v1/items/{thread.id}/posts", {"body": ""})
    assert list(answer.get_json()["errors"]) == ["body"]
    answer = send(f"/api/v1/items/{thread.id}/posts", {"body": "Bonjour.", "reply_to": 99999})
    assert list(answer.get_json()["errors"]) == ["reply_to"]


def test_control_characters_are_not_kept(world, with_token):
    data = {"space": "bretagne", "title": "Titre \x01 net\x0b ici", "body": "Corps \x02 net"}
    made = with_token("bruno")("/api/v1/items", data).get_json()
    item = db.session.get(Item, made["id"])
    assert (item.title, item.source) == ("Titre net ici", "Corps  net")


def test_the_words_of_a_private_space_stay_unknown(world, as_):
    private = world.private_space("bruno")
    world.question(by="bruno", space=private, tags=["etiquettesecrete"])
    assert as_(None).get("/api/v1/items?tag=etiquettesecrete").status_code == 422
    assert as_("bruno").get("/threads/?tag=etiquettesecrete").get_data(as_text=True).count("etiquettesecrete") > 0
    assert (
        "etiquettesecrete"
        not in as_(None).get("/threads/?tag=etiquettesecrete").get_data(as_text=True).split("<main")[1]
    )


@pytest.mark.parametrize("wrong", ["kind=bogus", "territory=nulle-part", "theme=bogus"])
def test_a_search_refuses_a_filter_that_nobody_knows(world, as_, wrong):
    assert as_(None).get(f"/api/v1/search?q=forage&{wrong}").status_code == 422
