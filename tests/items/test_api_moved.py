"""What was merged keeps its address for programs too."""

from forum.core.db import transaction
from forum.items.commands.merge import merge


def test_a_publication_that_became_a_part_of_another_leads_there(world, as_):
    first, second = world.question(replies=2), world.question(replies=1)
    with transaction():
        merge(world.actor("mona"), second, first)
    old, new = f"/api/v1/items/{second.id}", f"/api/v1/items/{first.id}"
    visitor = as_(None)
    answer = visitor.get(old)
    assert (answer.status_code, answer.location) == (301, new)
    answer = visitor.get(f"{old}/posts?limit=2")
    assert (answer.status_code, answer.location) == (301, f"{new}/posts?limit=2")
    assert visitor.get(f"{old}/posts", follow_redirects=True).get_json()["results"]


def test_nobody_is_led_to_what_they_may_not_read(world, as_):
    space = world.private_space("mona")
    first, second = world.question(by="mona", space=space), world.question(by="mona", space=space)
    with transaction():
        merge(world.actor("ada"), second, first)
    assert as_(None).get(f"/api/v1/items/{second.id}").status_code == 404
    assert as_("mona").get(f"/api/v1/items/{second.id}").status_code == 301
