"""The page of a need, the list, voicing one."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.items.models.around import Link
from forum.needs.commands import relay
from forum.needs.models import Need
from forum.territories.queries import themes
from tests.needs.made import backed, need, page_of

TYPED = {"space": "bretagne", "title": "Aucun guichet pour nous", "source": "Nous demandons une marche.",
         "affected": "trente associations", "territory": "dep-29"}  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("zoe", 303), ("nour", 303), ("ada", 303), (None, 401)])
def test_who_may_voice_a_need(world, as_, who, status):
    assert as_(who).post("/needs/new", data=TYPED).status_code == status


def test_a_discussion_becomes_a_need_in_two_clicks(world, as_):
    question = world.question(title="Pourquoi aucun guichet ?")
    browser = as_("zoe")
    html = browser.get(f"/needs/new?from={question.id}").get_data(as_text=True)
    assert "Pourquoi aucun guichet" in html
    assert f'value="{question.id}"' in html
    browser.post("/needs/new", data={**TYPED, "from_item": str(question.id)})
    link = db.session.scalars(select(Link)).one()
    assert (link.relation, link.from_id, link.to_id) == (
        "comes_from", db.session.scalars(select(Need)).one().id, question.id)  # fmt: skip


def test_a_discussion_that_one_may_not_read_gives_nothing(world, as_):
    secret = world.question(by="bruno", space=world.private_space("bruno"), title="Un titre bien secret")
    assert "bien secret" not in as_("awa").get(f"/needs/new?from={secret.id}").get_data(as_text=True)
    as_("awa").post("/needs/new", data={**TYPED, "from_item": str(secret.id)})
    assert db.session.scalars(select(Link)).all() == []


def test_what_is_refused_keeps_what_was_typed(world, as_):
    answer = as_("awa").post("/needs/new", data={**TYPED, "title": "abc"})
    assert answer.status_code == 422
    assert "trente associations" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("who", "most"), [(None, 10), ("awa", 12), ("corinne", 12), ("mona", 12)])
def test_the_page_costs_the_same_for_2_and_20_of_everything(world, as_, queries, who, most):
    themes()  # read once a process
    costs = []
    world.organisation("La mienne", of="awa")
    for number in (2, 20):
        made, other = need(world), need(world)
        backed(world, made, *["dep-29"] * number)
        for each in range(number):
            world.reply(made, source=f"Message {each}, voir #{other.id}")
        browser = as_(who)
        queries.clear()
        page_of(browser, made)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most, queries


def test_the_list_costs_the_same_for_2_and_20_rows(world, as_, queries):
    themes()  # read once a process
    costs = []
    for more in (2, 18):
        for _each in range(more):
            need(world)
        browser = as_("awa")
        queries.clear()
        assert browser.get("/needs/?territory=reg-53&level=local").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6, queries


def test_the_list_begins_with_the_most_voices_and_counts_what_it_shows(world, as_):
    first, second, third = need(world), need(world), need(world, where="reg-76")
    backed(world, second, "dep-29", "reg-76")
    backed(world, third, "dep-29")
    with transaction():
        relay(world.actor("mona"), db.session.get_one(Need, first.id), "Onze structures.")
    html = as_(None).get("/needs/").get_data(as_text=True)
    titles = re.findall(r'class="row__title"><a [^>]*>([^<]+)<', html)
    assert titles == [second.title, third.title, first.title]
    for name, codes in (("level", ("local", "regional")), ("state", ("gathering", "relayed"))):
        for code in codes:
            counted = re.search(rf'<option value="{code}"[^>]*>[^<]*\((\d+)\)', html)[1]
            page = as_(None).get(f"/needs/?{name}={code}").get_data(as_text=True)
            assert page.count('class="row"') == int(counted) > 0


def test_a_private_need_is_a_404_everywhere(world, as_):
    made = need(world, by="bruno", space=world.private_space("bruno"))
    for deed in ("", "relay", "addressee", "answer", "closure", "details"):
        assert as_("awa").get(f"/needs/{made.id}/{deed}".rstrip("/")).status_code == 404
    assert as_("awa").post(f"/needs/{made.id}/supports").status_code == 404
    assert made.title not in as_("awa").get("/needs/?format=atom").get_data(as_text=True)


def test_a_discussion_offers_to_become_a_need_and_chosen_messages_do(world, as_):
    question = world.question(title="Pourquoi aucun guichet ?")
    world.reply(question, by="zoe", source="Chez nous non plus, depuis 2019.")
    browser = as_("bruno")
    page = browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    assert f'href="/needs/new?from={question.id}"' in page
    assert "/needs/new?from" not in as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    chosen = browser.post(f"/items/{question.id}/selection", data={"deed": "need", "post": ["1", "2"]})
    html = browser.get(chosen.headers["Location"]).get_data(as_text=True)
    assert "depuis 2019" in html
    assert "Awa, Zoé" in html
