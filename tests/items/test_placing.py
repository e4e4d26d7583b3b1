"""In which spaces a discussion stands: moving says who loses access; one discussion is shown in several spaces."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.items.commands.show_in import show_in
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.items.models.keeping import Act, ItemSpace
from forum.items.queries.lists import Filter, counted, listed
from forum.spaces.models import Space


def _closed(world, visibility="members") -> Space:
    return world.private_space("mona", "awa", visibility=visibility)


@pytest.mark.parametrize(("visibility", "word"), [("members", "membres"), ("private", "privé")])
def test_closed_spaces_are_marked_in_the_list(world, as_, visibility, word):
    _closed(world, visibility)
    html = as_("mona").get(f"/items/{world.question().id}/move").get_data(as_text=True)
    option = html.split('value="bureau">')[1].split("</option>")[0]
    assert word in option


def test_moving_to_a_closed_space_says_who_loses_access_and_asks(world, as_):
    _closed(world)
    question = world.question(replies=2)
    with transaction():
        db.session.merge(Watch(user_id=world.user("zoe").id, subject="item", subject_id=question.id, level="all"))
    browser = as_("mona")
    answer = browser.post(f"/items/{question.id}/move", data={"space": "bureau"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    warning = html.split('id="change"')[1].split("</form>")[0]
    assert "Bruno" in warning
    assert "Awa" not in warning.split("</div>")[0]  # she is in that space
    assert "1 autre personne" in warning
    assert 'name="sure" value="bureau"' in html
    assert 'value="bureau" selected' in html.replace("selected value", "value") or "selected" in html
    db.session.expire_all()
    assert db.session.get(Item, question.id).space_id == world.space().id
    assert browser.post(f"/items/{question.id}/move", data={"space": "bureau", "sure": "bureau"}).status_code == 303
    assert as_("bruno").get(f"/threads/{question.id}-{question.slug}").status_code == 404
    act = db.session.scalars(select(Act)).one()
    assert browser.post(f"/items/acts/{act.id}/undo").status_code == 303
    assert as_("bruno").get(f"/threads/{question.id}-{question.slug}").status_code == 200


def test_a_yes_for_one_space_is_none_for_another(world, as_):
    _closed(world)
    world.private_space("mona", visibility="members", slug="comite")
    question = world.question(replies=1)
    answer = as_("mona").post(f"/items/{question.id}/move", data={"space": "bureau", "sure": "comite"})
    assert answer.status_code == 422


def test_opening_what_was_closed_is_asked_about_too(world, as_):
    closed = _closed(world)
    question = world.question(space=closed, by="awa")
    answer = as_("ada").post(f"/items/{question.id}/move", data={"space": "bretagne"})
    assert answer.status_code == 422
    assert "lu par tout le monde" in answer.get_data(as_text=True)


def test_between_open_spaces_nothing_is_asked(world, as_):
    question = world.question(replies=1)
    assert as_("mona").post(f"/items/{question.id}/move", data={"space": "national"}).status_code == 303


def _show(world, who, item, slug):
    with transaction():
        return show_in(world.actor(who), item, world.space(slug))


def test_one_discussion_appears_once_in_the_lists_feeds_counts_and_search_of_each_space(world, as_, indexed):
    question = world.question(title="Un forage partagé par deux régions")
    _show(world, "awa", question, "occitanie")
    ids = {slug: world.space(slug).id for slug in ("bretagne", "occitanie", "national")}
    for slug, times in {"bretagne": 1, "occitanie": 1, "national": 0}.items():
        found = listed(Filter(space_id=ids[slug]), world.actor(None))
        assert len(found.rows) == times, slug
        assert counted(Filter(space_id=ids[slug]), world.actor(None)) == ({"thread": 1} if times else {})
        browser = as_(None)
        for address in (f"/spaces/{slug}", f"/spaces/{slug}?format=atom", f"/threads/?space={slug}"):
            text = browser.get(address).get_data(as_text=True)
            assert (question.title in text) == bool(times), address
    assert len(listed(Filter(), world.actor(None)).rows) == 1
    page = as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    assert 'href="/spaces/occitanie"' in page
    indexed()
    for slug, total in {"bretagne": 1, "occitanie": 1, "national": 0}.items():
        assert as_(None).get(f"/api/v1/search?q=forage&space={slug}").get_json()["total"] == total, slug


def test_it_is_seen_only_by_those_who_may_read_it_at_home(world, as_):
    closed = world.private_space("bruno", visibility="members")
    secret = world.question(space=closed, by="bruno", title="Le budget secret du bureau")
    _show(world, "bruno", secret, "bretagne")
    for who in (None, "awa", "mona", "zoe"):
        assert "budget secret" not in as_(who).get("/spaces/bretagne").get_data(as_text=True)
    assert "budget secret" in as_("bruno").get("/spaces/bretagne").get_data(as_text=True)


def test_the_name_of_a_private_space_is_not_told(world, as_):
    world.private_space("awa")
    question = world.question()
    _show(world, "awa", question, "bureau")
    for who in (None, "bruno"):
        html = as_(who).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
        assert "Bureau" not in html
    assert "Bureau" in as_("awa").get(f"/items/{question.id}/spaces").get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "space", "status"),
    [
        ("awa", "occitanie", 303), ("ada", "occitanie", 303), ("mona", "occitanie", 422), ("bruno", "occitanie", 403),
        ("stef", "bretagne", 422), (None, "occitanie", 401),
    ],
)  # fmt: skip
def test_its_author_and_the_keepers_of_the_other_space_show_it_there(world, as_, who, space, status):
    question = world.question()
    assert as_(who).post(f"/items/{question.id}/spaces", data={"space": space}).status_code == status
    assert (db.session.get(ItemSpace, (question.id, world.space("occitanie").id)) is not None) == (status == 303)


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("mona", 303), ("ada", 303), ("bruno", 403), ("zoe", 403)])
def test_who_takes_it_out_and_puts_it_back(world, as_, who, status):
    question = world.question()
    _show(world, "awa", question, "occitanie")
    assert as_(who).post(f"/items/{question.id}/spaces/occitanie/undo").status_code == status
    db.session.expire_all()
    assert (db.session.get(ItemSpace, (question.id, world.space("occitanie").id)) is None) == (status == 303)


def test_five_other_spaces_at_most(world, as_):
    question = world.question()
    slugs = [
        space.slug
        for space in db.session.scalars(select(Space).where(Space.id > 0).order_by(Space.id))
        if space.slug != "bretagne"
    ]
    answers = [as_("awa").post(f"/items/{question.id}/spaces", data={"space": slug}).status_code for slug in slugs[:6]]
    assert answers == [303, 303, 303, 303, 303, 422]


def test_whoever_follows_the_other_space_is_told_of_new_messages(world, as_):
    question = world.question()
    _show(world, "awa", question, "occitanie")
    item_id = question.id
    with transaction():
        watch = Watch(
            user_id=world.user("zoe").id, subject="space", subject_id=world.space("occitanie").id, level="all"
        )
        db.session.add(watch)
    world.reply(question, source="Une nouvelle piste.")
    world.follow()
    html = as_("zoe").get("/notifications/").get_data(as_text=True)
    assert db.session.get(Item, item_id).title in html.replace("&#39;", "'")


def test_a_list_costs_the_same_with_and_without(world, as_, queries):
    costs = []
    for times in (0, 8):
        for _each in range(times):
            _show(world, "awa", world.question(), "occitanie")
        browser = as_(None)
        world.app.extensions["kept"].clear()
        queries.clear()
        assert browser.get("/spaces/occitanie").status_code == 200
        costs.append(len(queries))
    assert costs[1] - costs[0] <= 1, costs  # one for the kind that is on the page now


def test_an_author_undoes_what_they_showed_and_nobody_elses(world, as_):
    question = world.question()
    as_("awa").post(f"/items/{question.id}/spaces", data={"space": "occitanie"})
    act = db.session.scalars(select(Act)).one()
    assert as_("bruno").post(f"/items/acts/{act.id}/undo").status_code == 404
    assert as_("awa").post(f"/items/acts/{act.id}/undo").status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(ItemSpace)).all() == []


def test_a_keeper_shows_in_their_space_what_stands_elsewhere(world, as_):
    question = world.question(space=world.space("occitanie"), by="zoe")
    html = as_("mona").get(f"/items/{question.id}/spaces").get_data(as_text=True)
    assert 'value="bretagne"' in html
    assert 'value="national"' not in html
    assert as_("mona").post(f"/items/{question.id}/spaces", data={"space": "bretagne"}).status_code == 303
    assert question.title in as_(None).get("/spaces/bretagne").get_data(as_text=True)
