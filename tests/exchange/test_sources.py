"""Sources are read on time; dates follow by themselves, all else waits for a curator, and nothing is asked twice."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outside import Guard
from forum.core.permissions import SYSTEM
from forum.exchange.models import Source, SourceRecord
from forum.exchange.sheets.applying import change_to
from forum.exchange.sheets.current import values_of
from forum.exchange.sources import asking, keeping, settling
from forum.exchange.sources.meaning import fields_of, guessed
from forum.resources import merging
from forum.resources.models import Resource
from tests.exchange.web import serving
from tests.resources.made import resource

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
CALLS = [
    {"id": "a1", "title": "Appel eau", "url": "/appels/a1", "description": "<p>Pour <b>l’eau</b>.</p>", "funder": "Fonds bleu",
     "deadline": "2027-03-31", "max_amount": 5000},
    {"id": "a2", "title": "Appel jeunesse", "url": "/appels/a2", "description": "Pour les jeunes.", "funder": "Fonds bleu",
     "deadline": "2027-05-31"},
]  # fmt: skip


@pytest.fixture
def site(monkeypatch):
    """A server that may be asked, and the clock of the tests."""
    clock.set_for_tests(NOW)
    with serving() as served:
        monkeypatch.setattr(asking, "ASKER", asking.Asker(Guard(frozenset({("127.0.0.1", served.port)}))))
        yield served


def calls(*rows: dict) -> str:
    return json.dumps({"count": len(rows), "results": list(rows)})


def source_of(world, url: str, **more) -> int:
    """Corinne adds a source and confirms how it is read."""
    came = asking.look_at(url, asking.ASKER)
    assert not came.problem, came.problem
    who, fields = world.actor("corinne"), fields_of(came.objects)
    with transaction():
        made = keeping.add(who, world.space(), name="Fonds bleu", url=url, fields=fields, is_whole=not came.is_feed)
        values = {"preset": {"type": "call"}, "is_whole": not came.is_feed, "hours": 24, **more}
        keeping.confirm(who, made, guessed(fields), {}, **values)
    return made.id


def read(source_id: int, hours: int = 0) -> Source:
    """The worker's turn, so many hours later."""
    if hours:
        clock.set_for_tests(clock.now() + timedelta(hours=hours))
    asking.ask_due(asking.ASKER)
    db.session.expire_all()
    return db.session.get_one(Source, source_id)


def records(state: str = "") -> list[SourceRecord]:
    db.session.expire_all()
    rows = select(SourceRecord).order_by(SourceRecord.external_id)
    return list(db.session.scalars(rows.where(SourceRecord.state == state) if state else rows))


def take_all(world) -> list[Resource]:
    with transaction():
        return [settling.add(world.actor("corinne"), record) for record in records("new")]


def one(resource_id: int) -> Resource:
    db.session.expire_all()
    return db.session.get_one(Resource, resource_id)


def test_what_a_source_says_waits_and_enters_the_catalogue_only_when_somebody_takes_it(world, site):
    source = read(source_of(world, site.says("/aides.json", calls(*CALLS))))
    assert [record.title for record in records("new")] == ["Appel eau", "Appel jeunesse"]
    assert records()[0].raw["description"] == "<p>Pour <b>l’eau</b>.</p>"  # kept as it came
    assert not db.session.scalars(select(Resource)).all()
    made = take_all(world)[0]
    assert (made.title, made.type, made.max_amount, made.deadline) == ("Appel eau", "call", 5000, date(2027, 3, 31))
    assert made.source == "Pour **l’eau**." and made.url == site.url("/appels/a1") and made.standing == "proposed"
    assert made.external_id == "Fonds bleu/a1" and source.rounds[0]["new"] == 2


def test_the_same_again_does_nothing_and_costs_the_source_nothing(world, site):
    number = source_of(
        world, site.says("/aides.json", calls(*CALLS), ETag='"1"', Last_Modified="Tue, 01 Dec 2026 08:00:00 GMT")
    )
    read(number)
    take_all(world)
    before = [(r.version, r.stamp) for r in db.session.scalars(select(Resource))]
    assert read(number, 1).rounds[1:] == []  # not yet due
    source = read(number, 24)
    assert source.rounds[0]["same"] and not source.problem
    assert site.asked[-1][1]["If-None-Match"] == '"1"' and "If-Modified-Since" in site.asked[-1][1]
    site.says("/aides.json", calls(*CALLS), ETag='"2"')
    read(number, 24)
    db.session.expire_all()
    assert [(r.version, r.stamp) for r in db.session.scalars(select(Resource))] == before
    assert len(records("settled")) == 2


