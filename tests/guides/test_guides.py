"""Guides: who makes them, how lines move, what readers see of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.db import db, transaction
from forum.guides import commands, queries
from forum.guides.models import Guide
from forum.people.commands import create_token
from tests.documents.made import document, page_of
from tests.guides.made import guide, url


def titles(world, found, who="corinne"):
    return [("  " if line.depth else "") + line.title for line in queries.contents(found.id, world.actor(who))]


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 303), ("mona", 303), ("ada", 303), ("awa", 403), ("zoe", 403), (None, 401)]
)
def test_those_who_tend_a_space_make_its_guides(world, as_, who, status):
    typed = {"space": "bretagne", "title": "Un guide de l’eau", "summary": "Pour débuter"}
    assert as_(who).post("/guides/new", data=typed).status_code == status
    assert bool(db.session.query(Guide).count()) == (status == 303)


def test_a_curator_does_not_make_guides_elsewhere(world, as_):
    assert as_("corinne").post("/guides/new", data={"space": "occitanie", "title": "Un guide"}).status_code == 422


@pytest.mark.parametrize("what", ["#{id}", "{id}", "/documents/{id}-un-titre", "http://localhost:5000/documents/{id}"])
def test_a_sheet_is_added_by_its_number_or_its_address(world, as_, what):
    found, _ = guide(world)
    sheet = document(world, title="Écouter d’abord")
    as_("corinne").post(f"/guides/{found.id}/parts", data={"what": what.format(id=sheet.id)})
    assert titles(world, found) == ["Écouter d’abord"]


def test_a_discussion_is_refused_with_a_reason(world, as_):
    found, _ = guide(world)
    answer = as_("corinne").post(f"/guides/{found.id}/parts", data={"what": f"#{world.question().id}"})
    assert answer.status_code == 422


def test_a_sheet_stands_once_in_a_guide(world):
    found, made = guide(world, 2)
    with transaction():
        assert commands.add(world.actor("corinne"), found, made) == 0
    assert len(titles(world, found)) == 2


def test_buttons_move_a_chapter_with_what_stands_inside(world, as_):
    found, made = guide(world, 3)
    browser = as_("corinne")
    lines = queries.contents(found.id, world.actor("corinne"))
    move = f"/guides/{found.id}/parts/%d/move"
    assert browser.post(move % lines[1].id, data={"how": "in"}).status_code == 303
    assert titles(world, found) == ["Étape 1 du projet", "  Étape 2 du projet", "Étape 3 du projet"]
    browser.post(move % lines[0].id, data={"how": "down"})
    assert titles(world, found) == ["Étape 3 du projet", "Étape 1 du projet", "  Étape 2 du projet"]
    html = browser.post(move % lines[0].id, data={"how": "up"}, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.startswith('\n<guide-lines id="lines"') or '<guide-lines id="lines"' in html[:200]
    assert titles(world, found)[0] == "Étape 1 du projet"


def test_a_dragged_order_is_taken_whole_or_not_at_all(world, as_):
    found, made = guide(world, 3)
    ids = [line.id for line in queries.contents(found.id, world.actor("corinne"))]
    browser, address = as_("corinne"), f"/guides/{found.id}/order"
    assert browser.post(address, data={"line": [f"{ids[2]}/0", f"{ids[0]}/1", f"{ids[1]}/0"]}).status_code == 303
    assert titles(world, found) == ["Étape 3 du projet", "  Étape 1 du projet", "Étape 2 du projet"]
    assert browser.post(address, data={"line": [f"{ids[2]}/0"]}).status_code == 409
    assert browser.post(address, data={"line": ["x/0"]}).status_code == 422
    assert len(titles(world, found)) == 3


@given(st.lists(st.integers(0, 1), max_size=9), st.integers(0, 8), st.sampled_from(commands.MOVES))
def test_no_move_loses_a_line(depths, at, how):
    lines = commands.tidy(list(enumerate(depths)))
    if at < len(lines):
        after = commands.moved(lines, at, how)
        assert sorted(each for each, _depth in after) == list(range(len(lines)))
        assert not after or after[0][1] == 0


def test_each_sheet_says_where_it_stands_and_leads_on(world, as_):
    found, made = guide(world, 3)
    page = page_of(as_(None), made[1])
    assert "partie 2 sur 3" in page
    assert f'rel="prev" href="/documents/{made[0].id}-' in page
    assert f'rel="next" href="/documents/{made[2].id}-' in page


def test_a_kept_page_learns_that_its_sheet_joined_a_guide(world, as_):
    sheet, visitor = document(world), as_(None)
    assert "Monter un projet d’eau" not in page_of(visitor, sheet)
    found, _ = guide(world)
    with transaction():
        commands.add(world.actor("corinne"), found, [sheet])
    assert "partie 1 sur 1" in page_of(visitor, sheet)


def test_a_guide_never_tells_titles_that_its_reader_may_not_see(world, as_):
    found, made = guide(world, 2)
    hidden = document(world, space=world.private_space("corinne"), title="Une affaire secrete")
    with transaction():
        commands.add(world.actor("corinne"), found, [hidden])
    for address in (url(found), f"{url(found)}/whole", f"{url(found)}?format=atom", f"/api/v1/guides/{found.id}"):
        assert "affaire secrete" in as_("corinne").get(address).get_data(as_text=True), address
        seen = as_("zoe").get(address).get_data(as_text=True)
        assert "affaire secrete" not in seen
        assert "tape 1 du projet" in seen
    assert "partie 2 sur 2" in page_of(as_("zoe"), made[1])


def test_a_guide_of_a_private_space_is_unknown_outside(world, as_):
    space = world.private_space("bruno")
    found, _ = guide(world, 1, by="ada", space=space, title="Un guide privé")
    for who in (None, "zoe"):
        assert as_(who).get(url(found)).status_code == 404
        assert "Un guide privé" not in as_(who).get("/guides/").get_data(as_text=True)
        assert as_(who).get(f"{url(found)}/guide.pdf").status_code == 404
    assert as_("bruno").get(url(found)).status_code == 200


def test_a_page_of_a_guide_costs_the_same_for_2_and_12_sheets(world, as_, queries):
    costs = []
    for sheets in (2, 12):
        found, _ = guide(world, sheets, title=f"Guide de {sheets} fiches")
        for address in (url(found), f"{url(found)}/whole"):
            queries.clear()
            as_("awa").get(address)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 12


def test_the_whole_guide_has_no_id_twice_and_links_stay_inside(world, as_):
    found, made = guide(world, 1)
    more = document(world, title="Après cela", source=f"Voir #{made[0].id}.\n\n## Écouter\n\nEncore.")
    with transaction():
        commands.add(world.actor("corinne"), found, [more])
    html = as_(None).get(f"{url(found)}/whole").get_data(as_text=True)
    assert f'href="#sheet-{made[0].id}"' in html
    assert f'id="s{made[0].id}-ecouter"' in html
    assert f'id="s{more.id}-ecouter"' in html


def test_a_guide_is_made_and_read_by_the_api(world, as_):
    def token(who):
        with transaction():
            return create_token(world.user(who), ("read", "write"))

    sheet = document(world)
    headers = {"Authorization": f"Bearer {token('corinne')}"}
    wanted = {"title": "Par l’interface", "space": "bretagne",
              "parts": [{"title": "Commencer"}, {"item": sheet.id, "depth": 1}]}  # fmt: skip
    made = as_(None).post("/api/v1/guides", json=wanted, headers=headers)
    assert made.status_code == 201
    parts = as_(None).get(f"/api/v1/guides/{made.json['id']}").json["parts"]
    assert [(part["depth"], part["title"]) for part in parts] == [(0, "Commencer"), (1, sheet.title)]
    assert [row["id"] for row in as_(None).get("/api/v1/guides?space=bretagne").json["results"]] == [made.json["id"]]
    refused = as_(None).post("/api/v1/guides", json=wanted, headers={"Authorization": f"Bearer {token('awa')}"})
    assert refused.status_code == 403


def test_a_guide_goes_and_its_sheets_stay(world, as_):
    found, made = guide(world, 1)
    assert as_("awa").post(f"/guides/{found.id}/removal").status_code == 403
    assert as_("corinne").post(f"/guides/{found.id}/removal").status_code == 303
    assert as_(None).get(url(found)).status_code == 404
    assert "partie 1 sur" not in page_of(as_(None), made[0])
