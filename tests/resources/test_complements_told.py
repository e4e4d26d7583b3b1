"""What a territory adds is told: by alerts, reminders, to those who follow it, in open data; themes have keepers."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from sqlalchemy import func, select

from forum.alerts.commands import save
from forum.alerts.models import ItemChange
from forum.alerts.queries import dated_rows
from forum.alerts.sending import send_due
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.core.mail import Mail
from forum.core.permissions import SYSTEM
from forum.items.commands.watch import watch
from forum.notifications.models import Notification
from forum.resources.around import Complement
from forum.resources.complementing import complement
from forum.resources.models import Resource
from forum.spaces.models import Membership
from forum.territories.queries import themes, tree
from tests.exchange.test_exporting import valid
from tests.resources.made import local, resource

BRETAGNE, FINISTERE, FRANCE, OCCITANIE = "reg-53", "dep-29", "fr", "reg-76"


def _node(code: str):
    return tree().codes[code]


@pytest.mark.parametrize(("territory", "told"), [(BRETAGNE, 1), (FINISTERE, 1), (FRANCE, 1), (OCCITANIE, 0)])
def test_alerts_of_the_territory_are_told(world, scheme, territory, told):
    world.follow()
    with transaction():
        save(world.actor("zoe"), name="Ici", place="resources", args={"territory": territory}, how="now")
    clock.set_for_tests(datetime(2026, 12, 2, 10, tzinfo=UTC))
    local(world, scheme, max_amount=3000)
    world.follow()
    assert db.session.scalars(select(ItemChange.what)).all() == ["new", "local"]
    send_due()
    letters = db.session.scalars(select(Mail.text).where(Mail.key.like("alert/%"))).all()
    assert len(letters) == told
    assert all("Bretagne" in text for text in letters)


def test_reminders_follow_the_local_deadline(world, scheme):
    local(world, scheme, deadline=date(2027, 2, 10))
    with transaction():
        search = save(world.actor("awa"), name="Ici", place="resources", args={"territory": BRETAGNE}, how="daily")
    rows = dated_rows(search, world.actor("awa"), date(2027, 2, 1), date(2027, 2, 28))
    assert [row.facts["deadline"] for row in rows] == [date(2027, 2, 10)]


def test_pages_cost_the_same_for_one_and_many_complements(world, as_, scheme, queries):
    costs = []
    codes = [node.code for node in tree().of_kind("region")][:8]
    for some in (codes[:1], codes[1:]):
        for code in some:
            with transaction():
                complement(SYSTEM, db.session.get_one(Resource, scheme.id), _node(code), facts={"max_amount": 1000})
        queries.clear()
        as_(None).get(f"/resources/{scheme.id}-{scheme.slug}?territory={BRETAGNE}&n={len(some)}")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 11, queries
    assert db.session.scalar(select(func.count()).select_from(Complement)) == 8


def test_open_data_tell_complements_and_dates_that_return(world, as_, scheme):
    local(world, scheme, max_amount=3000, deadline=date(2027, 2, 10), source="Par la région.")
    with transaction():
        db.session.get_one(Resource, scheme.id).windows = [["", "03-31"]]
    browser = as_(None)
    root = browser.get("/open-data/resources.schema.json").get_json(force=True)
    found = browser.get("/open-data/resources.json").get_json(force=True)
    valid(found, root, root)
    [row] = found["resources"]
    assert (row["max_amount"], row["returns"]) == (5000, ["/03-31"])
    [said] = row["complements"]
    assert (said["territory"], said["facts"]["max_amount"], said["facts"]["deadline"]) == (BRETAGNE, 3000, "2027-02-10")
    assert "Par la région." in browser.get("/open-data/resources.csv").get_data(as_text=True)
    [line] = browser.get(f"/resources/export.jsonl?territory={BRETAGNE}").get_data(as_text=True).splitlines()
    assert '"max_amount": 5000' in line and "Par la région." in line


def test_whoever_curates_a_theme_verifies_its_sheets_elsewhere(world, as_):
    water, other = list(themes())[:2]
    with transaction():
        space = world.private_space("zoe", visibility="public", slug="eau")
        space.kind, space.theme_id = "theme", water
        db.session.get_one(Membership, (world.user("zoe").id, space.id)).role = "curator"
    about, elsewhere = (resource(world, standing="proposed", themes=[theme]) for theme in (water, other))
    assert as_("zoe").post(f"/resources/{about.id}/verification").status_code == 303
    assert as_("zoe").post(f"/resources/{elsewhere.id}/verification").status_code == 403


@pytest.mark.parametrize(
    ("territory", "told"), [(BRETAGNE, True), (FRANCE, True), (OCCITANIE, False), (FINISTERE, False)]
)
def test_those_who_follow_the_territory_are_told(world, scheme, territory, told):
    with transaction():
        watch(world.actor("zoe"), "territory", _node(territory).id, "all")
    world.follow()
    clock.set_for_tests(datetime(2026, 12, 2, 10, tzinfo=UTC))
    local(world, scheme, max_amount=3000)
    world.follow()
    mine = select(Notification.id).join(Event, Event.id == Notification.event_id)
    found = db.session.scalars(
        mine.where(Notification.user_id == world.user("zoe").id, Event.name == "resource.complemented")
    )
    assert bool(found.all()) == told


def test_search_finds_the_sheet_by_the_words_of_its_region_as_it_is_there(world, as_, scheme, indexed):
    local(world, scheme, max_amount=3000, source="Le réseau Kerzélec relit les dossiers.")
    indexed()
    [found] = as_(None).get(f"/api/v1/search?q=kerzélec&territory={BRETAGNE}").get_json()["results"]
    assert found["id"] == scheme.id
    html = as_(None).get(f"/search?q=kerzélec&territory={BRETAGNE}").get_data(as_text=True)
    assert scheme.title in unescape(html)
