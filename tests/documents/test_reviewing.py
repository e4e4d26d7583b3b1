"""Draft, reviewed, verified; still right; overdue."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.events import Event
from forum.documents.commands import later, write
from forum.documents.models import Document
from forum.documents.queries import facts
from tests.documents.made import document, page_of


def _again(made: Document) -> Document:
    db.session.expire_all()
    return db.session.get_one(Document, made.id)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 303) for who in ("corinne", "mona", "stef", "ada")),
        *((who, 403) for who in ("awa", "bruno", "zoe", "nour")),
        (None, 401),
    ],
)
def test_who_may_review(world, as_, who, status):
    made = document(world)
    answer = as_(who).post(f"/documents/{made.id}/standing", data={"standing": "verified"})
    assert answer.status_code == status
    assert _again(made).standing == ("verified" if status == 303 else "draft")


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("corinne", 303), ("bruno", 403), ("zoe", 403), (None, 401)])
def test_who_may_say_that_it_is_still_right(world, as_, who, status):
    made = document(world, standing="verified", reviewed_on=date(2020, 1, 15))
    assert as_(who).post(f"/documents/{made.id}/renewal").status_code == status
    assert (_again(made).reviewed_on == date(2020, 1, 15)) == (status != 303)


def test_a_renewal_lasts_a_year_from_the_day_in_paris(world, as_):
    made = document(world, standing="reviewed", reviewed_on=date(2026, 1, 31))
    assert made.review_by == date(2027, 1, 31)
    clock.set_for_tests(datetime(2028, 2, 28, 23, 30, tzinfo=UTC))  # the 29th of February in Paris
    as_("awa").post(f"/documents/{made.id}/renewal")
    assert (_again(made).reviewed_on, _again(made).review_by) == (date(2028, 2, 29), date(2029, 2, 28))


def test_a_draft_is_reviewed_before_it_is_renewed(world, as_):
    made = document(world)
    assert as_("corinne").post(f"/documents/{made.id}/renewal").status_code == 409
    assert _again(made).reviewed_on is None


def test_it_is_overdue_from_the_day_after(world, as_):
    made = document(world, standing="verified", reviewed_on=date(2025, 12, 1))
    clock.set_for_tests(datetime(2026, 12, 1, 22, 30, tzinfo=UTC))
    assert not facts([made.id])[made.id]["is_overdue"]
    assert "badge--warn" not in page_of(as_(None), made)
    clock.set_for_tests(datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert facts([made.id])[made.id]["is_overdue"]
    assert "badge--warn" in page_of(as_("awa"), made)
    assert made.title in as_(None).get("/documents/?review=overdue").get_data(as_text=True)


def test_members_begin_with_a_draft(world):
    with pytest.raises(Invalid), transaction():
        write(world.actor("awa"), world.space(), title="Un titre", source="Un texte.", standing="verified")
    with transaction():
        made = write(world.actor("corinne"), world.space(), title="Un titre", source="Un texte.", standing="verified")
    assert (made.reviewed_on, made.reviewed_by_id) == (clock.today(), world.user("corinne").id)


def test_a_change_after_the_review_is_told(world, as_):
    clock.set_for_tests(datetime(2026, 6, 1, tzinfo=UTC))
    made = document(world, standing="verified")
    clock.set_for_tests(datetime(2026, 6, 3, tzinfo=UTC))
    before = page_of(as_("awa"), made)
    sent = {"title": made.title, "source": "Un texte tout autre.", "version": "1"}
    as_("awa").post(f"/items/{made.id}/messages/1/edit", data=sent)
    history = f'(<a href="/items/{made.id}/messages/1/history"'
    assert history not in before
    assert history in page_of(as_("awa"), made)


def test_htmx_gets_the_status_alone(world, as_):
    made = document(world)
    answer = as_("mona").post(
        f"/documents/{made.id}/standing", data={"standing": "reviewed"}, headers={"HX-Request": "true"}
    )
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="status"')
    assert [row.data["standing"] for row in db.session.scalars(select(Event).where(Event.name == "document.reviewed"))]


def test_months_end_where_they_end():
    assert later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert later(date(2026, 12, 31), 12) == date(2027, 12, 31)
