"""Guides are found like publications, by whoever reads their space."""

import pytest

from forum.core.db import db, transaction
from forum.guides import commands
from forum.guides.models import Guide
from forum.search.engine import engine
from forum.search.rebuilding import published, rebuild
from tests.guides.made import guide, url


def _found(browser, words: str) -> list[str]:
    return [row["url"] for row in browser.get(f"/api/v1/search?q={words}").json["results"]]


def test_a_guide_is_found_by_its_title_its_headings_and_by_type(world, as_, indexed):
    made, _sheets = guide(world, title="Creuser un puits pas à pas")
    with transaction():
        commands.add_heading(world.actor("corinne"), made, "Choisir la margelle")
    address = url(made)
    indexed()
    for words in ("puits", "margelle", "puits+type:guide"):
        assert address in _found(as_(None), words)
    answer = as_(None).get("/search?q=margelle").get_data(as_text=True)
    assert address in answer and "Guides" in answer
    assert as_(None).get("/search?q=margelle&format=atom").status_code == 200


@pytest.mark.parametrize(("who", "count"), [(None, 0), ("awa", 0), ("bruno", 1), ("ada", 1)])
def test_a_guide_of_a_private_space_is_found_by_its_members_alone(world, as_, indexed, who, count):
    guide(world, by="ada", title="Le classeur du bureau", space=world.private_space("bruno"))
    indexed()
    answer = as_(who).get("/api/v1/search?q=classeur").json
    assert answer["total"] == len(answer["results"]) == count
    assert sum(row["count"] for row in answer["facets"]["kind"]) == count


def test_a_guide_that_is_renamed_or_taken_away_is_followed(world, as_, indexed):
    made, _sheets = guide(world, title="Un premier nom")
    guide_id = made.id
    indexed()
    with transaction():
        commands.describe(
            world.actor("corinne"), db.session.get(Guide, guide_id), title="Un second intitulé", summary=""
        )
    indexed()
    assert _found(as_(None), "premier") == []
    assert len(_found(as_(None), "intitulé")) == 1
    with transaction():
        commands.remove(world.actor("corinne"), db.session.get(Guide, guide_id))
    indexed()
    assert _found(as_(None), "intitulé") == []


def test_a_rebuilt_index_has_guides_and_agrees_with_the_tables(world, indexed):
    made, _sheets = guide(world, 2)
    number = -made.id
    engine().clear()
    rebuild()
    assert number in engine().item_ids()
    assert engine().dates() == published()


def test_what_a_guide_holds_is_not_said_of_it(world, as_, indexed):
    made, _sheets = guide(world, 1, title="Guide ouvert")
    address = url(made)
    indexed()
    assert address not in _found(as_(None), "étape")


def test_a_feed_of_results_has_no_text_of_another_under_a_guide(world, as_, indexed):
    world.question(title="Une margelle de puits", source="Le texte de la question.")
    guide(world, title="Guide de la margelle")
    indexed()
    feed = as_(None).get("/search?q=margelle&format=atom").get_data(as_text=True)
    assert feed.count("Le texte de la question") == 1
    assert "Guide de la margelle" not in feed
