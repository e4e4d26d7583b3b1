"""Forms: an expired one is told so; what is wrong is told all at once."""

import pytest


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_form_that_expired_says_what_to_do(world, as_, app, headers):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        thread = world.question()
        answer = as_("awa").post(f"/items/{thread.id}/posts", data={"source": "Un texte."}, headers=headers)
        assert answer.status_code == 403
        assert "formulaire avait expiré" in answer.get_data(as_text=True)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_all_that_is_wrong_is_told_at_once(world, as_):
    page = as_(None).post("/signup", data={"name": "", "email": "nulle part", "password": "court"})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert all(each in text for each in ("2 à 80 caractères", "adresse électronique", "10 caractères"))
    page = as_("awa").post("/threads/new", data={"title": "", "source": "", "space": "bretagne", "purpose": "question"})
    text = page.get_data(as_text=True)
    assert "5 à 200 caractères" in text and "quelques mots" in text


@pytest.mark.parametrize("address", ["", "garbage", "a@"])
def test_a_forgotten_password_asks_for_an_address(world, as_, address):
    assert as_(None).post("/password", data={"email": address}).status_code == 422


def test_signing_out_takes_the_lasting_cookie_away(world, as_):
    from forum.core.db import transaction
    from forum.people.passwords import hashed

    with transaction():
        world.user("awa").password_hash = hashed("la bonne phrase")
    browser = as_(None)
    browser.post("/login", data={"login": "awa", "password": "la bonne phrase", "remember": "y"})
    assert browser.get("/settings").status_code == 200
    browser.post("/logout")
    assert browser.get_cookie("palabre_remember") is None
    assert browser.get("/settings").status_code == 303


def test_whoever_signs_in_rightly_is_never_told_to_wait(world, as_):
    from forum.core.db import transaction
    from forum.people.passwords import hashed

    with transaction():
        world.user("awa").password_hash = hashed("la bonne phrase")
    right, wrong = ({"login": "awa", "password": word} for word in ("la bonne phrase", "une autre"))
    assert {as_(None).post("/login", data=right).status_code for _each in range(12)} == {303}
    assert [as_(None).post("/login", data=wrong).status_code for _each in range(11)][-1] == 429
