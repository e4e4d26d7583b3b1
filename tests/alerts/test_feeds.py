"""Private addresses: calendars and feeds that open without signing in, until they are renewed."""

import re
from datetime import date

import pytest
from icalendar import Calendar

from forum.core.db import transaction
from tests.resources.made import resource


@pytest.fixture
def urls(world, as_):
    """`urls(who, **question)` keeps a search; the paths of its calendar and its feed."""

    def keep(who: str = "awa", **question: str) -> tuple[str, str]:
        browser = as_(who)
        answer = browser.post("/saved-searches/new", query_string={"place": "resources", **question},
                              data={"name": "Échéances; à suivre, ici", "how": "none"})  # fmt: skip
        text = browser.get(answer.location).get_data(as_text=True)
        return tuple(re.search(rf'value="http://[^/"]+(/saved-searches/\d+\.{kind}\?key=[^"]+)"', text)[1]
                     for kind in ("ics", "atom"))  # fmt: skip

    return keep


def test_a_saved_search_is_a_calendar_of_its_deadlines(world, as_, urls):
    made = resource(world, title="Fonds; de l’eau, très\\long " + "é" * 90, type="call", deadline=date(2099, 3, 31))
    resource(world, title="Autre", type="training", deadline=date(2099, 3, 31))
    resource(world, title="Sans date", type="call")
    path, _feed = urls(type="call")
    answer = as_(None).get(path)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.data)
    (event,) = calendar.walk("VEVENT")
    assert made.title in str(event["SUMMARY"])
    assert event["DTSTART"].dt == date(2099, 3, 31)
    assert event["DTEND"].dt == date(2099, 4, 1)
    assert str(calendar["X-WR-CALNAME"]).replace("\\", "") == "Échéances; à suivre, ici"
    assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert len(event.walk("VALARM")) == 1


def test_an_event_keeps_its_name_and_its_number_grows(world, as_, urls):
    from tests.alerts.test_letters import changed

    made = resource(world, type="call", deadline=date(2099, 3, 31))
    path, _feed = urls(type="call")
    (before,) = Calendar.from_ical(as_(None).get(path).data).walk("VEVENT")
    changed(made, deadline=date(2099, 5, 1))
    (after,) = Calendar.from_ical(as_(None).get(path).data).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART"].dt == date(2099, 5, 1)
    single = Calendar.from_ical(as_(None).get(f"/resources/{made.id}.ics").data).walk("VEVENT")[0]
    assert single["UID"] == after["UID"], "added by hand before, it is the same entry"


def test_a_renewed_address_ends_the_old_one(world, as_, urls):
    path, feed = urls()
    number = re.search(r"/(\d+)\.ics", path)[1]
    assert as_(None).get(path).status_code == 200
    assert as_("bruno").post(f"/saved-searches/{number}/renew").status_code == 404
    as_("awa").post(f"/saved-searches/{number}/renew")
    assert as_(None).get(path).status_code == 404
    assert as_("awa").get(feed).status_code == 404, "not by its owner's session either"


@pytest.mark.parametrize("change", [lambda p: p[:-1] + ("0" if p[-1] != "0" else "1"), lambda p: p.split("?")[0]])
def test_a_forged_address_opens_nothing(world, as_, urls, change):
    path, _feed = urls()
    assert as_(None).get(change(path)).status_code == 404


def test_a_feed_has_the_rights_of_its_owner_at_each_reading(world, as_, urls):
    from forum.core.db import db
    from forum.spaces.models import Membership

    space = world.private_space("awa")
    with transaction():
        space.item_kinds = ["thread", "resource"]
    resource(world, title="Réservé au bureau", type="call", space=space)
    _path, feed = urls("awa", type="call")
    _path, other = urls("bruno", type="call")
    assert "Réservé" in as_(None).get(feed).get_data(as_text=True)
    assert "Réservé" not in as_(None).get(other).get_data(as_text=True)
    with transaction():
        db.session.delete(db.session.get(Membership, (world.user("awa").id, space.id)))
    assert "Réservé" not in as_(None).get(feed).get_data(as_text=True)
    with transaction():
        world.user("awa").state = "suspended"
    assert as_(None).get(feed).status_code == 404


@pytest.fixture
def key(world, as_):
    """The key of a member's feeds."""

    def of(who: str) -> str:
        return re.search(r"key=([0-9a-f.]+)", as_(who).get("/saved-searches/feeds").get_data(as_text=True))[1]

    return of


LISTS = (
    "/threads/",
    "/documents/",
    "/resources/",
    "/needs/",
    "/territories/reg-53",
    "/spaces/bureau",
    "/search?q=forage",
)


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_private_feed(world, as_, key, path, indexed):
    space = world.private_space("awa")
    world.question(space=space, title="Un forage pour le bureau")
    indexed()
    mine = path + ("&" if "?" in path else "?") + "format=atom&key=" + key("awa")
    theirs = path + ("&" if "?" in path else "?") + "format=atom&key=" + key("zoe")
    answer = as_(None).get(mine)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    if path.startswith(("/threads", "/spaces", "/search")):
        assert "Un forage pour le bureau" in answer.get_data(as_text=True)
    other = as_(None).get(theirs)
    assert "Un forage pour le bureau" not in other.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/settings", "/notifications/", "/", "/conversations/", "/saved-searches/", "/drafts"]
)
def test_the_key_of_feeds_opens_nothing_else(world, as_, key, path):
    answer = as_(None).get(f"{path}?format=atom&key={key('awa')}")
    assert answer.status_code in (302, 303, 401, 404)
    assert as_(None).get(f"{path}?key={key('awa')}").status_code == as_(None).get(path).status_code


def test_renewed_keys_of_feeds_end_the_old_ones(world, as_, key):
    old = key("awa")
    as_("awa").post("/saved-searches/feeds")
    assert as_(None).get(f"/threads/?format=atom&key={old}").status_code == 404
    assert as_(None).get(f"/threads/?format=atom&key={key('awa')}").status_code == 200


def test_the_private_address_of_the_list_one_comes_from(world, as_):
    text = as_("awa").get("/saved-searches/feeds", query_string={"of": "/threads/?theme=eau&cursor=3"})
    assert "/threads/?theme=eau&amp;format=atom&amp;key=" in text.get_data(as_text=True)
    odd = as_("awa").get("/saved-searches/feeds", query_string={"of": "https://ailleurs.example/threads/"})
    assert "ailleurs" not in odd.get_data(as_text=True).split("</h1>")[1].split("</main>")[0]
