"""What is to be read again: the oldest and most read first, one tap, one letter a week."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.documents.models import Document
from forum.items.models.around import Reading
from forum.items.models.item import Item
from forum.notifications.models import NotificationSettings
from forum.resources.models import Resource
from forum.spaces.models import Membership
from forum.upkeep.due import is_due
from forum.upkeep.letter import send_due
from forum.upkeep.queries import due, due_count
from tests.documents.made import document
from tests.resources.made import page_of, resource


def ago(days: int):
    return clock.today() - timedelta(days=days)


def old(world, days: int = 400, *, readers: tuple[str, ...] = (), **more) -> int:
    """A resource that nobody looked at for so long."""
    made = resource(world, verified_on=ago(days), **more)
    with transaction():
        db.session.add_all(Reading(user_id=world.user(who).id, item_id=made.id, number=1) for who in readers)
    return made.id


def queue(world, who: str = "corinne") -> list[int]:
    return [each.row.id for each in due(world.actor(who))]


def test_age_times_readers_is_the_order(world):
    quiet = old(world, 400)
    read = old(world, 300, readers=("awa", "bruno"))
    older = old(world, 500)
    fresh = old(world, 10)
    assert queue(world) == [read, older, quiet]
    assert fresh not in queue(world)


@pytest.mark.parametrize(("type", "days", "waits"), [
    ("call", 89, False), ("call", 90, True), ("funding", 179, False), ("funding", 180, True), ("training", 180, True),
    ("contact", 364, False), ("contact", 365, True), ("tool", 365, True),
])  # fmt: skip
def test_each_kind_has_its_season(world, type, days, waits):
    item_id = old(world, days, type=type)
    assert (item_id in queue(world)) == waits
    assert is_due(ago(days), type) == waits


def test_documents_stand_in_it_thirty_days_before_their_review(world):
    soon = document(world, standing="reviewed", reviewed_on=ago(340), review_by=ago(-25)).id
    document(world, standing="reviewed", reviewed_on=ago(10), review_by=ago(-355))
    document(world, standing="draft", review_by=ago(10))
    assert queue(world) == [soon]


def test_closed_refused_and_hidden_ones_do_not_wait(world):
    old(world, deadline=ago(1))
    old(world, standing="proposed")
    with transaction():
        db.session.get(Item, old(world)).state = "hidden"
    assert queue(world) == []


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 200), ("mona", 200), ("stef", 200), ("ada", 200), ("awa", 403), (None, 303)]
)
def test_who_sees_the_queue(world, as_, who, status):
    item_id = old(world)
    answer = as_(who).get("/upkeep/")
    assert answer.status_code == status
    assert (f'id="due-{item_id}"' in answer.get_data(as_text=True)) == (status == 200)


def test_nobody_sees_the_queue_of_other_spaces(world):
    old(world, space=world.space("occitanie"), by="zoe")
    assert queue(world) == [] and due_count(world.actor("corinne")) == 0
    assert len(queue(world, "ada")) == 1


def test_one_tap_in_the_queue_itself(world, as_):
    item_id = old(world)
    answer = as_("corinne").post(f"/upkeep/{item_id}/still-right", headers={"HX-Request": "true"})
    assert f'id="due-{item_id}"' in answer.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.get(Resource, item_id).verified_on == clock.today()
    assert queue(world) == []
    page = document(world, standing="reviewed", reviewed_on=ago(400), review_by=ago(35)).id
    assert as_("corinne").post(f"/upkeep/{page}/still-right").status_code == 303
    db.session.expire_all()
    assert db.session.get(Document, page).reviewed_on == clock.today()


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 303), ("mona", 303), ("bruno", 403), ("zoe", 403), (None, 401)]
)
def test_who_may_tap(world, as_, who, status):
    assert as_(who).post(f"/upkeep/{old(world)}/still-right").status_code == status


def test_pages_leave_no_gap_and_cost_the_same(world, as_, queries):
    wanted = [old(world, 400 + each % 3) for each in range(33)]
    browser, address, seen, costs = as_("corinne"), "/upkeep/", [], []
    browser.get(address)
    while address:
        queries.clear()
        html = browser.get(address).get_data(as_text=True)
        costs.append(len(queries))
        seen += [int(part.split('"')[0]) for part in html.split('<div class="work__row" id="due-')[1:]]
        address = html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&") if 'id="more"' in html else ""
    assert sorted(seen) == sorted(wanted) and len(seen) == len(wanted)
    assert max(costs) <= 8


def test_the_age_is_said_in_lists_and_on_the_page(world, as_):
    item_id = old(world)
    fresh = resource(world, verified_on=clock.today())
    visitor = as_(None)
    assert visitor.get("/resources/").get_data(as_text=True).count("à vérifier de nouveau") == 1
    assert "à vérifier de nouveau" in page_of(visitor, db.session.get(Resource, item_id))
    assert "à vérifier de nouveau" not in page_of(visitor, fresh)


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def letters() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.key.like("upkeep/%")).order_by(Mail.id)))


def wishes(world, who: str, **more) -> None:
    values = {"mail": "mine", "refused": [], "digest": "weekly", "hour": 8, "weekday": 0, **more}
    with transaction():
        db.session.merge(NotificationSettings(user_id=world.user(who).id, **values))


def test_a_letter_once_a_week_to_the_curators_of_the_space(world, as_):
    clock.set_for_tests(MONDAY)
    title = db.session.get(Item, old(world)).title
    assert (send_due(), send_due()) == (1, 0)
    (letter,) = letters()
    assert letter.recipient == "corinne@example.org", "Mona moderates: the space has a curator"
    for text in (letter.text, letter.html):
        assert title in text and "/unsubscribe/" in text and "il y a 13 mois" in text
    assert "List-Unsubscribe" in str(letter.headers)
    clock.set_for_tests(MONDAY + timedelta(days=3))
    assert send_due() == 0
    clock.set_for_tests(MONDAY + timedelta(days=7))
    assert send_due() == 1


def test_never_an_empty_letter_and_none_about_examples(world):
    clock.set_for_tests(MONDAY)
    with transaction():
        db.session.get(Item, old(world)).is_example = True
    resource(world, verified_on=clock.today())
    assert send_due() == 0


def test_at_the_hour_that_they_chose(world):
    clock.set_for_tests(MONDAY)
    old(world)
    wishes(world, "corinne", weekday=2, hour=18)
    assert send_due() == 0
    clock.set_for_tests(datetime(2026, 11, 25, 17, 30, tzinfo=UTC))
    assert send_due() == 1


@pytest.mark.parametrize("refusal", [{"mail": "none"}, {"digest": "none"}, {"refused": ["upkeep"]}])
def test_whoever_does_not_want_it_does_not_get_it(world, refusal):
    clock.set_for_tests(MONDAY)
    old(world)
    wishes(world, "corinne", **refusal)
    assert send_due() == 0


def test_the_link_of_the_letter_stops_this_letter_alone(world, as_):
    clock.set_for_tests(MONDAY)
    old(world)
    send_due()
    link = "/unsubscribe/" + letters()[0].text.split("/unsubscribe/")[1].split()[0]
    assert as_(None).get(link).status_code == 200
    assert as_(None).post(link).status_code == 200
    kept = db.session.get(NotificationSettings, world.user("corinne").id)
    assert (kept.refused, kept.digest) == (["upkeep"], "weekly")
    clock.set_for_tests(MONDAY + timedelta(days=7))
    assert send_due() == 0


def test_without_a_curator_the_moderators_and_then_those_above(world):
    clock.set_for_tests(MONDAY)
    old(world)
    with transaction():
        db.session.delete(db.session.get(Membership, (world.user("corinne").id, world.space().id)))
    assert send_due() == 1
    assert letters()[0].recipient == "mona@example.org"
    old(world, space=world.space("occitanie"), by="zoe")
    assert send_due() == 1
    assert letters()[1].recipient == "ada@example.org"


def test_what_readers_say_stands_in_the_letter(world, as_):
    clock.set_for_tests(MONDAY)
    made = resource(world, verified_on=clock.today())
    as_(None).post(f"/items/{made.id}/something-changed", data={"what": "ended"})
    assert send_due() == 1
    assert made.title in letters()[0].text
