"""Verifying, saying that it is still right, refusing: by those who tend the space."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.events import Event
from forum.resources.models import Resource, Verification
from tests.resources.made import page_of, resource

WHO = [("corinne", 303), ("mona", 303), ("stef", 303), ("ada", 303), ("awa", 403), ("bruno", 403), ("zoe", 403),
       ("nour", 403), (None, 401)]  # fmt: skip


def _again(made: Resource) -> Resource:
    db.session.expire_all()
    return db.session.get_one(Resource, made.id)


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_verify(world, as_, who, status):
    made = resource(world, standing="proposed", by="awa")
    assert as_(who).post(f"/resources/{made.id}/verification").status_code == status
    assert _again(made).standing == ("verified" if status == 303 else "proposed")


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_refuse(world, as_, who, status):
    made = resource(world, standing="proposed", by="bruno")
    answer = as_(who).post(f"/resources/{made.id}/refusal", data={"reason": "Elle existe déjà."})
    assert answer.status_code == status
    assert _again(made).standing == ("refused" if status == 303 else "proposed")


def test_still_right_is_written_down_with_its_day_and_its_author(world, as_):
    made = resource(world, verified_on="2025-01-01")
    clock.set_for_tests(datetime(2026, 12, 1, 23, 30, tzinfo=UTC))  # the second of December in Paris
    as_("mona").post(f"/resources/{made.id}/verification")
    assert _again(made).verified_on == date(2026, 12, 2)
    assert [row.by_id for row in db.session.scalars(select(Verification))] == [world.user("mona").id]
    assert "Mona" in page_of(as_(None), made)


def test_htmx_gets_the_facts_with_the_new_day(world, as_):
    made = resource(world, standing="proposed")
    html = as_("corinne").post(f"/resources/{made.id}/verification", headers={"HX-Request": "true"})
    text = html.get_data(as_text=True)
    assert text.lstrip().startswith('<section id="facts"')
    assert "Corinne" in text


def test_a_refused_resource_is_seen_by_its_author_with_the_reason_and_by_curators(world, as_):
    made = resource(world, standing="proposed", by="awa")
    as_("corinne").post(f"/resources/{made.id}/refusal", data={"reason": "Elle existe déjà."})
    for who in ("awa", "corinne", "mona"):
        assert "Elle existe déjà." in page_of(as_(who), made)
    for who in ("bruno", "zoe", None):
        assert as_(who).get(f"/resources/{made.id}-{made.slug}").status_code == 404
    assert made.title not in as_("awa").get("/resources/").get_data(as_text=True)


def test_a_refused_resource_can_come_back(world, as_):
    made = resource(world, standing="proposed", by="awa")
    as_("corinne").post(f"/resources/{made.id}/refusal", data={"reason": "Elle existe déjà."})
    as_("corinne").post(f"/resources/{made.id}/verification")
    assert (_again(made).standing, _again(made).state) == ("verified", "public")
    names = [
        event.name for event in db.session.scalars(select(Event).where(Event.item_id == made.id).order_by(Event.id))
    ]
    assert names[-3:] == ["resource.refused", "item.approved", "resource.verified"]


def test_a_refusal_says_why(world, as_):
    made = resource(world, standing="proposed")
    assert as_("corinne").post(f"/resources/{made.id}/refusal", data={"reason": ""}).status_code == 422
    assert _again(made).standing == "proposed"


def test_a_verified_resource_is_not_refused(world, as_):
    made = resource(world)
    assert as_("corinne").post(f"/resources/{made.id}/refusal", data={"reason": "Trop tard."}).status_code == 422
    assert _again(made).state == "public"
