"""What letters of saved searches tell, to whom, and never twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from forum.alerts.commands import save
from forum.alerts.models import SavedSearch, Told
from forum.alerts.sending import send_due
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.core.permissions import SYSTEM
from forum.items.commands.acts import undo
from forum.items.commands.state import set_state
from forum.items.policy import Message
from forum.resources.commands import change
from forum.resources.merging import merge
from forum.resources.models import Resource
from forum.spaces.models import Membership
from tests.resources.made import resource

START = datetime(2026, 3, 10, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))  # a Tuesday


@pytest.fixture(autouse=True)
def at_noon(app):
    clock.set_for_tests(START)


def at(moment: datetime) -> None:
    clock.set_for_tests(moment)


def morning(days: int) -> datetime:
    return START.replace(hour=7, minute=30) + timedelta(days=days)


def search(world, *, by: str = "awa", how: str = "now", place: str = "resources", deadlines: bool = True, **args):
    with transaction():
        return save(world.actor(by), name="Ma recherche", place=place, args=args, how=how, deadlines=deadlines)


def news(world) -> list[str]:
    """Let everything happen; the texts of the letters that were written by it."""
    before = set(db.session.scalars(select(Mail.id)))
    world.follow()
    send_due()
    rows = db.session.scalars(select(Mail).where(Mail.key.like("alert/%")).order_by(Mail.id))
    return [mail.text for mail in rows if mail.id not in before]


def changed(made: Resource, **fields) -> None:
    with transaction():
        found = db.session.get(Resource, made.id)
        change(SYSTEM, found, title=found.title, source=found.source, version=found.version, **fields)


def test_a_new_resource_is_told_once(world):
    search(world, type="call")
    resource(world, title="Appel du littoral", type="call", deadline=date(2026, 6, 1))
    resource(world, title="Une formation", type="training")
    (letter,) = news(world)
    assert "Appel du littoral" in letter
    assert "Nouveau" in letter
    assert "Une formation" not in letter
    assert news(world) == []


def test_what_was_there_before_is_not_told(world):
    resource(world, title="Ancien appel", type="call")
    at(START + timedelta(seconds=1))  # before the follower looked
    search(world, type="call")
    assert news(world) == []


def test_a_deadline_that_moves_is_told_with_both_days(world):
    made = resource(world, title="Fonds", type="call", deadline=date(2026, 6, 1))
    world.follow()
    search(world, type="call")
    changed(made, deadline=date(2026, 7, 15))
    (letter,) = news(world)
    assert "1er juin 2026" in letter
    assert "15 juillet 2026" in letter


def test_a_closed_call_that_opens_again_is_told(world):
    made = resource(world, title="Fonds", type="call", deadline=date(2026, 1, 31))
    world.follow()
    search(world, type="call")
    changed(made, deadline=date(2026, 9, 30))
    (letter,) = news(world)
    assert "De nouveau ouvert, jusqu’au 30 septembre 2026" in letter


def test_changed_facts_are_named(world):
    made = resource(world, title="Fonds", type="call", max_amount=1000)
    world.follow()
    search(world, type="call")
    changed(made, max_amount=2000, funder="Une autre agence")
    (letter,) = news(world)
    assert "montant" in letter
    assert "qui le propose" in letter


def test_deadlines_are_told_thirty_seven_and_one_days_before_and_never_twice(world):
    resource(world, title="Fonds de l’eau", type="call", deadline=date(2026, 4, 30))
    world.follow()
    search(world, type="call", how="weekly")
    told = []
    for days in range(1, 55):
        at(morning(days))
        told += [(days, text) for text in news(world)]
    days_before = [(date(2026, 4, 30) - (START + timedelta(days=days)).date()).days for days, _text in told]
    assert days_before == [30, 7, 1]
    assert "Fonds de l’eau" in told[0][1]


def test_a_worker_that_was_down_tells_the_last_reminder_only(world):
    resource(world, title="Fonds", type="call", deadline=date(2026, 4, 30))
    world.follow()
    search(world, type="call", how="weekly")
    at(morning(46))  # five days before
    (letter,) = news(world)
    assert letter.count("Fonds") == 1
    at(morning(47))
    assert news(world) == []


def test_no_reminder_when_none_is_wanted(world):
    resource(world, title="Fonds", type="call", deadline=date(2026, 4, 30))
    world.follow()
    search(world, type="call", how="daily", deadlines=False)
    at(morning(21))
    assert news(world) == []


def test_daily_waits_for_the_morning_and_weekly_for_monday(world):
    search(world, how="daily", type="call")
    search(world, by="bruno", how="weekly", type="call")
    resource(world, title="Appel", type="call")
    assert news(world) == []
    at(morning(1))
    assert len(news(world)) == 1
    told = []
    for days in range(2, 7):
        at(morning(days))
        told += [days] * len(news(world))
    assert told == [6]  # 16 March 2026


def test_two_searches_of_one_person_tell_a_thing_once(world):
    search(world, type="call")
    search(world, territory="reg-53")
    resource(world, title="Appel", type="call")
    assert len(news(world)) == 1


def test_rights_are_those_of_the_moment_of_sending(world):
    space = world.private_space("awa")
    search(world, how="daily", type="call")
    search(world, by="bruno", how="daily", type="call")
    with transaction():
        space.item_kinds = ["thread", "document", "resource", "need"]
    resource(world, title="Appel interne", type="call", space=space)
    world.follow()
    with transaction():
        db.session.execute(delete(Membership).where(Membership.user_id == world.user("awa").id))
    at(morning(1))
    assert news(world) == []


def test_what_was_hidden_meanwhile_is_not_told(world):
    search(world, how="daily", type="call")
    made = resource(world, title="Arnaque", type="call")
    world.follow()
    with transaction():
        made = db.session.get(Resource, made.id)
        set_state(Message(made, 1, made), "hidden", actor_id=None, event="item.hidden")
    at(morning(1))
    assert news(world) == []


def test_nobody_is_told_of_their_own(world):
    search(world, by="corinne", type="call")
    resource(world, by="corinne", type="call")
    assert news(world) == []


def test_a_search_for_words_tells_what_the_search_page_finds(world, indexed):
    search(world, place="search", q="forage")
    search(world, by="bruno", place="search", q="éoliennes")
    world.question(by="zoe", space=world.space("occitanie"), title="Qui connaît un foreur pour un forage ?")
    (letter,) = news(world)
    assert "Qui connaît un foreur" in letter


def test_a_letter_can_be_stopped_by_one_press(world):
    search(world, type="call")
    resource(world, type="call")
    (letter,) = news(world)
    mail = db.session.scalars(select(Mail).where(Mail.key.like("alert/%"))).one()
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].strip("<>") in letter


def test_a_suspended_account_gets_nothing(world):
    search(world, type="call")
    with transaction():
        world.user("awa").state = "suspended"
    resource(world, type="call")
    assert news(world) == []
    assert db.session.scalars(select(SavedSearch)).one().seen > 0


def test_two_sheets_that_become_one_are_not_told_twice(world):
    search(world, type="call")
    day = date(2026, 4, 9)
    first = resource(world, type="call", title="Appel eau", deadline=day)
    assert len(news(world)) == 1
    second = resource(world, type="call", title="Appel pour l’eau", deadline=day)
    with transaction():
        act = merge(world.actor("corinne"), db.session.get(Resource, first.id), db.session.get(Resource, second.id))
    assert news(world) == []  # it is what awa knows already, under another name
    keys = db.session.scalars(select(Told.key)).all()
    assert f"deadline/{second.id}/{day}/30" in keys
    with transaction():
        undo(world.actor("corinne"), db.session.merge(act))
    assert news(world) == []