def test_dates_and_title_follow_by_themselves_and_the_rest_waits_field_by_field(world, site):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    made = take_all(world)[0]
    moved = {
        **CALLS[0],
        "title": "Appel eau 2027",
        "deadline": "2027-04-30",
        "max_amount": 8000,
        "funder": "Fonds vert",
    }
    site.says("/aides.json", calls(moved, CALLS[1]))
    source = read(number, 24)
    now = one(made.id)
    assert (now.title, now.deadline) == ("Appel eau 2027", date(2027, 4, 30))
    assert (now.max_amount, now.funder) == (5000, "Fonds bleu")
    assert source.rounds[0]["followed"] == 1
    record = records("changed")[0]
    assert sorted(record.waiting) == ["funder", "max_amount"]
    with transaction():
        settling.take_fields(world.actor("corinne"), record, ["max_amount"])
    now = one(made.id)
    assert (now.max_amount, now.funder) == (8000, "Fonds bleu")
    site.says("/aides.json", calls({**moved, "summary": "Neuf"}, CALLS[1]))
    read(number, 24)  # what was left is not asked again, since the source says the same of it
    assert records()[0].waiting in ([], ["summary"])
    site.says("/aides.json", calls({**moved, "funder": "Fonds rouge"}, CALLS[1]))
    read(number, 24)
    assert records("changed")[0].waiting == ["funder"]


def test_what_somebody_corrected_by_hand_is_not_written_over(world, site):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    made = take_all(world)[0]
    with transaction():
        change_to(SYSTEM, made.id, values_of([made.id])[made.id], {"deadline": date(2027, 2, 15)}, "prolongé")
    site.says("/aides.json", calls({**CALLS[0], "max_amount": 6000}, CALLS[1]))
    read(number, 24)
    assert one(made.id).deadline == date(2027, 2, 15) and records("changed")[0].waiting == ["max_amount"]
    site.says("/aides.json", calls({**CALLS[0], "max_amount": 6000, "deadline": "2027-06-30"}, CALLS[1]))
    read(number, 24)
    assert one(made.id).deadline == date(2027, 2, 15)
    assert sorted(records("changed")[0].waiting) == ["deadline", "max_amount"]


def test_a_refusal_is_remembered_and_can_be_taken_back(world, site):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    with transaction():
        settling.refuse(world.actor("corinne"), records("new")[1])
    site.says("/aides.json", calls(CALLS[0], {**CALLS[1], "deadline": "2027-06-30"}))
    read(number, 24)
    assert [record.external_id for record in records("refused")] == ["a2"]
    with transaction():
        settling.propose_again(world.actor("corinne"), records("refused")[0])
    assert len(records("new")) == 2


def test_one_that_is_there_already_is_told_and_compared(world, site, as_):
    there = resource(world, title="Appel eau", funder="Fonds bleu", type="call", max_amount=4000)
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    page = as_("corinne").get(f"/resources/sources/{number}").get_data(as_text=True)
    assert f"/resources/{there.id}-" in page and "C’est celle-ci" in page
    with transaction():
        settling.is_this(world.actor("corinne"), records("new")[0], one(there.id))
    record = records("changed")[0]
    assert "max_amount" in record.waiting and "deadline" not in record.waiting  # an unknown date is filled
    assert one(there.id).deadline == date(2027, 3, 31)


def test_what_a_whole_list_no_longer_has_waits_and_a_broken_one_ends_nothing(world, site):
    rows = [{**CALLS[0], "id": f"a{n}", "title": f"Appel numéro {n}"} for n in range(6)]
    number = source_of(world, site.says("/aides.json", calls(*rows)))
    read(number)
    made = take_all(world)
    site.says("/aides.json", calls(rows[0]))
    source = read(number, 24)
    assert not records("gone") and "bien moins d’objets" in source.problem
    site.says("/aides.json", calls(*rows[1:]))
    read(number, 24)
    assert [record.item_id for record in records("gone")] == [made[0].id] and one(made[0].id).status == ""
    with transaction():
        settling.ended(world.actor("corinne"), records("gone")[0])
    assert one(made[0].id).status == "ended"


