"""A discussion from its question to its answer without JavaScript: plain pages and forms do all of it."""

import time

from tests.journeys.conftest import publish


def opened(page, number: int, words: str):
    """A line of the menu of a message: menus are `details`, which open by themselves."""
    page.locator(f"#post-{number} summary").last.click()
    return page.locator(f"#post-{number} .menu__panel").get_by_text(words, exact=False).first


def test_a_discussion_from_its_question_to_its_answer(person):
    awa, bruno, mona = (
        person(who, script=False, viewport={"width": 360, "height": 740}) for who in ("awa", "bruno", "mona")
    )
    awa.goto("/threads/new?space=bretagne")
    awa.fill("[name=title]", f"Quel enduit pour une citerne ? {time.time_ns()}")
    awa.fill("[name=source]", "La nôtre fuit depuis la saison sèche.")
    awa.click("main form button:has-text('Aperçu')")
    assert "La nôtre fuit" in awa.inner_text("main")
    awa.go_back()
    awa.fill("[name=source]", "La nôtre fuit depuis la saison sèche.")
    publish(awa)
    thread = awa.url

    bruno.goto(thread)
    bruno.click("#post-1 [data-quote]")
    bruno.fill("#reply-source", bruno.input_value("#reply-source") + "Un enduit à la chaux.")
    bruno.click("#reply-form .button--main")
    bruno.wait_for_selector("#post-2 blockquote")
    opened(bruno, 2, "Modifier").click()
    bruno.fill("main [name=source]", "Un enduit à la chaux, **deux couches**.")
    bruno.click("main form .button--main")
    bruno.wait_for_selector("#post-2 strong:has-text('deux couches')")

    awa.goto(thread)
    awa.click("#post-2 button:has-text('Merci')")
    assert awa.locator("#post-2 button[aria-pressed=true]:has-text('Merci')").count() == 1
    awa.click("#post-2 button:has-text('Retenir cette réponse')")
    awa.wait_for_selector(".answer")
    assert "résolue" in awa.inner_text("#item-state")
    awa.locator(".follow summary").click()
    awa.click(".follow__panel button:has-text('Rien')")
    assert "sourdine" in awa.inner_text("main").lower() or "Rien" in awa.inner_text(".follow")

    opened(bruno, 2, "Ajouter un sondage").click()
    bruno.fill("[name=question]", "Combien de couches ?")
    bruno.locator("main form input[name^=option], main form fieldset input[type=text]").nth(0).fill("Une")
    bruno.locator("main form input[name^=option], main form fieldset input[type=text]").nth(1).fill("Deux")
    bruno.click("button:has-text('Publier le sondage')")
    bruno.wait_for_selector("#post-2 .poll")
    mona.goto(thread)
    mona.locator("#post-2 .poll label:has-text('Deux')").click()
    mona.click("#post-2 .poll button.button--main, #post-2 .poll button:has-text('Voter')")
    assert "1 voix" in mona.inner_text("#post-2 .poll")

    mona.goto(thread)
    opened(mona, 2, "Supprimer").click()
    mona.click("button:has-text('Annuler')")
    mona.goto(thread)
    assert "deux couches" in mona.inner_text("#post-2")
    opened(mona, 2, "Signaler").click()
    assert mona.locator("main form textarea").count() >= 1
