"""The ladder: who carries a need up, who answers, what is written down, when an answer is late."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.items.models.item import Item
from forum.needs.commands import address, answer, relay
from forum.needs.models import Need, Step
from forum.needs.queries import facts
from tests.needs.made import again, backed, need, page_of

WHO = [("mona", 303), ("stef", 303), ("ada", 303), ("awa", 403), ("corinne", 403), ("bruno", 403), ("zoe", 403),
       (None, 401)]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), WHO)
@pytest.mark.parametrize(
    ("deed", "values", "after"),
    [
        ("relay", {"why": "Revient souvent."}, ("regional", "relayed")),
        ("addressee", {"to": "La région", "due": "2090-01-15"}, ("local", "addressed")),
        ("answer", {"outcome": "partly", "source": "Un fonds d’amorçage."}, ("local", "answered")),
    ],
)
def test_who_may_carry_a_need(world, as_, who, status, deed, values, after):
    made = need(world)
    assert as_(who).post(f"/needs/{made.id}/{deed}", data=values).status_code == status
    found = again(made)
    assert (found.level, found.status) == (after if status == 303 else ("local", "gathering"))


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("mona", 303), ("bruno", 403), ("zoe", 403), (None, 401)])
def test_who_may_close_a_need(world, as_, who, status):
    made = need(world)
    assert as_(who).post(f"/needs/{made.id}/closure", data={"why": "Réglé."}).status_code == status
    assert (again(made).status == "closed") == (status == 303)


def test_one_need_climbs_and_is_never_copied(world, as_):
    made = need(world)
    mona = as_("mona")
    mona.post(f"/needs/{made.id}/relay", data={"why": "Onze structures en parlent."})
    mona.post(f"/needs/{made.id}/relay", data={"why": "Cinq régions aussi."})
    assert mona.post(f"/needs/{made.id}/relay", data={"why": "Encore."}).status_code == 422
    assert (again(made).level, again(made).slug, again(made).space_id) == ("national", made.slug, world.space().id)
    assert len(db.session.scalars(select(Item)).all()) == 1
    steps = db.session.scalars(select(Step).order_by(Step.id)).all()
    assert [(step.deed, step.level) for step in steps] == [
        ("voiced", "local"), ("relayed", "regional"), ("relayed", "national")]  # fmt: skip
    html = page_of(as_(None), made)
    for word in ("Finistère", "Bretagne", "National", "Onze structures en parlent.", "Mona"):
        assert word in html


def test_it_is_sent_back_with_a_reason(world, as_):
    made = need(world)
    as_("mona").post(f"/needs/{made.id}/relay", data={"why": "Onze structures."})
    as_("stef").post(f"/needs/{made.id}/return", data={"why": "Il manque des chiffres."})
    assert (again(made).level, again(made).status) == ("local", "gathering")
    assert "Il manque des chiffres." in page_of(as_(None), made)


def test_a_step_says_why(world, as_):
    made = need(world)
    assert as_("mona").post(f"/needs/{made.id}/relay", data={"why": " "}).status_code == 422
    assert again(made).level == "local"


@pytest.mark.parametrize(
    "values", [{"to": "La région", "due": "2020-01-01"}, {"to": "La région"}, {"due": "2090-01-01"}]
)
def test_an_addressee_has_a_name_and_a_day_to_come(world, as_, values):
    made = need(world)
    assert as_("mona").post(f"/needs/{made.id}/addressee", data=values).status_code == 422
    assert again(made).status == "gathering"


def test_an_answer_is_late_from_the_day_after_in_paris(world, as_):
    made = need(world)
    clock.set_for_tests(datetime(2026, 11, 1, tzinfo=UTC))
    with transaction():
        address(world.actor("mona"), made, "La région", date(2027, 1, 15))
    clock.set_for_tests(datetime(2027, 1, 15, 22, 30, tzinfo=UTC))
    assert not facts([made.id])[made.id]["is_overdue"]
    assert "badge--warn" not in page_of(as_("awa"), made)
    clock.set_for_tests(datetime(2027, 1, 15, 23, 30, tzinfo=UTC))
    assert facts([made.id])[made.id]["is_overdue"]
    assert "badge--warn" in page_of(as_("awa"), made)
    assert made.title in as_(None).get("/needs/?answer=overdue").get_data(as_text=True)
    assert made.title not in as_(None).get("/needs/?answer=awaited").get_data(as_text=True)


def test_an_answer_names_every_organisation_behind_the_need(world, as_):
    made, gone = need(world), world.organisation("Partie depuis", of="awa")
    backed(world, made, "dep-29", "reg-76")
    as_("awa").post(f"/needs/{made.id}/supports", data={"organisation": gone.id})
    as_("awa").post(f"/needs/{made.id}/supports/undo", data={"organisation": gone.id})
    with transaction():
        answer(world.actor("mona"), made, "accepted", "Oui : **2 000 €**.")
    event = db.session.scalars(select(Event).where(Event.name == "need.answered")).one()
    assert len(event.data["organisations"]) == 2
    assert gone.id not in event.data["organisations"]
    html = page_of(as_(None), made)
    assert html.index("<strong>2 000") < html.index("première marche", html.index("<main"))


def test_people_begin_below_the_national_level(world):
    assert need(world, where="dep-29").level == "local"
    assert need(world, where="reg-53").level == "regional"
    assert need(world, where="fr").level == "regional"
    assert need(world, where="fr", by="mona").level == "national"
    assert need(world, level="national").level == "local"


def test_the_territory_of_a_step_is_that_of_its_level(world):
    made = need(world)
    with transaction():
        relay(world.actor("mona"), made, "Onze structures.")
    with transaction():
        relay(world.actor("stef"), db.session.get_one(Need, made.id), "Cinq régions.")
    from forum.territories.queries import tree

    steps = db.session.scalars(select(Step).order_by(Step.id)).all()
    assert [tree().nodes[step.territory_id].code for step in steps] == ["dep-29", "reg-53", "fr"]
