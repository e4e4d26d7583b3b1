"""Drafts: kept in the account, by place, taken up again on any device, gone once the text was taken."""

import pytest

JSON = {"Accept": "application/json"}


def _keep(browser, place: str, source: str = "Commencé.", title: str = ""):
    return browser.post("/items/drafts", data={"place": place, "source": source, "title": title}, headers=JSON)


def test_a_draft_is_kept_and_found_again_by_its_place(world, as_):
    awa = as_("awa")
    at = _keep(awa, "new/thread", "Le début", "Un titre").get_json()["at"]
    assert as_("awa").get("/items/drafts/one?place=new/thread").get_json() == {
        "title": "Un titre", "source": "Le début", "at": at,
    }  # fmt: skip
    assert as_("bruno").get("/items/drafts/one?place=new/thread").status_code == 204


def test_an_emptied_text_takes_its_draft_away(world, as_):
    awa = as_("awa")
    _keep(awa, "new/thread")
    assert _keep(awa, "new/thread", "").get_json()["at"] is None
    assert awa.get("/items/drafts/one?place=new/thread").status_code == 204


def test_a_reply_begins_with_its_draft_and_says_so(world, as_):
    question, bruno = world.question(), as_("bruno")
    _keep(bruno, f"item/{question.id}", "Commencé hier")
    html = bruno.get(f"/items/{question.id}", follow_redirects=True).get_data(as_text=True)
    assert "Commencé hier</textarea>" in html
    assert "votre compte l’avait gardé" in html


def test_a_quotation_joins_the_reply_that_was_begun(world, as_):
    question, bruno = world.question(), as_("bruno")
    _keep(bruno, f"item/{question.id}", "Commencé hier")
    html = bruno.get(f"/items/{question.id}", follow_redirects=True).request.path
    html = bruno.get(f"{html}?quote=1").get_data(as_text=True)
    assert html.index("Commencé hier") < html.index("&gt; **Awa**")


def test_a_reply_that_was_published_leaves_no_draft(world, as_):
    question, bruno = world.question(), as_("bruno")
    _keep(bruno, f"item/{question.id}")
    bruno.post(f"/items/{question.id}/posts", data={"source": "Publié.", "key": "k"})
    assert "Commencé" not in bruno.get("/items/drafts").get_data(as_text=True)


def test_without_javascript_a_button_keeps_the_draft(world, as_):
    question, bruno = world.question(), as_("bruno")
    answer = bruno.post("/items/drafts", data={"place": f"item/{question.id}", "source": "Pour plus tard"})
    assert answer.status_code == 303
    assert "Pour plus tard" in bruno.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize("kind", ["thread", "document", "need"])
def test_a_publication_goes_on_from_the_list_of_drafts(world, as_, kind):
    awa = as_("awa")
    _keep(awa, f"new/{kind}", "Son début.", "Un titre commencé")
    assert f'href="/{kind}s/new?draft=1"' in awa.get("/items/drafts").get_data(as_text=True)
    html = awa.get(f"/{kind}s/new?draft=1").get_data(as_text=True)
    assert "Son début." in html
    assert "Un titre commencé" in html
    assert "Son début." not in awa.get(f"/{kind}s/new").get_data(as_text=True)


def test_an_edit_goes_on_from_the_version_it_began_from(world, as_):
    question, awa = world.question(source="Le puits.\n\nLe budget."), as_("awa")
    address = f"/items/{question.id}/messages/1/edit"
    _keep(awa, f"edit/{question.id}/1/1", "Le puits.\n\nLe budget total.", question.title)
    as_("mona").post(
        address, data={"source": "Le puits ancien.\n\nLe budget.", "title": question.title, "version": "1"}
    )
    html = awa.get(f"{address}?draft=1").get_data(as_text=True)
    assert "Le budget total." in html
    assert 'name="version" type="hidden" value="1"' in html or 'name="version" value="1"' in html
    awa.post(address, data={"source": "Le puits.\n\nLe budget total.", "title": question.title, "version": "1"})
    assert awa.get(f"/items/drafts/one?place=edit/{question.id}/1/1").status_code == 204


def test_drafts_are_of_those_who_signed_in(world, as_):
    for address in ("/items/drafts/one?place=new/thread", "/items/sent?key=a", "/items/people?q=a"):
        assert as_(None).get(address, headers=JSON).status_code == 401
    assert _keep(as_(None), "new/thread").status_code == 401
