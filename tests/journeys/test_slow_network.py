"""A slow network: what is typed while the last text is still on its way is not lost."""


def test_what_is_typed_while_the_last_reply_is_on_its_way_stays(person, thread):
    awa = person("awa")
    awa.goto(thread)
    held = []
    awa.route("**/posts", lambda route: held.append(route))
    awa.fill("#reply-source", "Le nôtre est cassé.")
    awa.click("#reply-form .button--main")
    awa.wait_for_timeout(300)
    awa.fill("#reply-source", "J’oubliais : c’est près de Rennes.")
    assert awa.is_disabled("#reply-form .button--main"), "one at a time"
    held[0].continue_()
    awa.wait_for_selector("#post-2:has-text('Le nôtre est cassé')")
    assert awa.input_value("#reply-source") == "J’oubliais : c’est près de Rennes."
    awa.unroute("**/posts")
    awa.click("#reply-form .button--main")
    awa.wait_for_selector("#post-3:has-text('près de Rennes')")
    assert awa.locator(".post").count() == 3
    awa.wait_for_timeout(500)
    assert awa.input_value("#reply-source") == ""