def test_failures_are_told_and_the_pauses_grow(world, site, as_):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    site.says("/aides.json", "", 500)
    pauses = []
    for _time in range(4):
        source = read(number, 200)
        pauses.append(source.next_at - clock.now())
    assert pauses == [timedelta(hours=hours) for hours in (1, 2, 4, 8)]
    assert "(500)" in as_("corinne").get(f"/resources/sources/{number}").get_data(as_text=True)
    site.says("/aides.json", "", 429, Retry_After="200000")
    assert read(number, 200).next_at - clock.now() == timedelta(seconds=200_000)
    site.says("/aides.json", "<html><p>Nous revenons bientôt</p></html>")
    assert "page web" in read(number, 200).problem
    site.says("/aides.json", calls(*CALLS))
    source = read(number, 200)
    assert (source.failures, source.problem) == (0, "") and len(records("new")) == 2


def test_lists_of_many_pages_are_read_to_their_end_and_never_from_another_machine(world, site):
    second = site.says("/aides.json?page=2", json.dumps({"next": "https://elsewhere.example/3", "results": [CALLS[1]]}))
    first = site.says("/aides.json", json.dumps({"next": second, "results": [CALLS[0]]}))
    read(source_of(world, first))
    assert len(records("new")) == 2


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Appels</title>
<entry><id>urn:1</id><title>Appel forêt</title><link href="/foret"/><updated>2026-11-01T10:00:00Z</updated>
<summary>Court.</summary><content type="html">&lt;p&gt;Long &lt;a href="https://x.example/"&gt;texte&lt;/a&gt;.&lt;/p&gt;</content>
<category term="Eau"/></entry></feed>"""
RSS = """<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><title>Appels</title>
<item><guid>g1</guid><title>Appel énergie</title><link>https://fonds.example/energie</link>
<description><![CDATA[<p>Pour l'énergie.</p>]]></description><pubDate>Tue, 01 Dec 2026 08:00:00 +0100</pubDate></item></channel></rss>"""
SHEET = "Titre;Date limite;Montant max;Lien\nAppel culture;31/03/2027;12 500 €;https://fonds.example/culture\n"


@pytest.mark.parametrize(
    ("data", "title", "more"),
    [
        (ATOM.encode(), "Appel forêt", {"source": "Long [texte](https://x.example/).", "summary": "Court."}),
        (RSS.encode("latin-1"), "Appel énergie", {"source": "Pour l'énergie.", "url": "https://fonds.example/energie"}),
        (SHEET.encode("cp1252"), "Appel culture", {"max_amount": 12500, "deadline": date(2027, 3, 31)}),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
            {"id": "1", "title": "Appel mer", "content_html": "<p>Mer.</p>", "url": "https://f.example/mer"}]}).encode(),
         "Appel mer", {"source": "Mer."}),
        (b'{"name": "Appel lune", "dates": {"deadline": "2027-03-30T22:00:00Z"}, "id": 7}\n{"name": "Appel deux", "id": 8}\n',
         "Appel lune", {"deadline": date(2027, 3, 31)}),
    ],
    ids=["atom", "rss in latin-1", "csv as French Excel writes it", "json feed", "json lines"],
)  # fmt: skip
def test_feeds_and_lists_of_every_kind(world, site, data, title, more):
    read(source_of(world, site.says("/source", data)))
    made = take_all(world)[0]
    assert made.title == title
    assert {name: getattr(made, name) for name in more} == more


def test_a_pressed_answer_is_read_and_a_bomb_is_not(world, site):
    url = site.says("/aides.json", gzip.compress(calls(*CALLS).encode()), Content_Encoding="gzip")
    assert len(asking.look_at(url, asking.ASKER).objects) == 2
    bomb = site.says("/bomb", gzip.compress(b"[" + b" " * 50_000_000), Content_Encoding="gzip")
    assert asking.look_at(bomb, asking.ASKER).problem == "large"
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><rss><channel><item><title>&a;</title></item></channel></rss>'
    assert "entit" in asking.look_at(site.says("/laughs", laughs), asking.ASKER).problem


