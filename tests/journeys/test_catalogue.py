"""A sheet from its proposal to what a region adds: each step on a page, with and without scripts."""

import re

import pytest


def _propose(page, title: str, *, amount: str = "5000", space: str = "bretagne") -> str:
    """A call, from the door of the catalogue; the address of its page."""
    page.goto(f"/resources/new?space={space}")
    page.get_by_role("link", name="Appel à projets").click()
    page.fill("[name=title]", title)
    page.fill("[name=source]", "Un appel pour de petits projets d’eau, deux fois par an.")
    page.fill("[name=funder]", "Agence des rivières")
    page.fill("[name=max_amount]", amount)
    page.fill("[name=deadline]", "2031-03-31")
    page.click("main form button.button--main")
    page.wait_for_load_state()
    if page.locator("[name=looked]").count():  # another one looks like it: it was looked at
        page.check("[name=looked]")
        page.click("main form button.button--main")
    page.wait_for_url(re.compile(r"/resources/\d+-"))
    return page.url


def _press(page, name: str) -> None:
    """A button that answers by a page, or in its place."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("script", [False, True])
def test_proposed_verified_found_wrong_by_a_visitor_and_still_right(person, script):
    title = f"Appel des rivières, {'avec' if script else 'sans'} script"
    member, keeper, visitor = (person(who, script=script) for who in ("awa", "corinne", None))
    address = _propose(member, title)
    visitor.goto(address)
    assert "pas encore vérifiée" in visitor.inner_text("main") and "31 mars 2031" in visitor.inner_text("main")

    keeper.goto(address)
    _press(keeper, "Vérifier")
    visitor.goto(address)
    assert "pas encore vérifiée" not in visitor.inner_text("main") and "vérifiée le" in visitor.inner_text("main")
    keeper.goto(address)
    _press(keeper, "Toujours exacte")

    visitor.get_by_role("link", name="Quelque chose a changé").click()
    visitor.get_by_label("Montants ou conditions").check()
    visitor.get_by_label("En une phrase").fill("Le plafond est de 8 000 euros.")
    visitor.get_by_role("button", name="Envoyer").click()
    assert visitor.locator("h1").inner_text() == "Merci"
    keeper.goto(address)
    assert "8 000 euros" in keeper.inner_text("main")
    keeper.goto(f"{address.split('-')[0]}/edit")
    keeper.fill("[name=max_amount]", "8000")
    keeper.click("main form button.button--main")
    keeper.wait_for_url(re.compile(r"/resources/\d+-"))
    visitor.goto(address)
    assert re.search(r"8\s000\s€", visitor.inner_text("main"))


@pytest.mark.parametrize("script", [False, True])
def test_a_double_is_merged_and_parted(person, script):
    one, other = ("Bourse Loire", "forages villageois") if script else ("Prix Garonne", "écoles rurales")
    member, keeper = person("awa", script=script), person("corinne", script=script)
    first = _propose(member, f"{one} pour {other}")
    second = _propose(member, f"{one} pour les {other}", amount="6000")
    number, into = (re.search(r"/resources/(\d+)-", each)[1] for each in (first, second))
    pair = keeper.locator(".double").filter(has=keeper.locator(f'a[href*="/{number}-"]'))
    pair = pair.filter(has=keeper.locator(f'a[href*="/{into}-"]'))
    for _time in range(40):  # pairs are found a moment later
        keeper.goto("/resources/doubles")
        if pair.count():
            break
        keeper.wait_for_timeout(500)
    pair.locator(f'a[href*="/resources/{number}/merge"]').click()
    with keeper.expect_navigation():
        keeper.click("main form button.button--main")
    if keeper.locator("main form button.button--main").count() and "/merge" in keeper.url:  # who would lose access
        keeper.click("main form button.button--main")
    keeper.wait_for_url(re.compile(re.escape(second.split("/resources/")[1].split("?")[0])))
    member.goto(first)
    assert member.url.split("?")[0].split("#")[0] == second.split("?")[0]
    keeper.get_by_role("button", name="Annuler").first.click()
    keeper.wait_for_load_state()
    member.goto(first)
    assert f"{one} pour {other}" in member.locator("h1").inner_text()


@pytest.mark.parametrize("script", [False, True])
def test_what_a_region_adds_is_shown_there_and_nowhere_else(person, script):
    keeper, visitor = person("admin", script=script), person(None, script=script)
    title = f"Fonds pour l’eau, {'avec' if script else 'sans'} script"
    scheme = "/resources/" + _propose(keeper, title, space="national").split("/resources/")[1].split("?")[0]
    number = re.search(r"/resources/(\d+)", scheme)[1]
    keeper.goto(f"/resources/{number}/complements")
    keeper.select_option("[name=territory]", label="Bretagne")
    keeper.click("main form button")
    keeper.wait_for_url(re.compile("/complements/reg-53"))
    words = f"Le dossier passe d’abord par Rennes ({script})."
    keeper.fill("[name=source]", words)
    keeper.fill("[name=windows]", "1er février – 31 mars")
    keeper.get_by_role("button", name="Enregistrer").click()
    keeper.wait_for_url(re.compile(r"territory=reg-53"))
    visitor.goto(f"{scheme}?territory=reg-53")
    assert words in visitor.inner_text("main") and "31 mars" in visitor.inner_text("main")
    visitor.goto(f"{scheme}?territory=reg-76")
    assert words not in visitor.inner_text("main")
