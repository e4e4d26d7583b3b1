"""A national sheet and what regions add to it: one row for a place, everywhere."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Forbidden, Invalid
from forum.core.events import Event
from forum.core.permissions import SYSTEM
from forum.items.queries.lists import listed
from forum.pages.coverage import coverage
from forum.resources.around import Complement
from forum.resources.complementing import complement, still_right, take_away
from forum.resources.fit import Project
from forum.resources.models import Resource
from forum.resources.queries.matching import match, matches
from forum.resources.question import question
from forum.resources.reopening import reopen_due
from forum.territories.queries import tree
from tests.resources.made import local, page_of, resource

BRETAGNE, FINISTERE, FRANCE, OCCITANIE = "reg-53", "dep-29", "fr", "reg-76"


def _node(code: str):
    return tree().codes[code]


def _rows(world, who: str | None = None, **args: str):
    return listed(question(args, world.actor(who)).filter, world.actor(who)).rows


def test_a_complement_changes_what_it_says_and_inherits_the_rest(world, scheme):
    local(world, scheme, max_amount=3000, contact="rennes@fonds.test")
    [there] = _rows(world, territory=BRETAGNE)
    assert (there.facts["max_amount"], there.facts["min_amount"], there.facts["local"]) == (3000, 500, "Bretagne")
    with transaction():
        db.session.get_one(Resource, scheme.id).min_amount = 800
    assert _rows(world, territory=BRETAGNE)[0].facts["min_amount"] == 800


@pytest.mark.parametrize("code", [FRANCE, BRETAGNE, FINISTERE, OCCITANIE])
def test_every_place_finds_exactly_one_row(world, scheme, code):
    local(world, scheme, max_amount=3000)
    local(world, scheme, FINISTERE, max_amount=1000)
    rows = _rows(world, territory=code)
    assert [row.id for row in rows] == [scheme.id]
    amounts = {FRANCE: 5000, BRETAGNE: 3000, FINISTERE: 1000, OCCITANIE: 5000}
    assert rows[0].facts["max_amount"] == amounts[code]


def test_a_department_without_a_word_of_its_own_hears_its_region(world, scheme):
    local(world, scheme, max_amount=3000, contact="rennes@fonds.test")
    local(world, scheme, FINISTERE, contact="quimper@fonds.test")
    found = match(scheme.id, Project(seat=_node(FINISTERE).above, amount=4000), world.actor(None))
    assert (found.most, found.of.local) == (3000, "Finistère")
    assert (found.of.max_amount, found.of.min_amount) == (3000, 500)


def test_filters_ask_what_holds_there(world, scheme):
    local(world, scheme, max_amount=3000, deadline=date(2026, 11, 20))
    assert [row.id for row in _rows(world)] == [scheme.id]
    assert _rows(world, territory=BRETAGNE) == []  # closed there
    assert [row.facts["time"] for row in _rows(world, territory=BRETAGNE, deadline="closed")] == ["closed"]
    assert [row.id for row in _rows(world, territory=OCCITANIE, amount="4000")] == [scheme.id]
    assert _rows(world, territory=BRETAGNE, deadline="closed", amount="4000") == []


def test_counts_agree_with_rows(world, scheme, as_):
    local(world, scheme, deadline=date(2026, 12, 10))
    html = as_(None).get(f"/resources/?territory={BRETAGNE}").get_data(as_text=True)
    assert '<option value="soon">' in html
    assert html.count('class="row"') == 1


def test_dates_go_together(world, scheme):
    local(world, scheme, status="permanent")
    [there] = _rows(world, territory=BRETAGNE)
    assert (there.facts["time"], there.facts["deadline"]) == ("permanent", None)


def test_the_finder_uses_what_holds_at_the_seat(world, scheme):
    local(world, scheme, max_amount=3000, deadline=date(2026, 11, 20))
    assert matches(Project(seat=_node(BRETAGNE).above), world.actor(None)) == []
    assert [each.of.max_amount for each in matches(Project(seat=_node(OCCITANIE).above), world.actor(None))] == [5000]


def test_the_page_says_what_is_local_and_who_looked(world, as_, scheme):
    local(world, scheme, max_amount=3000, source="Le dossier passe **d’abord** par la région.")
    address = f"/resources/{scheme.id}-{scheme.slug}"
    there = unescape(as_(None).get(f"{address}?territory={BRETAGNE}").get_data(as_text=True))
    assert "3\u202f000\u202f€" in there and "<strong>d’abord</strong>" in there
    assert "badge--local" in there and "Corinne" in there
    elsewhere = as_(None).get(f"{address}?territory={OCCITANIE}").get_data(as_text=True)
    assert "5\u202f000\u202f€" in elsewhere and "d’abord" not in elsewhere
    assert "Bretagne" in elsewhere.split("<main")[1]  # the chooser names it


def test_a_member_sees_their_own_territory_first(world, as_, scheme):
    local(world, scheme, max_amount=3000)
    with transaction():
        world.user("awa").territory_id = _node(FINISTERE).id
    assert "3\u202f000\u202f€" in page_of(as_("awa"), scheme)


def test_the_calendar_of_a_place(world, as_, scheme):
    local(world, scheme, deadline=date(2027, 2, 10))
    assert "20270210" in as_(None).get(f"/resources/{scheme.id}.ics?territory={BRETAGNE}").get_data(as_text=True)
    assert "20270331" in as_(None).get(f"/resources/{scheme.id}.ics").get_data(as_text=True)
    file = as_(None).get(f"/resources/export.ics?territory={BRETAGNE}").get_data(as_text=True)
    assert file.count("BEGIN:VEVENT") == 1 and "20270210" in file


def test_exports_have_one_row_and_never_write_local_facts_into_the_sheet(world, as_, scheme):
    local(world, scheme, max_amount=3000)
    csv = as_(None).get(f"/resources/export.csv?territory={BRETAGNE}").get_data(as_text=True)
    assert csv.count(scheme.title) == 1
    [line] = [line for line in csv.splitlines() if scheme.title in line]
    assert "5000" in line.replace("\u202f", "") and "Bretagne" in line


def test_the_api_tells_the_same(world, as_, scheme):
    local(world, scheme, max_amount=3000, source="Par la région.")
    browser = as_(None)
    facts = browser.get(f"/api/v1/items/{scheme.id}?territory={BRETAGNE}").get_json()["facts"]
    assert (facts["max_amount"], facts["local"]) == (3000, "Bretagne")
    [row] = browser.get(f"/api/v1/items?kind=resource&territory={BRETAGNE}").get_json()["results"]
    assert row["facts"]["max_amount"] == 3000
    [said] = browser.get(f"/api/v1/resources/{scheme.id}/complements").get_json()["results"]
    assert (said["territory"], said["facts"], said["body"]) == (BRETAGNE, {"max_amount": 3000}, "Par la région.")


@pytest.mark.parametrize(("who", "may"), [("corinne", True), ("mona", True), ("stef", True), ("ada", True), ("awa", False),
                                          ("zoe", False), ("nour", False)])  # fmt: skip
def test_who_may_speak_for_a_territory(world, scheme, who, may):
    if may:
        local(world, scheme, by=who, max_amount=3000)
    else:
        with pytest.raises(Forbidden):
            local(world, scheme, by=who, max_amount=3000)


def test_nobody_speaks_for_another_region(world, scheme):
    with pytest.raises(Forbidden):
        local(world, scheme, OCCITANIE, by="corinne", max_amount=3000)


@pytest.mark.parametrize(
    "facts",
    [{}, {"max_amount": 100}, {"deadline": date(2027, 1, 1), "opens_on": date(2027, 2, 1)}, {"max_cofunding_pct": 120}],
)
def test_what_cannot_be_true_is_refused(world, scheme, facts):
    with pytest.raises(Invalid):
        local(world, scheme, **facts)


def test_only_where_the_sheet_applies(world):
    made = resource(world)  # of Bretagne
    with pytest.raises(Invalid):
        local(world, made, BRETAGNE, max_amount=10)
    with transaction():
        assert complement(SYSTEM, made, _node(FINISTERE), facts={"max_amount": 10}).max_amount == 10
    with pytest.raises(Invalid), transaction():
        complement(SYSTEM, made, _node(OCCITANIE), facts={"max_amount": 10})


def test_two_curators_at_once_do_not_overwrite_each_other(world, as_, scheme):
    address = f"/resources/{scheme.id}/complements/{BRETAGNE}"
    first = as_("corinne").post(address, data={"max_amount": "3000", "version": "0"})
    assert first.status_code == 303
    second = as_("mona").post(address, data={"max_amount": "2000", "version": "0", "contact": "a@b.test"})
    assert second.status_code == 422 and "a@b.test" in second.get_data(as_text=True)
    assert db.session.scalars(select(Complement.max_amount)).all() == [3000]


def test_its_history_is_kept_and_brought_back(world, as_, scheme):
    local(world, scheme, max_amount=3000)
    local(world, scheme, max_amount=2000, source="Moins.")
    with transaction():
        take_away(world.actor("corinne"), db.session.get_one(Resource, scheme.id), _node(BRETAGNE))
    assert _rows(world, territory=BRETAGNE)[0].facts["max_amount"] == 5000
    assert db.session.get_one(Resource, scheme.id).complements == 0
    address = f"/resources/{scheme.id}/complements/{BRETAGNE}/history"
    html = as_("corinne").get(address).get_data(as_text=True)
    assert html.count("/restore") == 3
    first = min(int(part.split("/")[0]) for part in html.split("/history/")[1:])
    assert as_("awa").post(f"{address}/{first}/restore").status_code == 403
    assert as_("corinne").post(f"{address}/{first}/restore").status_code == 303
    assert _rows(world, territory=BRETAGNE)[0].facts["max_amount"] == 3000


def test_still_right_is_said_for_the_place_alone(world, as_, scheme):
    local(world, scheme, max_amount=3000)
    clock.set_for_tests(datetime(2026, 12, 20, 10, tzinfo=UTC))
    with transaction():
        still_right(world.actor("stef"), scheme, _node(BRETAGNE))
    assert db.session.scalar(select(Complement.verified_on)) == date(2026, 12, 20)
    assert db.session.get_one(Resource, scheme.id).verified_on is None


def test_coverage_counts_it_for_its_territory(world, scheme):
    before = coverage(world.actor(None), "type", {})
    assert (before.cell("funding", BRETAGNE).own, before.cell("funding", BRETAGNE).above) == (0, 1)
    local(world, scheme, max_amount=3000)
    after = coverage(world.actor(None), "type", {})
    assert (after.cell("funding", BRETAGNE).own, after.cell("funding", BRETAGNE).above) == (1, 0)
    assert (after.cell("funding", OCCITANIE).own, after.cell("funding", OCCITANIE).above) == (0, 1)


def test_local_dates_return_by_themselves_where_they_are_said(world, scheme, as_):
    local(world, scheme, windows=[["02-01", "03-31"]])  # said on 1 December: closed there until February
    [there] = _rows(world, territory=BRETAGNE)
    assert (there.facts["opens_on"], there.facts["deadline"]) == (date(2027, 2, 1), date(2027, 3, 31))
    assert there.facts["time"] == "opens" and _rows(world, territory=OCCITANIE)[0].facts["time"] == "open"
    clock.set_for_tests(datetime(2027, 4, 2, 10, tzinfo=UTC))
    assert _rows(world, territory=BRETAGNE) == []
    [there] = _rows(world, territory=BRETAGNE, deadline="closed")
    assert there.facts["next_opens_on"] == date(2028, 2, 1)
    page = as_(None).get(f"/resources/{there.id}-{there.slug}?territory={BRETAGNE}").get_data(as_text=True)
    assert "2028" in page and "du 1er février au 31 mars" in unescape(page)
    clock.set_for_tests(datetime(2028, 2, 1, 10, tzinfo=UTC))
    assert reopen_due() >= 1 and reopen_due() == 0
    db.session.expire_all()
    [there] = _rows(world, territory=BRETAGNE)
    assert (there.facts["time"], there.facts["deadline"]) == ("open", date(2028, 3, 31))
    told = select(Event).where(Event.name == "resource.complemented").order_by(Event.id.desc())
    event = db.session.scalars(told).first()
    assert "deadline" in event.data["fields"] and event.actor_id is None


def test_a_steward_says_local_dates_in_the_form(world, scheme, as_):
    address = f"/resources/{scheme.id}/complements/{BRETAGNE}"
    bad = as_("corinne").post(address, data={"windows": "31 février", "version": "0"})
    assert bad.status_code == 422 and "31 février" in bad.get_data(as_text=True)
    sent = {"windows": "1er février – 31 mars", "usual_month": "0", "version": "0"}
    assert as_("corinne").post(address, data=sent).status_code == 303
    assert "01/02 – 31/03" in as_("corinne").get(address).get_data(as_text=True)
    html = unescape(as_(None).get(f"/resources/{scheme.id}/complements").get_data(as_text=True))
    assert "du 1er février au 31 mars" in html


def test_a_reader_who_told_their_territory_sees_what_holds_there_without_asking(world, scheme, as_):
    local(world, scheme, max_amount=3000, deadline=date(2026, 11, 20))  # over, in Bretagne
    with transaction():
        world.user("awa").territory_id = _node(FINISTERE).id
    assert _rows(world, "awa") == [] and len(_rows(world, "zoe")) == 1
    [there] = _rows(world, "awa", deadline="closed")
    assert (there.facts["max_amount"], there.facts["local"]) == (3000, "Bretagne")
    assert _rows(world, "awa", territory=FRANCE)[0].facts["max_amount"] == 5000
    page = as_("awa").get("/resources/?deadline=closed").get_data(as_text=True)
    assert "badge--local" in page and "badge--local" not in as_("zoe").get("/resources/").get_data(as_text=True)
