"""Something changed: said by anybody, seen by those who keep the page, answered."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.core.mail import Mail
from forum.documents.merging import merge
from forum.items.models.item import Item
from forum.links.keeping import keep_all, recount
from forum.links.models import WebLink
from forum.notifications.models import Notification, NotificationSettings
from forum.resources.models import Resource
from forum.upkeep.commands import MOST, forget
from forum.upkeep.models import Signal
from tests.documents.made import document, page_of
from tests.resources.made import page_of as resource_page
from tests.resources.made import resource


def said() -> list[Signal]:
    db.session.expire_all()
    return list(db.session.scalars(select(Signal).order_by(Signal.id)))


def letters() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def tell(browser, item_id: int, **data):
    return browser.post(f"/items/{item_id}/something-changed", data={"what": "ended", **data})


def test_a_visitor_says_it_from_the_page_and_is_thanked(world, as_):
    made = resource(world)
    visitor = as_(None)
    assert f"/items/{made.id}/something-changed" in resource_page(visitor, made)
    assert visitor.get(f"/items/{made.id}/something-changed").status_code == 200
    answer = tell(visitor, made.id, what="dates", text="La date limite est le 15 mars.")
    assert answer.status_code == 200 and "Merci" in answer.get_data(as_text=True)
    (signal,) = said()
    assert (signal.what, signal.text, signal.state, signal.email) == (
        "dates",
        "La date limite est le 15 mars.",
        "open",
        "",
    )
    assert db.session.get(Item, made.id).signals == 1


def test_documents_have_the_way_too_and_their_keeper_is_told(world, as_):
    made = document(world)
    assert f"/items/{made.id}/something-changed" in page_of(as_(None), made)
    tell(as_(None), made.id, what="content", text="L’étape 3 a changé.")
    world.follow()
    assert db.session.scalars(select(Notification.user_id)).all() == [world.user("awa").id]


@pytest.mark.parametrize("data", [{"what": "dates"}, {"what": "nonsense", "text": "Des mots."}, {"what": "other", "text": "x"},
                                  {"what": "ended", "email": "pas une adresse"}, {"what": "ended", "text": "x" * 1001}])  # fmt: skip
def test_what_cannot_be_taken_comes_back_as_it_was_typed(world, as_, data):
    answer = tell(as_(None), resource(world).id, **data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "field__error" in html
    assert data.get("text", "") in html and data.get("email", "") in html
    assert said() == []


def test_a_program_that_fills_everything_in_is_thanked_for_nothing(world, as_):
    assert tell(as_(None), resource(world).id, website="https://spam.example").status_code == 200
    assert said() == []


def test_one_address_says_ten_things_an_hour(world, as_):
    visitor, item_id = as_(None), resource(world).id
    answers = [tell(visitor, item_id, what="other", text=f"Chose numéro {each}").status_code for each in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_page_takes_so_many_and_no_more(world, as_):
    item_id = resource(world).id
    with transaction():
        db.session.add_all(Signal(item_id=item_id, what="other", text=str(each)) for each in range(MOST))
    assert tell(as_(None), item_id).status_code == 422
    assert len(said()) == MOST


def test_the_same_said_twice_is_said_once(world, as_):
    item_id = resource(world).id
    for who in ("bruno", "bruno", None, None):
        tell(as_(who), item_id, text="Fermé")
    assert len(said()) == 2


@pytest.mark.parametrize(("state", "status"), [("public", 200), ("hidden", 404), ("deleted", 404)])
def test_only_what_one_may_read(world, as_, state, status):
    item_id = resource(world).id
    with transaction():
        db.session.get(Item, item_id).state = state
    assert tell(as_(None), item_id).status_code == status
    assert tell(as_(None), world.question().id).status_code == 404, "a discussion is reported, or answered"


def test_those_who_keep_it_read_it_on_the_page_and_others_once_it_is_confirmed(world, as_, queries):
    made = resource(world)
    quiet = resource_page(as_(None), made)
    tell(as_(None), made.id, text="Le fonds est épuisé.")
    assert "Le fonds est épuisé." in resource_page(as_("corinne"), made)
    for who in (None, "bruno"):
        assert "said-changed" not in resource_page(as_(who), made)
    assert as_("corinne").post(f"/items/{made.id}/signals/confirmation").status_code == 303
    shown = resource_page(as_(None), made)
    assert "said-changed" in shown and "Le fonds est épuisé." not in shown
    assert "said-changed" not in quiet


def test_it_is_settled_and_whoever_confirmed_an_address_gets_the_answer(world, as_):
    made = resource(world, verified_on=clock.today() - timedelta(days=400))
    item_id, visitor = made.id, as_(None)
    shown = tell(visitor, item_id, text="Le fonds est épuisé.", email="Paul@Example.org").get_data(as_text=True)
    assert "paul@example.org" in shown
    link = re.search(r"/signals/confirm/\S+", letters()[0].text)[0]
    assert visitor.get(link).status_code == 200 and not said()[0].is_address_sure
    assert visitor.post(link).status_code == 200 and said()[0].is_address_sure
    data = {"outcome": "corrected", "text": "Merci, il rouvre en janvier."}
    assert as_("corinne").post(f"/items/{item_id}/signals/settlement", data=data).status_code == 303
    assert [mail.recipient for mail in letters()] == ["paul@example.org"] * 2
    assert "Merci, il rouvre en janvier." in letters()[1].text and "Merci, il rouvre en janvier." in letters()[1].html
    db.session.expire_all()
    settled = db.session.get(Resource, item_id)
    assert (settled.signals, settled.verified_on) == (0, clock.today())
    names = db.session.scalars(select(Event.name).where(Event.name.like("signal.%")).order_by(Event.id)).all()
    assert names == ["signal.made", "signal.settled"]
    assert "Merci, il rouvre en janvier." in as_("corinne").get(f"/items/{item_id}/signals").get_data(as_text=True)


def test_without_the_yes_no_letter_but_the_first(world, as_):
    item_id = resource(world).id
    tell(as_(None), item_id, email="paul@example.org")
    as_("corinne").post(f"/items/{item_id}/signals/settlement", data={"outcome": "right"})
    assert len(letters()) == 1
    as_(None).post(re.search(r"/signals/confirm/\S+", letters()[0].text)[0])
    assert len(letters()) == 2, "the answer waited for the yes"


def test_a_member_gets_the_answer_at_the_address_of_the_account(world, as_):
    item_id = resource(world).id
    tell(as_("bruno"), item_id)
    as_("corinne").post(f"/items/{item_id}/signals/settlement", data={"outcome": "unclear"})
    assert [mail.recipient for mail in letters()] == ["bruno@example.org"]
    with transaction():
        db.session.add(
            NotificationSettings(
                user_id=world.user("zoe").id, mail="none", refused=[], digest="none", hour=8, weekday=0
            )
        )
    tell(as_("zoe"), item_id)
    as_("corinne").post(f"/items/{item_id}/signals/settlement", data={"outcome": "unclear"})
    assert len(letters()) == 1


def test_what_could_not_be_confirmed_verifies_nothing(world, as_):
    day = clock.today() - timedelta(days=400)
    item_id = resource(world, verified_on=day).id
    tell(as_(None), item_id)
    as_("corinne").post(f"/items/{item_id}/signals/settlement", data={"outcome": "unclear"})
    db.session.expire_all()
    assert db.session.get(Resource, item_id).verified_on == day


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 303), ("mona", 303), ("ada", 303), ("bruno", 403), ("zoe", 403), (None, 401)]
)
def test_who_may_settle(world, as_, who, status):
    item_id = resource(world).id
    tell(as_(None), item_id)
    browser = as_(who)
    assert browser.post(f"/items/{item_id}/signals/settlement", data={"outcome": "right"}).status_code == status
    assert browser.get(f"/items/{item_id}/signals").status_code == {303: 200, 401: 303}.get(status, status)


def test_one_is_settled_and_the_other_waits(world, as_):
    item_id = resource(world).id
    for text in ("Un", "Deux"):
        tell(as_(None), item_id, text=text)
    data = {"outcome": "right", "signal": said()[0].id}
    assert as_("corinne").post(f"/items/{item_id}/signals/settlement", data=data).status_code == 303
    assert [each.state for each in said()] == ["settled", "open"]


def test_addresses_are_forgotten(world, as_):
    item_id = resource(world).id
    tell(as_(None), item_id, text="Un", email="jamais@example.org")
    tell(as_(None), item_id, text="Deux", email="oui@example.org")
    as_(None).post(re.search(r"/signals/confirm/\S+", letters()[1].text)[0])
    clock.set_for_tests(clock.now() + timedelta(days=9))
    forget()
    assert [each.email for each in said()] == ["", "oui@example.org"]
    as_("corinne").post(f"/items/{item_id}/signals/settlement", data={"outcome": "right"})
    clock.set_for_tests(clock.now() + timedelta(days=31))
    forget()
    assert [each.email for each in said()] == ["", ""]
    clock.set_for_tests(clock.now() + timedelta(days=730))
    forget()
    assert said() == []


def test_no_address_and_no_word_of_theirs_in_logs_and_events(world, as_, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        tell(as_(None), resource(world).id, text="Madame Untel est partie", email="untel@example.org")
    written = caplog.text + capsys.readouterr().out + str(db.session.scalars(select(Event.data)).all())
    assert "untel" not in written.lower()


def test_a_forged_link_confirms_nothing(world, as_):
    assert as_(None).post("/signals/confirm/forged").status_code == 422


def test_a_page_with_everything_to_say_stays_within_its_queries(world, as_, queries):
    made = resource(world, url="mort.example/x", verified_on=clock.today() - timedelta(days=400))
    plain, item_id = resource(world), made.id
    tell(as_(None), item_id, text="Fermé")
    keep_all()
    with transaction():
        db.session.execute(WebLink.__table__.update().values(state="dead"))
        recount([item_id])
    browser, costs = as_("corinne"), []
    for each in (plain, db.session.get(Item, item_id)):
        resource_page(browser, each)
        queries.clear()
        resource_page(browser, each)
        costs.append(len(queries))
    assert costs[1] <= min(12, costs[0] + 2)


def test_what_was_said_of_a_page_goes_with_it_into_another(world, as_):
    source, target = document(world), document(world)
    ids = source.id, target.id
    tell(as_(None), source.id, text="Fermé")
    with transaction():
        merge(world.actor("mona"), source, target)
    world.follow()
    assert [each.item_id for each in said()] == [ids[1]]
    assert [db.session.get(Item, each).signals for each in ids] == [0, 1]
