"""A reader says that something changed; a curator settles it; a page is said to be still right: with and without script."""

import pytest


@pytest.mark.parametrize("script", [False, True])
def test_a_reader_says_that_something_changed_and_a_curator_settles_it(person, script):
    reader = person(None, script=script)
    reader.goto("/resources/")
    reader.locator(".rows .row__title a").first.click()
    title = reader.locator("h1").inner_text()
    reader.get_by_role("link", name="Quelque chose a changé").click()
    reader.get_by_label("Dates ou échéance").check()
    words = f"La date limite est le 15 mars ({script})."
    reader.get_by_label("En une phrase").fill(words)
    reader.get_by_role("button", name="Envoyer").click()
    assert reader.locator("h1").inner_text() == "Merci"

    keeper = person("corinne", script=script)
    keeper.goto("/moderation/?kind=signal")
    row = keeper.locator(".work__row", has_text=words)
    assert title in row.inner_text()
    row.get_by_role("button", name="Toujours exacte").click()
    if script:
        keeper.locator(".work__row--settled", has_text=title).wait_for()
    else:
        keeper.wait_for_load_state()
    keeper.goto("/moderation/?kind=signal")
    assert keeper.locator(".work__row", has_text=words).count() == 0


@pytest.mark.parametrize("script", [False, True])
def test_one_tap_in_the_queue(person, script):
    keeper = person("corinne", script=script)
    keeper.goto("/upkeep/")
    row = keeper.locator(".work__row").first
    name = row.get_attribute("id")
    row.get_by_role("button", name="Toujours exacte").click()
    if script:
        keeper.locator(f"#{name}.work__row--settled").wait_for()
        assert keeper.url.endswith("/upkeep/")
    else:
        keeper.wait_for_load_state()
        assert keeper.locator(f"#{name}").count() == 0