def test_our_own_network_is_never_asked(world, site):
    assert asking.look_at(site.url("/aides.json"), asking.Asker()).problem in ("port", "address")
    site.says("/moved", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    assert asking.look_at(site.url("/moved"), asking.ASKER).problem == "address"


def test_a_field_that_cannot_be_read_is_told_and_the_others_count(world, site, as_):
    number = source_of(world, site.says("/aides.json", calls({**CALLS[0], "max_amount": "beaucoup"})))
    assert read(number).rounds[0]["cells"] == 1
    assert "beaucoup" in as_("corinne").get(f"/resources/sources/{number}").get_data(as_text=True)
    assert take_all(world)[0].max_amount is None


def test_a_source_follows_a_sheet_that_went_into_another(world, site):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    made = take_all(world)[0]
    other = resource(world, title="Appel pour l’eau, du Fonds bleu")
    with transaction():
        merging.merge(world.actor("corinne"), one(made.id), one(other.id))
    site.says("/aides.json", calls({**CALLS[0], "max_amount": 9000}, CALLS[1]))
    read(number, 24)
    assert records("changed")[0].item_id == other.id


def test_a_curator_adds_a_source_says_what_its_fields_mean_and_settles_on_the_page(world, site, as_):
    corinne, url = as_("corinne"), site.says("/aides.json", calls(*CALLS))
    bad = corinne.post(
        "/resources/sources/new", data={"url": site.url("/nothing"), "name": "Fonds", "space": "bretagne"}
    )
    assert bad.status_code == 422 and site.url("/nothing") in bad.get_data(as_text=True)
    columns = corinne.post(
        "/resources/sources/new", data={"url": url, "name": "Fonds bleu", "space": "bretagne"}
    ).location
    page = corinne.get(columns).get_data(as_text=True)
    assert 'value="max_amount" selected' in page and 'value="deadline" selected' in page
    names = list(db.session.scalars(select(Source)).one().fields)
    fields = {f"column-{at}": name if name != "description" else "body" for at, name in enumerate(names)}
    source = corinne.post(
        columns, data={**fields, "type": "call", "funder": "", "hours": "24", "is_whole": "y"}
    ).location
    asking.ask_due(asking.ASKER)
    assert "Appel eau" in corinne.get(source).get_data(as_text=True)
    first, second = (record.id for record in records("new"))
    said = corinne.post(
        f"/resources/sources/objects/{first}/addition", data={"verified": "y"}, headers={"HX-Request": "true"}
    )
    assert said.status_code == 200 and f'id="record-{first}"' in said.get_data(as_text=True)
    assert corinne.post(f"/resources/sources/objects/{second}/refusal", data={}).status_code == 303
    made = db.session.scalars(select(Resource)).one()
    assert made.standing == "verified" and made.verified_by_id == world.user("corinne").id
    again = corinne.post(f"/resources/sources/objects/{first}/addition", data={}, headers={"HX-Request": "true"})
    assert "entre-temps" in again.get_data(as_text=True)
    assert corinne.get(f"/resources/sources/objects/{first}").status_code == 200
    site.says("/aides.json", calls({**CALLS[0], "max_amount": 7000}, CALLS[1]))
    read(db.session.scalars(select(Source.id)).one(), 24)
    page = corinne.get("/resources/sources/proposals").get_data(as_text=True)
    assert "<del>5000</del>" in page and "<ins>7000</ins>" in page
    corinne.post(f"/resources/sources/objects/{first}/fields", data={"all": "y"})
    assert one(made.id).max_amount == 7000
    assert corinne.post(f"{source}/erase").status_code == 303 and one(made.id).state == "public"


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 200), ("mona", 200), ("ada", 200), ("awa", 404), ("zoe", 404), (None, 303)]
)
def test_who_sees_a_source(world, site, as_, who, status):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    assert as_(who).get(f"/resources/sources/{number}").status_code == status
    record = records("new")[0].id
    if status != 200:
        assert as_(who).post(f"/resources/sources/objects/{record}/addition").status_code in (404, 401)
        assert not db.session.scalars(select(Resource)).all()


def test_the_page_costs_the_same_for_2_and_20_objects(world, site, as_, queries):
    number = source_of(world, site.says("/aides.json", calls(*CALLS)))
    read(number)
    costs = []
    for rows in (CALLS, [{**CALLS[0], "id": f"b{n}", "title": f"Autre {n}"} for n in range(20)]):
        site.says("/aides.json", calls(*rows))
        read(number, 24)
        queries.clear()
        assert as_("corinne").get(f"/resources/sources/{number}").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12
