"""Dates that come back each year: the arithmetic, and a resource that closes and reopens by itself."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.alerts.commands import save
from forum.alerts.sending import send_due
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.mail import Mail
from forum.items.queries.lists import listed
from forum.resources.models import Resource
from forum.resources.queries.deadlines import last_moment, state_of
from forum.resources.question import question
from forum.resources.reopening import reopen_due
from forum.resources.returning import checked_windows, current_on, day_in, next_after, text_of, windows_of
from forum.territories.queries import tree
from tests.resources.made import page_of, resource

MONTH_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))


@st.composite
def windows(draw):
    """One to six windows that do not overlap, some without an opening."""
    pairs = draw(st.lists(st.tuples(st.one_of(st.just(""), MONTH_DAYS), MONTH_DAYS), min_size=1, max_size=6))
    try:
        return checked_windows(pairs)
    except Invalid:
        return checked_windows([pairs[0]]) if pairs[0][0] != pairs[0][1] else [["", pairs[0][1]]]


@given(st.integers(1600, 2400), MONTH_DAYS)
def test_every_day_exists_in_every_year(year, text):
    day = day_in(year, text)
    assert day.year == year and day.month == int(text[:2])
    assert day.day == int(text[3:]) or (text == "02-29" and day.day == 28)


@given(windows(), DAYS)
def test_what_follows_is_after_and_within_two_years(found, day):
    after = next_after(found, day)
    assert after is not None
    assert after.closes >= (after.opens or after.closes) > day
    assert after.closes - day < timedelta(days=2 * 366)


@given(windows(), DAYS)
def test_what_is_open_holds_the_day_and_what_follows_begins_later(found, day):
    now = current_on(found, day)
    if now is None:
        return
    assert now.opens <= day <= now.closes
    after = next_after(found, now.closes)
    assert after.opens is None or after.opens > now.closes


@given(windows(), DAYS)
def test_going_on_forever_no_return_is_left_out_or_told_twice(found, day):
    seen = []
    for _each in range(2 * len(found)):
        after = next_after(found, day)
        seen.append(after.closes)
        day = after.closes
    assert seen == sorted(set(seen))
    per_year = [sum(closes.year == year for closes in seen) for year in {closes.year for closes in seen}]
    assert max(per_year) <= len(found)


@given(windows())
def test_what_is_shown_in_the_form_is_read_back(found):
    assert windows_of(text_of(found)) == found


@given(st.sampled_from(sorted({"Europe/Paris", "America/Martinique", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti",
                               "Indian/Mayotte", "America/Cayenne", "Pacific/Wallis", "America/Miquelon"})),
       st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)), st.integers(-3, 3))  # fmt: skip
def test_it_closes_at_the_same_moment_wherever_one_reads(zone, moment, days):
    here = moment.replace(tzinfo=ZoneInfo(zone))
    deadline = here.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=days)

    class Row:
        status, opens_on = "", None

    row = Row()
    row.deadline = deadline
    clock.set_for_tests(here.astimezone(UTC))
    try:
        closed = state_of(row) == "closed"
    finally:
        clock.set_for_tests(None)
    assert closed == (here >= last_moment(deadline) + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1/02 – 31/03", [["02-01", "03-31"]]),
        ("1er février au 31 mars", [["02-01", "03-31"]]),
        ("du 15 novembre au 31 janvier", [["11-15", "01-31"]]),
        ("15/06; 15/12", [["", "06-15"], ["", "12-15"]]),
        ("15 octobre\n15 mars\n", [["", "03-15"], ["", "10-15"]]),
        ("1 Feb - 29 February", [["02-01", "02-29"]]),
        ("", []),
    ],
)
def test_dates_as_people_write_them(app, text, found):
    assert windows_of(text) == found


@pytest.mark.parametrize(
    "text", ["31/02", "1/02 – 31/03/2027", "au printemps", "1/13", "1/01 – 30/06\n1/06 – 31/07", "0/01"]
)
def test_dates_that_are_none_are_refused(app, text):
    with pytest.raises(Invalid) as problem:
        windows_of(text)
    assert "windows" in problem.value.fields


def at(*day: int, hour: int = 10) -> None:
    clock.set_for_tests(datetime(*day, hour, tzinfo=ZoneInfo("Europe/Paris")))


@pytest.fixture
def spring(world) -> Resource:
    """Open each year from the 1st of February to the 31st of March; today is the 10th of March 2027."""
    at(2027, 3, 10)
    return resource(world, type="call", windows=[["02-01", "03-31"]])


def _again(made: Resource) -> Resource:
    db.session.expire_all()
    return db.session.get_one(Resource, made.id)


def _found(world, **args: str) -> list[int]:
    return [row.id for row in listed(question(args, world.actor(None)).filter, world.actor(None)).rows]


def test_its_present_dates_come_from_its_windows(world, spring):
    assert (spring.opens_on, spring.deadline) == (date(2027, 2, 1), date(2027, 3, 31))
    assert (spring.next_opens_on, spring.next_deadline) == (date(2028, 2, 1), date(2028, 3, 31))


def test_it_leaves_the_list_that_night_and_says_when_it_opens_again(world, as_, spring):
    at(2027, 3, 31, hour=23)
    assert _found(world) == [spring.id]
    at(2027, 4, 1, hour=0)
    assert _found(world) == []
    assert _found(world, deadline="closed") == [spring.id]
    html = unescape(page_of(as_(None), spring))
    assert "1 février 2028" in html or "1er février 2028" in html
    assert "306 jours" in html
    assert "2028" in unescape(as_(None).get("/resources/?deadline=closed").get_data(as_text=True))


def test_it_reopens_by_itself_and_those_who_watch_are_told(world, as_, spring):
    world.follow()
    with transaction():
        save(world.actor("awa"), name="Appels", place="resources", args={"type": "call"}, how="now")
    at(2028, 1, 31, hour=23)
    assert reopen_due() == 0
    at(2028, 2, 1, hour=0)
    assert reopen_due() == 1
    assert reopen_due() == 0
    found = _again(spring)
    assert (found.opens_on, found.deadline, found.next_opens_on) == (
        date(2028, 2, 1),
        date(2028, 3, 31),
        date(2029, 2, 1),
    )
    assert _found(world) == [spring.id]
    assert "20280331" in as_(None).get("/resources/export.ics").get_data(as_text=True)
    world.follow()
    send_due()
    [text] = db.session.scalars(select(Mail.text).where(Mail.key.like("alert/%"))).all()
    assert spring.title in text and "31 mars 2028" in text


def test_years_without_a_worker_are_skipped(world, spring):
    at(2031, 6, 1)
    reopen_due()
    found = _again(spring)
    assert (found.deadline, found.next_opens_on) == (date(2027, 3, 31), date(2032, 2, 1))
    assert state_of(found) == "closed"


def test_committees_with_several_dates_follow_each_other(world):
    at(2027, 3, 10)
    made = resource(world, windows=[["", "03-15"], ["", "10-15"]])
    assert (made.deadline, made.next_opens_on) == (date(2027, 3, 15), date(2027, 3, 16))
    at(2027, 3, 16, hour=0)
    reopen_due()
    found = _again(made)
    assert (found.opens_on, found.deadline, state_of(found)) == (date(2027, 3, 16), date(2027, 10, 15), "open")


def test_an_opening_that_nobody_knows_is_not_invented(world, as_):
    at(2027, 3, 10)
    made = resource(world, windows=[["", "03-31"]])
    at(2027, 4, 1)
    assert reopen_due() == 0
    assert state_of(_again(made)) == "closed"
    assert "31 mars" in unescape(page_of(as_(None), made))


def test_what_ended_for_good_never_returns(world):
    at(2027, 3, 10)
    made = resource(world, windows=[["02-01", "03-31"]], status="ended")
    at(2028, 2, 2)
    assert reopen_due() == 0
    assert state_of(_again(made)) == "closed"


def test_said_closed_for_now_it_opens_at_its_next_date(world):
    at(2027, 3, 10)
    made = resource(world, windows=[["02-01", "03-31"]], status="closed")
    assert made.next_opens_on == date(2028, 2, 1)
    at(2028, 2, 1)
    reopen_due()
    assert state_of(_again(made)) == "open"


def test_the_usual_month_is_said_without_days(world, as_):
    at(2027, 6, 1)
    made = resource(world, deadline=date(2027, 4, 1), usual_month=3)
    assert "d’ordinaire en mars" in unescape(page_of(as_(None), made))


def test_the_form_takes_and_shows_them(world, as_, spring):
    corinne = as_("corinne")
    html = unescape(corinne.get(f"/resources/{spring.id}/edit").get_data(as_text=True))
    assert "01/02 – 31/03" in html
    data = {"title": spring.title, "source": spring.source, "type": "call", "version": "1", "level": "national",
            "space": "bretagne", "windows": "1er mai - 30 juin", "usual_month": "0", "territory": "reg-53"}  # fmt: skip
    assert corinne.post(f"/resources/{spring.id}/edit", data=data).status_code == 303
    found = _again(spring)
    assert (found.windows, found.next_opens_on) == ([["05-01", "06-30"]], date(2027, 5, 1))
    wrong = corinne.post(f"/resources/{spring.id}/edit", data=data | {"windows": "au printemps", "version": "1"})
    assert wrong.status_code == 422 and "au printemps" in wrong.get_data(as_text=True)


def test_a_leap_day_and_overseas(world):
    assert tree().codes["dep-974"].timezone == "Indian/Reunion"
    at(2027, 12, 1)
    made = resource(world, windows=[["02-29", "03-15"]])
    assert (made.opens_on, made.deadline) == (date(2028, 2, 29), date(2028, 3, 15))
    assert made.next_opens_on == date(2029, 2, 28)
