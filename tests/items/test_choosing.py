"""The page on which messages are chosen, by plain forms."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.items.models.item import Item
from forum.items.models.post import Post


def _checked(html: str) -> list[int]:
    return [n for n in range(1, 200) if f'name="post" value="{n}" checked' in html]


@pytest.mark.parametrize(("who", "status"), [("mona", 200), ("awa", 200), ("zoe", 200), (None, 303)])
def test_whoever_signed_in_chooses_and_keepers_move(world, as_, who, status):
    question = world.question(replies=2)
    answer = as_(who).get(f"/items/{question.id}/selection?post=2")
    assert answer.status_code == status
    if status == 200:
        html = answer.get_data(as_text=True)
        assert _checked(html) == [2]
        assert ('value="split"' in html) == (who == "mona")
        assert 'value="document"' in html


def test_from_this_message_on(world, as_):
    question = world.question(replies=5)
    html = (
        as_("mona").post(f"/items/{question.id}/selection", data={"deed": "onward", "post": "4"}).get_data(as_text=True)
    )
    assert _checked(html) == [4, 5, 6]


def test_what_was_chosen_and_typed_is_kept_when_it_is_refused(world, as_):
    question = world.question(replies=3)
    sent = {"deed": "split", "post": ["2", "4"], "title": "abc", "space": "bretagne"}
    answer = as_("mona").post(f"/items/{question.id}/selection", data=sent)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert _checked(html) == [2, 4]
    assert 'value="abc"' in html


def test_messages_that_are_not_on_the_page_stay_chosen(world, as_):
    question = world.question(replies=130)
    html = (
        as_("mona")
        .post(f"/items/{question.id}/selection", data={"deed": "onward", "post": "100", "after": "1"})
        .get_data(as_text=True)
    )
    hidden = html.count('type="hidden" name="post"')
    assert _checked(html) == [100, 101]
    assert hidden == 30
    html = as_("mona").get(f"/items/{question.id}/selection?after=101").get_data(as_text=True)
    assert "Réponse numéro 130" in html


def test_messages_go_into_another_discussion_and_a_closed_one_is_asked_about(world, as_):
    question, other = world.question(replies=2), world.question()
    sent = {"deed": "send", "post": ["3"], "other": f"/threads/{other.id}-{other.slug}"}
    answer = as_("mona").post(f"/items/{question.id}/selection", data=sent)
    assert answer.headers["Location"].endswith(f"{other.slug}?post=2#post-2")
    assert db.session.scalars(select(Post.number).where(Post.item_id == other.id)).all() == [2]
    closed = world.question(space=world.private_space("ada", visibility="members"), by="ada")
    sent = {"deed": "send", "post": ["2"], "other": str(closed.id)}
    assert as_("mona").post(f"/items/{question.id}/selection", data=sent).status_code == 422
    html = as_("ada").post(f"/items/{question.id}/selection", data=sent).get_data(as_text=True)
    assert "Bruno" in html.split('id="change"')[1].split("</div>")[0]
    assert as_("ada").post(f"/items/{question.id}/selection", data={**sent, "sure": "bureau"}).status_code == 303


def test_two_discussions_are_merged_from_their_page(world, as_):
    first, second = world.question(replies=1), world.question(replies=1)
    for other in ("", "99999", str(second.id)):
        assert as_("mona").post(f"/items/{second.id}/merge", data={"other": other, "order": "date"}).status_code == 422
    answer = as_("mona").post(f"/items/{second.id}/merge", data={"other": f"#{first.id}", "order": "date"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(Item, second.id).state == "merged"
    assert as_("bruno").post(f"/items/{second.id}/posts", data={"source": "Trop tard"}).status_code in (403, 404, 409)


def test_merging_says_who_loses_access(world, as_):
    first = world.question(space=world.private_space("ada", "mona", visibility="members"), by="ada")
    second = world.question(replies=1)
    sent = {"other": str(first.id), "order": "end"}
    answer = as_("ada").post(f"/items/{second.id}/merge", data=sent)
    assert answer.status_code == 422
    assert 'name="sure"' in answer.get_data(as_text=True)
    assert 'value="bureau"' in answer.get_data(as_text=True)
    assert as_("ada").post(f"/items/{second.id}/merge", data={**sent, "sure": "bureau"}).status_code == 303
