"""Proposing resources: what files and people say is kept as it is; unknown is not no."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.permissions import SYSTEM
from forum.resources.commands import propose
from forum.resources.models import ResourceAudience, ResourceZone, Verification

CALL = {"title": "Appel à microprojets du printemps", "source": "Finance un projet avec un partenaire local.",
        "type": "call"}  # fmt: skip


def test_an_import_says_everything_in_the_name_of_somebody(world):
    with transaction():
        made = propose(
            SYSTEM, world.space(), author_id=world.user("corinne").id, standing="verified", funder="Un fonds",
            verified_on="2026-11-23", deadline="permanent", zones=["cad", "BJ"], audiences=["association"],
            external_id="res-1", summary="En bref.", origin="une page", **CALL,
        )  # fmt: skip
    assert (made.standing, made.verified_on, made.deadline, made.status) == (
        "verified", date(2026, 11, 23), None, "permanent")  # fmt: skip
    zones = db.session.scalars(select(ResourceZone.zone).where(ResourceZone.resource_id == made.id)).all()
    assert sorted(zones) == ["BJ", "cad"]
    assert db.session.scalars(select(ResourceAudience.actor_type)).all() == ["association"]
    assert (made.max_amount, made.requires_sponsor) == (None, None)
    assert json.dumps(made.rules) == "{}"


@pytest.mark.parametrize(
    ("who", "standing"),
    [("awa", "proposed"), ("nour", "proposed"), ("zoe", "proposed"), ("corinne", "verified"), ("mona", "verified")],
)
def test_what_members_propose_waits_for_a_curator(world, who, standing):
    with transaction():
        made = propose(world.actor(who), world.space(), **CALL)
    assert made.standing == standing
    assert len(db.session.scalars(select(Verification)).all()) == (standing == "verified")


def test_a_member_cannot_say_that_it_is_verified(world):
    with transaction():
        made = propose(world.actor("awa"), world.space(), standing="verified", verified_on=date(2026, 1, 1), **CALL)
    assert (made.standing, made.verified_on) == ("proposed", None)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("type", {"type": "loan"}),
        ("level", {"level": "worldwide"}),
        ("max_amount", {"min_amount": 5000, "max_amount": 1000}),
        ("max_cofunding_pct", {"max_cofunding_pct": 120}),
        ("min_age_years", {"min_age_years": "two"}),
        ("deadline", {"deadline": "next spring"}),
        ("deadline", {"deadline": "2027-01-01", "opens_on": "2027-02-01"}),
        ("deadline", {"deadline": "2027-01-01", "status": "permanent"}),
        ("excluded_countries", {"excluded_countries": ["XX"]}),
        ("zones", {"zones": ["mars"]}),
        ("audiences", {"audiences": ["martians"]}),
        ("url", {"url": "javascript:alert(1)"}),
    ],
)
def test_what_cannot_be_true_is_refused_by_its_field(world, field, values):
    with pytest.raises(Invalid) as problem, transaction():
        propose(world.actor("corinne"), world.space(), **{**CALL, **values})
    assert field in problem.value.fields
