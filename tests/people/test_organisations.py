"""Organisations and mandates."""

import pytest

from forum.core.db import transaction
from forum.core.errors import Conflict
from forum.people import commands
from forum.people.queries import may_speak_for


def test_a_mandate_is_asked_and_confirmed_by_a_manager(world):
    organisation = world.organisation(of="awa")
    with transaction():
        commands.ask_mandate(world.actor("bruno"), organisation)
    assert not may_speak_for(world.user("bruno").id, organisation.id)
    with transaction():
        commands.answer_mandate(world.actor("awa"), organisation, world.user("bruno").id, confirmed=True)
    assert may_speak_for(world.user("bruno").id, organisation.id)


def test_the_last_manager_names_another_first(world):
    organisation = world.organisation(of="awa")
    with pytest.raises(Conflict), transaction():
        commands.leave_organisation(world.actor("awa"), organisation)


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("ada", 303), ("bruno", 403), (None, 401)])
def test_who_may_change_an_organisation(world, as_, who, status):
    organisation = world.organisation(of="awa")
    data = {"name": "Eau partagée", "kind": "association", "territory": "", "website": "", "about": ""}
    assert as_(who).post(f"/organisations/{organisation.slug}/edit", data=data).status_code == status


def test_nobody_speaks_for_an_organisation_without_its_mandate(world, as_):
    organisation, question = world.organisation(of="awa"), world.question()
    address = f"/items/{question.id}/posts"
    refused = as_("bruno").post(address, data={"source": "En son nom ?", "organisation": organisation.id})
    assert refused.status_code == 422
    assert as_("awa").post(address, data={"source": "En son nom.", "organisation": organisation.id}).status_code == 303
