"""Free words kept in order: renamed, merged; old addresses lead to the new word."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Conflict
from forum.items.commands.tags import merge_tags, rename_tag, undo_merge
from forum.items.models.item import ItemTag
from forum.items.queries.tags import tags
from forum.territories.models import Tag


def _tag(slug: str) -> Tag:
    return db.session.scalars(select(Tag).where(Tag.slug == slug)).one()


@pytest.mark.parametrize(
    ("who", "status"), [("mona", 200), ("corinne", 200), ("ada", 200), ("awa", 403), ("zoe", 403), (None, 303)]
)
def test_who_keeps_words(world, as_, who, status):
    world.question(tags=["puits"])
    for address in ("/items/tags", "/items/tags/puits"):
        assert as_(who).get(address).status_code == status


def test_two_words_become_one_and_the_old_address_leads_there(world, as_):
    both, one = world.question(tags=["forage", "forages"]), world.question(tags=["forages"])
    answer = as_("mona").post("/items/tags/forages", data={"label": "forage", "deed": "merge"})
    assert answer.status_code == 303
    uses = list(db.session.execute(select(ItemTag.item_id, ItemTag.tag_id).order_by(ItemTag.item_id)))
    assert uses == [(both.id, _tag("forage").id), (one.id, _tag("forage").id)]
    assert [(row.slug, row.uses, row.merged) for row in tags().rows] == [("forage", 2, 1)]
    moved = as_(None).get("/threads/?tag=forages&state=open")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/threads/?tag=forage&state=open"
    for kind in ("documents", "resources", "needs"):
        assert as_(None).get(f"/{kind}/?tag=forages").status_code == 301
    assert len(as_(None).get("/api/v1/items?tag=forages").get_json()["results"]) == 2


def test_a_word_is_written_otherwise(world, as_):
    question = world.question(tags=["foragess"])
    as_("mona").post("/items/tags/foragess", data={"label": "Forages à main", "deed": "rename"})
    page = as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    assert "Forages à main" in page
    assert as_(None).get("/threads/?tag=foragess").headers["Location"].endswith("tag=forages-a-main")
    as_("mona").post("/items/tags/forages-a-main", data={"label": "FORAGES à main", "deed": "rename"})
    assert _tag("forages-a-main").label == "FORAGES à main"


def test_an_old_address_is_one_step_away_however_often_words_were_merged(world):
    world.question(tags=["un", "deux", "trois"])
    mona = world.actor("mona")
    with transaction():
        merge_tags(mona, _tag("un"), _tag("deux"))
        merge_tags(mona, _tag("deux"), _tag("trois"))
    assert _tag("un").merged_into_id == _tag("trois").id
    with transaction():
        kept = rename_tag(mona, _tag("trois"), "Un")  # back to the first spelling
    assert (kept.slug, kept.merged_into_id) == ("un", None)
    assert {_tag("deux").merged_into_id, _tag("trois").merged_into_id} == {kept.id}


@pytest.mark.parametrize(
    ("label", "deed"), [("inconnu", "merge"), ("puits", "merge"), ("a", "rename"), ("un, deux", "rename")]
)
def test_what_cannot_be_is_said_and_kept_as_typed(world, as_, label, deed):
    world.question(tags=["puits"])
    answer = as_("mona").post("/items/tags/puits", data={"label": label, "deed": deed})
    assert answer.status_code == 422
    assert f'value="{label}"' in answer.get_data(as_text=True)


def test_new_publications_get_the_word_that_is_kept(world):
    world.question(tags=["forage", "forages"])
    with transaction():
        merge_tags(world.actor("mona"), _tag("forages"), _tag("forage"))
    again = world.question(tags=["forages"])
    assert list(db.session.scalars(select(ItemTag.tag_id).where(ItemTag.item_id == again.id))) == [_tag("forage").id]


def _words(*items) -> list[set[str]]:
    """The words of each publication."""
    rows = select(ItemTag.item_id, Tag.slug).join(Tag, Tag.id == ItemTag.tag_id)
    found = [(item_id, slug) for item_id, slug in db.session.execute(rows)]
    return [{slug for item_id, slug in found if item_id == item} for item in items]


def _merge(as_, word: str, into: str, deed: str = "merge"):
    return as_("mona").post(f"/items/tags/{word}", data={"label": into, "deed": deed}, follow_redirects=True)


def test_a_merge_is_taken_back_and_addresses_lead_right_before_and_after(world, as_):
    both, one, other = (
        world.question(tags=words).id for words in (["forage", "forages"], ["forages"], ["forage", "eau"])
    )
    assert "/items/tags/forages/undo" in _merge(as_, "forages", "forage").get_data(as_text=True)
    since = world.question(tags=["forages"]).id
    assert "forages → " in as_("corinne").get("/items/tags/forage").get_data(as_text=True)
    assert as_("awa").post("/items/tags/forages/undo").status_code == 403
    assert as_("corinne").post("/items/tags/forages/undo").status_code == 303
    assert _words(both, one, other, since) == [{"forage", "forages"}, {"forages"}, {"forage", "eau"}, {"forage"}]
    for word in ("forage", "forages"):
        for address in (f"/threads/?tag={word}", f"/threads/?tag={word}&format=atom"):
            assert as_(None).get(address).status_code == 200
    assert len(as_(None).get("/api/v1/items?tag=forages").get_json()["results"]) == 2
    assert as_("corinne").post("/items/tags/forages/undo").status_code == 409


def test_what_its_author_changed_since_is_left_alone(world, as_):
    one = world.question(tags=["forages"]).id
    world.question(tags=["forage"])
    _merge(as_, "forages", "forage")
    with transaction():
        db.session.execute(ItemTag.__table__.delete().where(ItemTag.item_id == one))
    as_("mona").post("/items/tags/forages/undo")
    assert _words(one) == [set()]


def test_a_spelling_is_taken_back_and_its_address_leads_to_the_one_of_before(world, as_):
    question = world.question(tags=["foragess"]).id
    _merge(as_, "foragess", "Forages à main", "rename")
    as_("mona").post("/items/tags/foragess/undo")
    assert _words(question) == [{"foragess"}]
    assert as_(None).get("/threads/?tag=forages-a-main").headers["Location"].endswith("tag=foragess")
    _merge(as_, "foragess", "Forages à main", "rename")
    assert _words(question) == [{"forages-a-main"}]


def test_what_was_merged_further_is_taken_back_from_the_last_on(world):
    question = world.question(tags=["un"]).id
    world.question(tags=["deux", "trois"])
    mona = world.actor("mona")
    with transaction():
        merge_tags(mona, _tag("un"), _tag("deux"))
        merge_tags(mona, _tag("deux"), _tag("trois"))
    with pytest.raises(Conflict, match="trois"), transaction():
        undo_merge(mona, _tag("un"))
    with transaction():
        undo_merge(mona, _tag("deux"))
        undo_merge(mona, _tag("un"))
    assert _words(question) == [{"un"}]
    assert [_tag(word).merged_into_id for word in ("un", "deux", "trois")] == [None, None, None]
