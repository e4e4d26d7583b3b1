"""The forms: what fits the type, kept when it is refused, complete when it is sent."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.items.models.post import Revision
from forum.resources.models import Resource
from forum.resources.queries.details import details
from tests.resources.made import resource

TYPED = {
    "type": "funding", "space": "bretagne", "title": "Fonds de la région pour l’eau", "source": "Un fonds régional.",
    "territory": "reg-53", "funder": "La région", "level": "regional", "min_amount": "1000", "max_amount": "5000",
    "audiences": ["association", "osim"], "zones": ["cad"], "countries": "Bénin, tg", "excluded": "Mali",
    "conditional": "Niger: santé seulement", "requires_sponsor": "no", "deadline": "2030-03-31", "status": "open",
    "min_cash_share_pct": "25", "confidence": "high",
}  # fmt: skip


def _sent(as_, who: str, **more: object):
    return as_(who).post("/resources/new", data={**TYPED, **more})


def _only() -> Resource:
    db.session.expire_all()
    return db.session.scalars(select(Resource)).one()


def test_a_member_proposes_and_every_field_arrives(world, as_):
    assert _sent(as_, "awa").status_code == 303
    found = details(_only().id)
    assert (found.standing, found.min_amount, found.max_amount, found.requires_sponsor) == (
        "proposed",
        1000,
        5000,
        False,
    )
    assert (found.zones, found.audiences) == (["BJ", "TG", "cad"], ["association", "osim"])
    assert (found.excluded_countries, found.conditional_countries) == (["ML"], {"NE": "santé seulement"})
    assert (found.rules, str(found.deadline), found.max_cofunding_pct) == (
        {"min_cash_share_pct": 25},
        "2030-03-31",
        None,
    )


def test_what_a_curator_proposes_is_verified(world, as_):
    assert _sent(as_, "corinne").status_code == 303
    assert _only().standing == "verified"


@pytest.mark.parametrize(("field", "value"), [("countries", "Atlantide"), ("max_amount", "10"), ("title", "abc"),
                                              ("deadline", "31/02/2030"), ("url", "javascript:x")])  # fmt: skip
def test_what_is_refused_keeps_what_was_typed(world, as_, field, value):
    answer = _sent(as_, "awa", **{field: value})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "Un fonds régional." in html
    assert "field__error" in html
    assert db.session.scalars(select(Resource)).all() == []


def test_the_form_asks_what_fits_the_type(world, as_):
    contact = as_("awa").get("/resources/new?type=contact").get_data(as_text=True)
    funding = as_("awa").get("/resources/new?type=funding").get_data(as_text=True)
    assert 'name="max_amount"' in funding
    assert 'name="max_amount"' not in contact
    assert 'name="contact"' in contact
    assert "type=contact" in as_("awa").get("/resources/new").get_data(as_text=True)


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("corinne", 303), ("mona", 303), ("bruno", 403),
                                             ("zoe", 403), (None, 401)])  # fmt: skip
def test_who_may_change_a_resource(world, as_, who, status):
    made = resource(world, by="awa", standing="proposed")
    answer = as_(who).post(f"/resources/{made.id}/edit", data={**TYPED, "version": "1", "reason": "À jour"})
    assert answer.status_code == status
    assert (_only().max_amount == 5000) == (status == 303)


def test_a_change_keeps_the_old_text_and_what_the_form_showed(world, as_):
    _sent(as_, "awa")
    made = _only()
    html = as_("awa").get(f"/resources/{made.id}/edit").get_data(as_text=True)
    assert "Niger: santé seulement" in html
    assert "Bénin, Togo" in html
    as_("awa").post(f"/resources/{made.id}/edit", data={**TYPED, "version": "1", "source": "Un fonds qui grandit."})
    assert [row.source for row in db.session.scalars(select(Revision))] == ["Un fonds régional."]
    assert _only().source == "Un fonds qui grandit."


def test_a_text_that_changed_meanwhile_is_not_overwritten(world, as_):
    _sent(as_, "awa")
    made = _only()
    change = {**TYPED, "version": "1"}
    as_("mona").post(f"/resources/{made.id}/edit", data={**change, "source": "Mona était là."})
    answer = as_("awa").post(f"/resources/{made.id}/edit", data={**change, "source": "Awa aussi."})
    assert answer.status_code == 422
    assert (_only().source, _only().max_amount) == ("Mona était là.", 5000)


def test_a_member_does_not_verify_by_the_form(world, as_):
    _sent(as_, "awa", standing="verified", verified_on="2026-01-01")
    assert (_only().standing, _only().verified_on) == ("proposed", None)
