"""Keeping a search: by a member, and without an account."""

import re

import pytest
from sqlalchemy import select

from forum.alerts.models import SavedSearch
from forum.alerts.sending import forget
from forum.core import clock
from forum.core.db import db
from forum.core.mail import Mail


def kept() -> list[SavedSearch]:
    db.session.expire_all()
    return list(db.session.scalars(select(SavedSearch).order_by(SavedSearch.id)))


def last_letter() -> Mail:
    return db.session.scalars(select(Mail).order_by(Mail.id.desc())).first()


def test_a_member_keeps_what_the_catalogue_shows(world, as_):
    awa = as_("awa")
    listed = awa.get("/resources/?type=call&territory=reg-53&nonsense=1").get_data(as_text=True)
    assert "/saved-searches/new?place=resources&amp;type=call&amp;territory=reg-53" in listed
    answer = awa.post("/saved-searches/new?place=resources&type=call&territory=reg-53&nonsense=1",
                      data={"name": "Appels en Bretagne", "how": "weekly", "deadlines": "y"})  # fmt: skip
    assert answer.status_code == 303
    (search,) = kept()
    assert search.question == {"type": "call", "territory": "reg-53"}
    assert (search.how, search.deadlines, search.user_id) == ("weekly", True, world.user("awa").id)
    shown = awa.get(answer.location).get_data(as_text=True)
    assert f"/saved-searches/{search.id}.ics?key=" in shown


def test_a_refused_form_keeps_what_was_typed(world, as_):
    answer = as_("awa").post("/saved-searches/new", data={"name": "x", "how": "weekly"})
    assert answer.status_code == 422
    assert 'value="weekly" checked' in answer.get_data(as_text=True)
    assert not kept()


@pytest.mark.parametrize(("who", "status"), [("awa", 200), ("bruno", 404), ("ada", 404), (None, 302)])
def test_whose_search_it_is(world, as_, who, status):
    as_("awa").post("/saved-searches/new", data={"name": "La mienne", "how": "none"})
    assert as_(who).get(f"/saved-searches/{kept()[0].id}").status_code in (status, 303 if status == 302 else status)


def test_without_an_account_the_address_says_yes_first(world, as_):
    visitor = as_(None)
    data = {"name": "Formations", "how": "now", "deadlines": "y", "email": "Paul@Example.org"}
    said = visitor.post("/saved-searches/new?place=resources&type=training", data=data)
    assert "paul@example.org" in said.get_data(as_text=True)
    assert kept()[0].confirmed_at is None
    link = re.search(r"/saved-searches/confirm/\S+", last_letter().text)[0]
    assert kept()[0].confirmed_at is None, "looking at the link is no answer"
    assert visitor.get(link).status_code == 200
    assert kept()[0].confirmed_at is None
    confirmed = visitor.post(link).get_data(as_text=True)
    assert kept()[0].confirmed_at is not None
    assert ".ics?key=" in confirmed


def test_a_forged_or_incomplete_link_confirms_nothing(world, as_):
    assert as_(None).post("/saved-searches/confirm/forged").status_code == 422
    assert as_(None).post("/saved-searches/stop/1.0." + "a" * 40).status_code == 422


def test_what_nobody_confirmed_is_erased_after_a_week(world, as_):
    as_(None).post("/saved-searches/new", data={"name": "Oubli", "how": "daily", "email": "oubli@example.org"})
    forget()
    assert len(kept()) == 1
    now = clock.now()
    clock.set_for_tests(now.replace(year=now.year + 1))
    forget()
    assert not kept()


def test_one_press_stops_and_can_be_undone(world, as_):
    as_("awa").post("/saved-searches/new", data={"name": "La mienne", "how": "now"})
    from forum.alerts.commands import stop_token

    path = f"/saved-searches/stop/{stop_token(kept()[0])}"
    visitor = as_(None)
    assert visitor.get(path).status_code == 200
    assert kept()[0].stopped_at is None
    visitor.post(path, data={"List-Unsubscribe": "One-Click"})
    assert kept()[0].stopped_at is not None
    visitor.post(f"{path}/undo")
    assert kept()[0].stopped_at is None
