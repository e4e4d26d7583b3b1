"""What keepers do with a whole discussion: title, pin, close, wiki, notes; each is written down and can be undone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.items.commands.state import unpin_due
from forum.items.models.item import Item
from forum.items.models.keeping import Act, Note
from forum.items.models.post import Post, Revision


def _act() -> Act:
    return db.session.scalars(select(Act).order_by(Act.id.desc())).first()


def _fresh(item) -> Item:
    db.session.expire_all()
    return db.session.get(Item, item.id)


def _page(as_, who, item) -> str:
    return as_(who).get(f"/items/{item.id}", follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/items/{id}/title", {"title": "Un titre plus clair"}),
        ("/items/{id}/close", {"on": "1"}),
        ("/items/{id}/pin", {"on": "1"}),
        ("/items/{id}/messages/2/wiki", {"on": "1"}),
        ("/items/{id}/acts", {"text": "À suivre."}),
        ("/items/{id}/selection", {"deed": "split", "post": "2", "title": "Autre sujet", "space": "bretagne"}),
    ],
)
@pytest.mark.parametrize(
    ("who", "status"), [("mona", 303), ("stef", 303), ("ada", 303), ("awa", 403), ("zoe", 403), (None, 401)]
)
def test_who_may_and_who_may_undo(world, as_, address, data, who, status):
    question = world.question(replies=2)
    browser = as_(who)
    answer = browser.post(address.format(id=question.id), data=data)
    assert answer.status_code == status
    if status != 303:
        assert db.session.scalars(select(Act)).all() == []
        return
    act = _act()
    assert as_("awa").post(f"/items/acts/{act.id}/undo").status_code == 404
    page = browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert f'action="/items/acts/{act.id}/undo"' in page.split('id="said"')[1].split("</main>")[0]
    assert browser.post(f"/items/acts/{act.id}/undo").status_code == 303
    db.session.expire_all()
    assert _act().undone_at is not None
    assert browser.post(f"/items/acts/{act.id}/undo").status_code == 409


def test_a_new_title_keeps_the_old_one_in_its_history_and_its_address(world, as_):
    question = world.question(title="besoin d'aide svp")
    old = f"/threads/{question.id}-{question.slug}"
    as_("mona").post(
        f"/items/{question.id}/title", data={"title": "Financer un forage au Mali", "reason": "Plus clair"}
    )
    assert as_(None).get(old).status_code == 301
    assert db.session.scalars(select(Revision)).one().title == "besoin d'aide svp"
    page = _page(as_, None, question)
    assert "Mona a changé le titre" in page
    assert "besoin d&#39;aide svp" in page
    as_("mona").post(f"/items/acts/{_act().id}/undo")
    assert _fresh(question).title == "besoin d'aide svp"


def test_pinned_until_a_day_it_leaves_the_top_by_itself(world, as_):
    question = world.question()
    day = (clock.today() + timedelta(days=3)).isoformat()
    as_("mona").post(f"/items/{question.id}/pin", data={"on": "1", "until": day})
    assert _fresh(question).pinned
    with transaction():
        assert unpin_due() == 0
    clock.set_for_tests(clock.now() + timedelta(days=4))
    with transaction():
        assert unpin_due() == 1
    assert (_fresh(question).pinned, _fresh(question).pinned_until) == (False, None)


@pytest.mark.parametrize("until", ["2020-01-01", "pas une date"])
def test_a_day_that_has_passed_is_refused_beside_its_field(world, as_, until):
    question = world.question()
    answer = as_("mona").post(f"/items/{question.id}/pin", data={"on": "1", "until": until})
    assert answer.status_code == 422
    assert not _fresh(question).pinned


def test_the_reason_of_closing_is_shown_to_all(world, as_):
    question = world.question(replies=1)
    as_("mona").post(f"/items/{question.id}/close", data={"on": "1", "reason": "La réponse est dans la fiche."})
    for who in (None, "awa"):
        assert _page(as_, who, question).count("La réponse est dans la fiche.") >= 2
    assert as_("bruno").post(f"/items/{question.id}/posts", data={"source": "Encore"}).status_code in (409, 422)
    as_("mona").post(f"/items/{question.id}/close", data={"on": "0"})
    assert (_fresh(question).is_closed, _fresh(question).close_reason) == (False, "")


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("zoe", 303), ("nour", 403), (None, 401)])
def test_a_wiki_message_is_edited_by_members_and_its_history_says_who(world, as_, who, status):
    question = world.question(replies=1)
    sent = {"source": "Réponse complétée par une autre.", "version": "1"}
    address = f"/items/{question.id}/messages/2/edit"
    assert as_("awa").post(address, data=sent).status_code == 403
    as_("mona").post(f"/items/{question.id}/messages/2/wiki", data={"on": "1"})
    assert as_(who).post(address, data=sent).status_code == status
    db.session.expire_all()
    post = db.session.scalars(select(Post)).one()
    if status == 303:
        assert (post.edited_by_id, post.author_id) == (world.user(who).id, world.user("bruno").id)
        as_("mona").post(f"/items/{question.id}/messages/2/wiki", data={"on": "0"})
        assert as_(who).post(address, data={**sent, "version": "2"}).status_code == 403


def test_the_title_of_a_wiki_stays_its_authors(world, as_):
    question = world.question(title="Comment financer un puits ?")
    as_("mona").post(f"/items/{question.id}/messages/1/wiki", data={"on": "1"})
    sent = {"source": "Texte commun.", "title": "Un titre détourné", "version": "1"}
    assert as_("zoe").post(f"/items/{question.id}/messages/1/edit", data=sent).status_code == 303
    assert (_fresh(question).title, _fresh(question).source) == ("Comment financer un puits ?", "Texte commun.")


def test_notes_are_for_keepers_only_and_follow_their_message(world, as_):
    question, secret = world.question(replies=3), "Contacter la préfecture avant lundi"
    as_("mona").post(f"/items/{question.id}/acts", data={"text": secret, "number": "3"})
    for who in ("mona", "stef", "ada"):
        assert secret in _page(as_, who, question)
    for who in (None, "awa", "bruno", "corinne", "zoe"):
        page = _page(as_, who, question)
        assert secret not in page
        assert "Mona a écrit une note" not in page
    as_("mona").post(
        f"/items/{question.id}/selection",
        data={"deed": "split", "post": ["3", "4"], "title": "Un autre sujet", "space": "bretagne"},
    )
    made = db.session.scalars(select(Item).where(Item.title == "Un autre sujet")).one()
    assert (db.session.scalars(select(Note)).one().item_id, db.session.scalars(select(Note)).one().number) == (
        made.id,
        1,
    )
    assert secret in _page(as_, "mona", made)
    note = db.session.scalars(select(Note)).one()
    assert as_("awa").post(f"/items/{made.id}/notes/{note.id}/delete").status_code == 403
    assert as_("mona").post(f"/items/{question.id}/notes/{note.id}/delete").status_code == 404
    assert as_("mona").post(f"/items/{made.id}/notes/{note.id}/delete").status_code == 303


def test_the_line_stands_where_messages_left_and_old_anchors_stand_in_it(world, as_):
    question = world.question(replies=4)
    as_("mona").post(
        f"/items/{question.id}/selection",
        data={"deed": "split", "post": ["3", "4"], "title": "Un autre sujet", "space": "bretagne"},
    )
    page = _page(as_, None, question)
    line = page.index("Mona a fait de 2 messages une discussion")
    assert page.index('id="post-2"') < line < page.index('id="post-5"')
    assert 'id="post-3"' in page
    assert page.index('id="post-2"') < page.index('id="post-4"') < page.index('id="post-5"')
    assert "Un autre sujet" in page


def test_a_line_tells_nothing_of_a_discussion_that_one_may_not_read(world, as_):
    closed, question = world.private_space("mona", "bruno"), world.question(replies=3)
    sent = {"deed": "split", "post": ["3"], "title": "Affaire très privée", "space": "bureau", "sure": "bureau"}
    assert as_("mona").post(f"/items/{question.id}/selection", data=sent).status_code == 303
    assert closed.slug == "bureau"
    page = _page(as_, "awa", question)
    assert "une discussion que vous ne pouvez pas lire" in page
    assert "très privée" not in page
    assert "tres-privee" not in page
    assert "Affaire très privée" in _page(as_, "bruno", question)


def test_the_log_shows_the_spaces_that_one_keeps(world, as_):
    here, there = world.question(), world.question(space=world.space("occitanie"), by="zoe")
    as_("mona").post(f"/items/{here.id}/pin", data={"on": "1"})
    as_("ada").post(f"/items/{there.id}/pin", data={"on": "1"})
    log = as_("mona").get("/items/acts").get_data(as_text=True)
    assert here.title in log
    assert there.title not in log
    assert as_("awa").get("/items/acts").status_code == 403
    assert "/items/acts" in as_("mona").get("/moderation/log").get_data(as_text=True)


def test_a_page_with_many_marks_costs_what_one_with_few_costs(world, as_, queries):
    costs = []
    for times in (1, 12):
        question = world.question(replies=5)
        for n in range(times):
            as_("mona").post(f"/items/{question.id}/acts", data={"text": f"Note {n}", "number": str(n % 5 + 1)})
            as_("mona").post(f"/items/{question.id}/close", data={"on": str(1 - n % 2)})
        for who in ("mona", "awa", None):
            browser = as_(who)
            queries.clear()
            assert browser.get(f"/threads/{question.id}-{question.slug}").status_code == 200
            costs.append(len(queries))
    assert costs[:3] == costs[3:]
    assert max(costs) <= 12, costs


@pytest.mark.parametrize("address", ["keep", "move", "acts", "selection", "merge", "spaces"])
def test_no_two_fields_of_a_page_have_one_name_for_their_label(world, as_, address):
    question = world.question(replies=2)
    html = as_("mona").get(f"/items/{question.id}/{address}").get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
