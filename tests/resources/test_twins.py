"""Sheets that speak of the same thing: found, told while one types, merged with all that hangs on them, and back."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.demo.data_files import data
from forum.exchange.sheets.applying import apply
from forum.exchange.sheets.bringing import bring
from forum.exchange.sheets.plan import plan
from forum.files.commands import attach, store
from forum.items.models.around import Watch
from forum.items.models.keeping import Act
from forum.resources.around import Complement, NotTheSame, Outcome
from forum.resources.commands import change
from forum.resources.complementing import complement
from forum.resources.models import Resource
from forum.resources.outcomes import say_outcome
from forum.resources.queries.twins import alike_to, pairs
from forum.resources.twins import ALIKE, SURE, Known, Twin, score, url_key
from forum.territories.queries import tree
from tests.resources.made import page_of, resource
from tests.resources.test_forms import TYPED

TEXTS = st.text(max_size=60)


def sheet(title: str, funder: str = "", url: str = "") -> Twin:
    return Twin.of(1, title, funder, url)


@given(st.tuples(TEXTS, TEXTS, TEXTS), st.tuples(TEXTS, TEXTS, TEXTS))
def test_a_score_is_a_share_and_the_same_both_ways(mine, theirs):
    one, other = sheet(*mine), sheet(*theirs)
    assert 0 <= score(one, other) <= 1
    assert score(one, other) == score(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Appel à microprojets 2026", "La Guilde", ""), ("Appel à microprojets 2027", "la guilde", "")),
        (("FONJEP jeunes", "FONJEP", "https://www.fonjep.org/jeunes/"), ("Fonjep - jeunes", "", "fonjep.org/jeunes")),
        (("Fonds pour l’eau", "Agence de l’eau", ""), ("Fonds pour l'eau (édition 2027)", "Agence de l'eau", "")),
        (("Aide aux projets d’éducation à la citoyenneté", "Région", "region.fr/ecsi"),
         ("Éducation à la citoyenneté", "Région Bretagne", "https://region.fr/ecsi?utm=1")),
    ],
)  # fmt: skip
def test_the_same_under_another_name(one, other):
    assert score(sheet(*one), sheet(*other)) >= ALIKE


def test_the_91_packaged_sheets_are_hardly_taken_for_each_other():
    rows = data("resources")["resources"]
    known = Known(Twin.of(n, row["title"], row["funder"], row["url"]) for n, row in enumerate(rows, 1))
    found = known.pairs()
    assert len(found) <= 5
    assert not [each for each in found if each[0] >= SURE]


@pytest.mark.parametrize("url", ["https://www.Fonds.fr/Aide/", "fonds.fr/aide", "http://fonds.fr/aide?x=1#y"])
def test_one_page_has_one_key(url):
    assert url_key(url) == "fonds.fr/aide"


@pytest.fixture
def two(world) -> tuple[Resource, Resource]:
    """The same call twice."""
    first = resource(world, title="Appel à microprojets solidaires 2026", funder="La Guilde", url="guilde.test/appel",
                     max_amount=5000)  # fmt: skip
    return first, resource(world, title="Microprojets solidaires — appel 2027", funder="La Guilde", max_amount=6000)


def test_they_are_told_while_one_types(world, as_, two):
    html = as_("awa").get("/resources/alike?title=Microprojets+solidaires&funder=Guilde").get_data(as_text=True)
    assert two[0].title in unescape(html) and two[1].title in unescape(html)
    assert as_(None).get("/resources/alike?title=Microprojets").status_code == 303  # to sign in
    assert two[0].title not in unescape(
        as_("awa").get("/resources/alike?title=Formation+au+plaidoyer").get_data(as_text=True)
    )


def test_what_one_may_not_see_is_not_told(world):
    resource(world, title="Un fonds secret du bureau", space=world.private_space("bruno"))
    assert alike_to(world.actor("awa"), title="Un fonds secret du bureau") == []
    assert len(alike_to(world.actor("bruno"), title="Un fonds secret du bureau")) == 1


def test_a_nearly_sure_double_is_asked_about_before_it_is_proposed(world, as_, two):
    data = {**TYPED, "title": "Appel à microprojets solidaires 2028", "source": "Un texte assez long.", "type": "call",
            "funder": "La Guilde", "space": "bretagne", "level": "national", "territory": "reg-53"}  # fmt: skip
    answer = as_("awa").post("/resources/new", data=data)
    assert answer.status_code == 422
    html = unescape(answer.get_data(as_text=True))
    assert two[0].title in html and 'name="looked"' in html and "Un texte assez long." in html
    assert as_("awa").post("/resources/new", data=data | {"looked": "1"}).status_code == 303


def test_a_sheet_that_comes_in_tells_what_is_there_already(world, two):
    rows = "Titre;Financeur;Sessions\nMicroprojets solidaires 2029;La Guilde;1/02 – 31/03\nTout autre chose;Un fonds;\n"
    with transaction():
        sheet = bring(SYSTEM, world.space(), "aides.csv", rows.encode(), by_id=world.user("corinne").id)
    made = plan(sheet, world.actor("corinne"))
    assert made.is_clean and str(two[1].id) in made.rows[0].note and not made.rows[1].note
    with transaction():
        apply(world.actor("corinne"), db.session.merge(sheet), made.digest)
    row = db.session.scalars(select(Resource).where(Resource.title == "Microprojets solidaires 2029")).one()
    assert row.windows == [["02-01", "03-31"]]


def test_curators_settle_pairs_and_it_is_remembered(world, as_, two):
    world.follow()
    assert [(one.id, other.id) for _points, one, other in pairs(world.actor("corinne"))] == [(two[0].id, two[1].id)]
    assert pairs(world.actor("awa")) == []
    assert as_("awa").get("/resources/doubles").status_code == 403
    assert two[1].title in unescape(as_("corinne").get("/resources/doubles").get_data(as_text=True))
    apart = f"/resources/{two[1].id}/not-the-same"
    assert as_("awa").post(apart, data={"other": two[0].id}).status_code == 403
    assert as_("corinne").post(apart, data={"other": two[0].id}).status_code == 303
    assert db.session.scalars(select(NotTheSame.low_id)).all() == [two[0].id]
    assert pairs(world.actor("corinne")) == []
    as_("mona").post(f"{apart}/undo", data={"other": two[0].id})
    assert len(pairs(world.actor("corinne"))) == 1


def test_pairs_follow_what_the_sheets_say_and_cost_the_page_nothing(world, as_, two, queries):
    ids, title, funder = [each.id for each in two], two[0].title, two[0].funder
    world.follow()
    with transaction():
        made = db.session.get_one(Resource, ids[1])
        change(SYSTEM, made, title="Bourse de recherche agronomique", source=made.source, version=made.version,
               funder="Un ministère", url="")  # fmt: skip
    world.follow()
    assert pairs(world.actor("corinne")) == []
    with transaction():
        made = db.session.get_one(Resource, ids[1])
        change(SYSTEM, made, title=title, source=made.source, version=made.version, funder=funder)
    world.follow()
    assert [(one.id, other.id) for _points, one, other in pairs(world.actor("corinne"))] == [tuple(ids)]
    for number in range(20):
        resource(
            world, title=f"Fonds {'abcdefghijklmnopqrst'[number] * 4} pour la culture", funder=f"Bailleur {number}"
        )
    queries.clear()
    assert as_("corinne").get("/resources/doubles").status_code == 200
    assert len(queries) <= 8


def _merge(browser, made: Resource, other: Resource):
    return browser.post(f"/resources/{made.id}/merge", data={"other": f"/resources/{other.id}-{other.slug}"})


@pytest.mark.parametrize(("who", "status"), [("corinne", 303), ("mona", 303), ("awa", 403), ("zoe", 403), (None, 401)])
def test_who_may_merge(world, as_, two, who, status):
    assert _merge(as_(who), *two).status_code == status


def _file(world, item: Resource) -> int:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    with transaction():
        file = store(SYSTEM, "plan.png", out.getvalue(), owner_id=world.user("awa").id)
        attach(SYSTEM, [file.id], item.id, 1)
    return int(file.id)


def test_merging_keeps_everything_and_is_undone(world, as_, two):
    made, other = two
    world.reply(made, source="Une question restée ouverte.")
    citing = world.question(source=f"Voir #{made.id}.")
    file_id, organisation = _file(world, made), world.organisation()
    with transaction():
        db.session.add(Watch(user_id=world.user("zoe").id, subject="item", subject_id=made.id, level="all"))
        row = db.session.get_one(Resource, made.id)
        say_outcome(
            world.actor("awa"), row, organisation.id, 2026, answer="obtained", asked=5000, obtained=4000, days=60
        )
        complement(SYSTEM, row, tree().codes["dep-29"], facts={"max_amount": 100})
    old, new = f"/resources/{made.id}-{made.slug}", f"/resources/{other.id}-{other.slug}"
    corinne = as_("corinne")
    said = corinne.get(_merge(corinne, made, other).location).get_data(as_text=True)
    gone = as_(None).get(old)
    assert (gone.status_code, gone.location) == (301, new)
    api = as_(None).get(f"/api/v1/items/{made.id}")
    assert (api.status_code, api.location) == (301, f"/api/v1/items/{other.id}")
    html = unescape(as_(None).get(f"{new}?territory=dep-29").get_data(as_text=True))
    for words in ("Une question restée ouverte.", citing.title, "Eau pour tous", "Finistère", f"/files/{file_id}"):
        assert words in html, words
    follows = select(Watch.user_id).where(Watch.subject == "item", Watch.subject_id == other.id)
    assert world.user("zoe").id in db.session.scalars(follows).all()
    assert made.title not in unescape(as_(None).get("/resources/").get_data(as_text=True))
    undo = said.split('action="/items/acts/')[1].split('"')[0]
    assert corinne.post(f"/items/acts/{undo}").status_code == 303
    db.session.expire_all()
    html = unescape(page_of(as_(None), made))
    for words in ("Une question restée ouverte.", citing.title, "Eau pour tous", f"/files/{file_id}"):
        assert words in html, words
    assert "Une question restée ouverte." not in page_of(as_(None), other)
    counts = [
        (each.complements, each.told_by)
        for each in (db.session.get_one(Resource, made.id), db.session.get_one(Resource, other.id))
    ]
    assert counts == [(1, 1), (0, 0)]
    assert db.session.scalars(select(Outcome.resource_id)).all() == [made.id]


def test_a_copy_becomes_what_its_region_adds(world, as_):
    national = resource(world, title="FONJEP", space=world.space("national"), territories=[tree().codes["fr"].id],
                        territory_id=tree().codes["fr"].id, max_amount=7000, funder="FONJEP", contact="paris@fonjep.test")  # fmt: skip
    copy = resource(world, title="FONJEP en Bretagne", max_amount=7000, funder="FONJEP", contact="rennes@fonjep.test",
                    deadline=date(2030, 1, 15), source="À Rennes, on passe par le réseau.")  # fmt: skip
    corinne = as_("corinne")
    address = f"/resources/{copy.id}/complement-of"
    assert as_("awa").post(address, data={"other": str(national.id), "territory": "reg-53"}).status_code == 403
    answer = corinne.post(address, data={"other": str(national.id), "territory": "reg-53"})
    assert answer.location.endswith("?territory=reg-53")
    [made] = db.session.scalars(select(Complement))
    assert (made.contact, made.deadline, made.max_amount) == ("rennes@fonjep.test", date(2030, 1, 15), None)
    assert "on passe par le réseau" in made.source
    assert as_(None).get(f"/resources/{copy.id}-{copy.slug}").status_code == 301
    assert as_(None).get("/resources/?territory=reg-53").get_data(as_text=True).count('class="row"') == 1
    act = db.session.scalars(select(Act).where(Act.deed == "folded")).one()
    assert corinne.post(f"/items/acts/{act.id}/undo").status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Complement)).all() == []
    assert db.session.get_one(Resource, copy.id).state == "public"
    assert as_(None).get("/resources/?territory=reg-53").get_data(as_text=True).count('class="row"') == 2
