"""Two people speak in private, on a phone, with JavaScript and without."""

import pytest

from tests.journeys.test_accessibility import AXE

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])
PHONE = {"viewport": {"width": 360, "height": 740}}


def _fits(page) -> bool:
    # Without JavaScript nothing can be measured from inside the page.
    return page.evaluate("document.documentElement.scrollWidth <= 360")


@BOTH
def test_a_member_writes_to_another_who_answers(person, script):
    awa, said = person("awa", script=script, **PHONE), f"Un mot à part ({script})."
    awa.goto("/people/bruno")
    awa.click('main a[href*="/conversations/new"]')
    awa.fill("main [name=title]", f"À part, {script}")
    awa.fill("main [name=source]", said)
    awa.click("main form button.button--main")
    awa.wait_for_selector("#post-1")
    address = awa.url
    bruno = person("bruno", script=script, **PHONE)
    bruno.goto("/conversations/")
    assert "nouveau" in bruno.inner_text(".talk--unread >> nth=0")
    bruno.click(f'main a:has-text("À part, {script}")')
    assert said in bruno.inner_text("#post-1")
    bruno.fill("#reply-source", "Reçu, je te rappelle.")
    bruno.click("#reply-form button.button--main")
    bruno.wait_for_selector("#post-2")
    if script:
        assert _fits(bruno)
    else:
        awa.reload()
    awa.wait_for_selector("#post-2", timeout=10_000)
    stranger = person("corinne", script=script)
    assert stranger.goto(address).status == 404
    awa.click("summary:has-text('Quitter')")
    awa.click("form[action$='/leave'] button")
    awa.wait_for_url("**/conversations/")
    assert f"À part, {script}" not in awa.inner_text("#list")


def test_a_name_is_chosen_with_the_keyboard(person):
    page = person("awa", **PHONE)
    page.goto("/conversations/new")
    field = page.locator("main [name=to]")
    field.press_sequentially("brun")
    page.wait_for_selector(".names__one")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("Enter")
    assert field.input_value() == "@bruno, "
    field.press_sequentially("mon")
    page.wait_for_selector(".names__one")
    field.press("Escape")
    assert page.locator(".names__one").count() == 0
    assert field.input_value() == "@bruno, mon"
    page.fill("main [name=title]", "Un sujet à trois")
    page.fill("main [name=source]", "Bonjour à vous.")
    field.fill("")
    field.press_sequentially("mona")
    page.wait_for_selector(".names__one")
    field.press("Enter")
    page.click("main form button.button--main")
    page.wait_for_selector("#post-1")
    assert _fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(person, scheme):
    page = person("awa", color_scheme=scheme, **PHONE)
    found = []
    for address in ("/conversations/", "/conversations/?q=zzz", "/conversations/new?to=bruno", "/conversations/settings",
                    "/people/bruno", "conversation"):  # fmt: skip
        if address == "conversation":
            page.goto("/conversations/")
            page.click("#list .row__title a >> nth=0")
            page.wait_for_selector("#post-1")
            for fold in page.locator(".talk__fold > summary").all():
                fold.click()
        else:
            page.goto(address)
        if not _fits(page):
            found.append(f"{address}: too wide")
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [f"{address}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in result["violations"]]
    assert found == [], "\n".join(found)
