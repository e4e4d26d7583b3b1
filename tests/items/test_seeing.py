"""What one may see: the same clause for one item, for lists, for feeds."""

import pytest

from forum.core.db import transaction
from forum.items.queries.heads import head
from forum.items.queries.lists import Filter, counted, listed

EVERYBODY = ("awa", "bruno", "mona", "zoe", "nour", "stef", None)


@pytest.mark.parametrize("visibility", ["private", "members"])
def test_what_is_in_a_closed_space_is_seen_by_its_members_only(world, visibility):
    space = world.private_space("bruno", visibility=visibility)
    secret = world.question(by="bruno", space=space)
    seers = [who for who in (*EVERYBODY, "ada") if head(secret.id, world.actor(who))]
    listers = [who for who in (*EVERYBODY, "ada") if listed(Filter(), world.actor(who)).rows]
    assert seers == listers == ["bruno", "ada"]


def test_what_is_unlisted_is_read_by_link_and_in_no_list(world):
    space = world.private_space("bruno", visibility="unlisted")
    item = world.question(by="bruno", space=space)
    assert head(item.id, world.actor(None))
    assert listed(Filter(), world.actor(None)).rows == []
    assert [row.id for row in listed(Filter(), world.actor("bruno")).rows] == [item.id]


def test_what_waits_is_seen_by_its_author_and_the_keepers(world):
    item = world.question(by="nour", source="Voyez https://exemple.test")
    assert item.state == "pending"
    assert [who for who in EVERYBODY if head(item.id, world.actor(who))] == ["mona", "nour", "stef"]
    assert counted(Filter(), world.actor("mona")) == {}


def test_a_private_answer_is_a_404(world, as_):
    space = world.private_space("bruno")
    secret = world.question(by="bruno", space=space)
    for address in (f"/threads/{secret.id}-{secret.slug}", f"/items/{secret.id}/new?after=1", f"/items/{secret.id}"):
        assert as_("awa").get(address).status_code == 404
        assert as_("bruno").get(address).status_code in (200, 204, 302)


def test_a_title_of_a_private_item_is_not_told_by_a_reference(world):
    secret = world.question(by="bruno", space=world.private_space("bruno"), title="Un titre bien secret")
    question = world.question(source=f"Voir #{secret.id} pour la suite.")
    assert "bien secret" not in question.html


def test_a_reference_ties_the_two_pages(world, as_):
    other = world.question(title="Où trouver une pompe ?")
    question = world.question(source=f"Voir #{other.id} pour la suite.")
    assert question.title in as_(None).get(f"/threads/{other.id}-{other.slug}").get_data(as_text=True)
    assert other.title in as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)


def test_lists_are_paged_by_key_and_complete(world):
    made = {world.question().id for _each in range(7)}
    seen, key = [], ""
    while True:
        page = listed(Filter(), world.actor(None), key=key, limit=3)
        seen += [row.id for row in page.rows]
        if not page.next:
            break
        key = page.next
    assert len(seen) == 7
    assert set(seen) == made


def test_a_territory_shows_what_is_valid_there_from_above_and_from_below(world):
    from forum.territories.queries import tree

    codes = tree().codes
    for code in ("fr", "reg-53", "dep-29", "dep-35", "reg-76"):
        world.question(territories=[codes[code].id], title=f"Question pour {code}")
    with transaction():
        pass
    rows = listed(Filter(territory_id=codes["dep-29"].id), world.actor(None)).rows
    assert sorted(row.title.split()[-1] for row in rows) == ["dep-29", "fr", "reg-53"]
    rows = listed(Filter(territory_id=codes["reg-53"].id), world.actor(None)).rows
    assert sorted(row.title.split()[-1] for row in rows) == ["dep-29", "dep-35", "fr", "reg-53"]
