"""Anyone may report, without an account too, and follow what becomes of it."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.events import Event
from forum.core.mail import Mail
from forum.moderation.models import Report


def send(browser, item_id, number=2, **data):
    return browser.post(f"/report?item={item_id}&number={number}", data={"reason": "spam", **data})


@pytest.mark.parametrize("who", [None, "zoe", "nour", "mona"])
@pytest.mark.parametrize("number", [1, 2])
def test_anyone_reports_an_item_or_a_message_and_gets_a_receipt(world, as_, who, number):
    item_id = world.question(replies=1).id
    answer = send(as_(who), item_id, number)
    kept = db.session.scalars(select(Report)).one()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/reports/{kept.receipt}")
    assert (kept.item_id, kept.number, kept.reason, kept.state) == (item_id, number, "spam", "open")
    assert db.session.scalars(select(Event.number).where(Event.name == "report.made")).all() == [number]
    page = as_(None).get(f"/reports/{kept.receipt.lower()}").get_data(as_text=True)
    assert kept.receipt in page
    assert "Réponse numéro 1" not in page, "a receipt tells nothing of the message"


def test_one_does_not_report_oneself(world, as_):
    item_id = world.question(replies=1).id
    assert as_("bruno").get(f"/report?item={item_id}&number=2").status_code == 403
    assert send(as_("bruno"), item_id).status_code == 403


def test_what_one_may_not_read_cannot_be_reported(world, as_):
    item_id = world.question(space=world.private_space("awa")).id
    assert as_("zoe").get(f"/report?item={item_id}").status_code == 404
    assert as_(None).get("/report").status_code == 404


@pytest.mark.parametrize(
    "data", [{"reason": ""}, {"reason": "appeal"}, {"reason": "illegal"}, {"email": "pas une adresse"}]
)
def test_a_report_that_cannot_be_judged_is_refused_and_keeps_what_was_typed(world, as_, data):
    item_id = world.question(replies=1).id
    answer = send(as_(None), item_id, **{"text": "Court", **data})
    assert answer.status_code == 422
    assert "Court" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Report)).all() == []


def test_the_same_person_reporting_twice_has_one_receipt(world, as_):
    item_id = world.question(replies=1).id
    first, second = send(as_("zoe"), item_id), send(as_("zoe"), item_id)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(db.session.scalars(select(Report)).all()) == 1


def test_a_visitor_who_leaves_an_address_gets_the_receipt_and_the_outcome(world, as_):
    item_id = world.question(replies=1).id
    send(as_(None), item_id, email="Passante@Exemple.fr")
    receipt = db.session.scalars(select(Report.receipt)).one()
    letter = db.session.scalars(select(Mail)).one()
    assert letter.recipient.lower() == "passante@exemple.fr"
    assert f"/reports/{receipt}" in letter.text
    as_("mona").post(f"/moderation/items/{item_id}/messages/2/decisions", data={"deed": "dismiss"})
    world.follow()
    assert len(db.session.scalars(select(Mail.subject).where(Mail.key.like("%report%"))).all()) == 2


def test_a_program_that_fills_in_what_people_do_not_see_writes_nothing(world, as_):
    item_id = world.question(replies=1).id
    assert send(as_(None), item_id, website="https://exemple.org").status_code == 303
    assert db.session.scalars(select(Report)).all() == []


def test_too_many_reports_from_one_address_are_refused(world, as_):
    item_id = world.question(replies=1).id
    browser = as_(None)
    assert [send(browser, item_id).status_code for _each in range(11)] == [303] * 10 + [429]


def test_receipts_are_not_guessed(world, as_):
    assert as_(None).get("/reports/AAAA-AAAA-AAAA").status_code == 404


def test_every_message_offers_to_report_it_but_to_its_author(world, as_):
    item_id = world.question(replies=1).id
    for who, links in ((None, {1, 2}), ("zoe", {1, 2}), ("awa", {2}), ("bruno", {1})):
        html = as_(who).get(f"/items/{item_id}", follow_redirects=True).get_data(as_text=True)
        assert {n for n in (1, 2) if f"/report?item={item_id}&amp;number={n}" in html} == links
