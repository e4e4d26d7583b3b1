"""What the pages that gather cost, whatever stands on them."""

import pytest

from forum.core.db import transaction
from forum.documents.models import Document
from forum.items.commands.publish import publish
from forum.needs.models import Need
from forum.resources.models import Resource


@pytest.mark.parametrize("who", ["awa", "mona", "stef", "ada", "nour", None])
@pytest.mark.parametrize("address", ["/", "/spaces/bretagne", "/territories/reg-53"])
def test_twelve_queries_at_most_with_all_four_kinds_on_the_page(world, as_, queries, address, who):
    world.question(replies=2)
    for number, model in enumerate((Document, Resource, Need)):
        values = {"status": "open", "type": "funding"} if model is Resource else {}
        with transaction():
            publish(
                world.actor("mona"), model, world.space(), title=f"Publication {number}", source="Un texte.", **values
            )
    world.follow()
    browser = as_(who)
    browser.get(address)
    queries.clear()
    assert browser.get(address).status_code == 200
    assert len(queries) <= 12, "\n".join(
        f"{n}: {str(q)[:90]} … {str(q)[str(q).find(chr(10)) :][:90]}" for n, q in enumerate(queries)
    )
