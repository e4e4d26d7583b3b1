"""One organisation, one voice, by somebody who holds its mandate."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Conflict
from forum.core.events import Event
from forum.needs.commands import settle, support
from forum.needs.models import Support
from forum.people.models import Mandate
from tests.needs.made import again, backed, need, page_of


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("bruno", 403), ("mona", 403), ("ada", 403), (None, 401)])
def test_who_may_lend_the_voice_of_an_organisation(world, as_, who, status):
    made, one = need(world, by="bruno"), world.organisation(of="awa")
    answer = as_(who).post(f"/needs/{made.id}/supports", data={"organisation": one.id})
    assert answer.status_code == status
    assert again(made).voices == (1 if status == 303 else 0)


@pytest.mark.parametrize("state", ["asked", "ended"])
def test_a_mandate_that_is_not_confirmed_lends_nothing(world, as_, state):
    made, one = need(world), world.organisation(of="awa")
    with transaction():
        db.session.scalars(select(Mandate)).one().state = state
    assert as_("awa").post(f"/needs/{made.id}/supports", data={"organisation": one.id}).status_code == 403
    assert again(made).voices == 0


def test_two_people_of_one_organisation_are_one_voice(world, as_):
    made, one = need(world), world.organisation(of="awa")
    with transaction():
        db.session.add(Mandate(user_id=world.user("bruno").id, organisation_id=one.id, state="confirmed"))
    as_("awa").post(f"/needs/{made.id}/supports", data={"organisation": one.id})
    assert as_("bruno").post(f"/needs/{made.id}/supports", data={"organisation": one.id}).status_code == 409
    assert (again(made).voices, len(db.session.scalars(select(Support)).all())) == (1, 1)


def test_a_voice_taken_back_stays_in_the_history_and_may_return(world, as_):
    made, one = need(world), world.organisation(of="awa")
    awa = as_("awa")
    awa.post(f"/needs/{made.id}/supports", data={"organisation": one.id, "remark": "Nous avons renoncé."})
    assert "Nous avons renoncé." in page_of(as_(None), made)
    awa.post(f"/needs/{made.id}/supports/undo", data={"organisation": one.id})
    assert again(made).voices == 0
    assert db.session.scalars(select(Support)).one().withdrawn_at is not None
    assert one.name not in page_of(as_(None), made)
    awa.post(f"/needs/{made.id}/supports", data={"organisation": one.id})
    assert again(made).voices == 1
    names = [row.name for row in db.session.scalars(select(Event).where(Event.name.like("need.%")).order_by(Event.id))]
    assert names == ["need.supported", "need.unsupported", "need.supported"]


def test_a_closed_need_gathers_no_more_voices(world):
    made, one = need(world), world.organisation(of="awa")
    with transaction():
        settle(world.actor("awa"), made, "Réglé autrement.")
    with pytest.raises(Conflict), transaction():
        support(world.actor("awa"), made, one.id)


def test_the_table_counts_organisations_by_region(world, as_):
    made = need(world)
    backed(world, made, "dep-29", "dep-35", "reg-76", "com-987", "nowhere")
    html = page_of(as_(None), made)
    table = html.split("<tbody>")[1].split("</tbody>")[0]
    assert table.index("Bretagne") < table.index("Occitanie")
    assert 'value="2" max="2"' in table
    assert table.count("<tr>") == 4
    assert "style=" not in html


def test_htmx_gets_the_card_and_the_table(world, as_):
    made, one = need(world), world.organisation(of="awa")
    answer = as_("awa").post(
        f"/needs/{made.id}/supports", data={"organisation": one.id}, headers={"HX-Request": "true"}
    )
    html = answer.get_data(as_text=True)
    assert html.lstrip().startswith('<section id="own"')
    assert '<section id="voices" aria-labelledby="voices-title" hx-swap-oob="true"' in html
    assert "Finistère" not in html
    assert "Bretagne" in html


def test_the_card_tells_whoever_has_no_organisation_what_to_do(world, as_):
    made = need(world)
    assert 'href="/organisations/"' in page_of(as_("bruno"), made)
    world.organisation("La mienne", of="bruno")
    assert "La mienne" in page_of(as_("bruno"), made)
