"""Writing a document: from a template, from an answer, with its sources and licence."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.documents.models import Document
from forum.documents.templates import skeleton
from forum.items.commands.reply import reply
from forum.items.models.around import Link
from forum.threads.commands import accept_answer
from tests.documents.made import document, page_of

TYPED = {"space": "bretagne", "title": "Préparer un forage", "source": "Il faut une étude.", "summary": "En bref.",
         "sources": "pseau.test\n\nBruno", "template": "method"}  # fmt: skip


def _only() -> Document:
    return db.session.scalars(select(Document)).one()


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("zoe", 303), ("ada", 303), (None, 401)])
def test_who_may_write(world, as_, who, status):
    assert as_(who).post("/documents/new", data=TYPED).status_code == status


def test_a_document_begins_as_a_draft_kept_by_its_author(world, as_):
    as_("awa").post("/documents/new", data=TYPED)
    made = _only()
    assert (made.standing, made.owner_id, made.sources) == ("draft", world.user("awa").id, ["pseau.test", "Bruno"])
    assert (made.licence, made.summary) == ("CC BY 4.0", "En bref.")


@pytest.mark.parametrize("name", ["method", "experience", "checklist", "minutes"])
def test_each_template_fills_the_text_without_javascript(world, as_, name):
    html = as_("awa").get(f"/documents/new?template={name}").get_data(as_text=True)
    assert skeleton(name).split("\n## ")[1].split("\n")[0] in html
    assert f'value="{name}"' in html


def test_templates_are_read_in_the_language_of_the_reader(world, as_):
    browser = as_("awa")
    french = browser.get("/documents/new?template=method").get_data(as_text=True)
    with transaction():
        world.user("awa").locale = "en"
    english = browser.get("/documents/new?template=method").get_data(as_text=True)
    assert "## Les étapes" in french
    assert "## The steps" in english


def test_an_answer_becomes_a_document_in_two_clicks(world, as_):
    question = world.question(title="Comment préparer un forage ?")
    with transaction():
        post = reply(world.actor("bruno"), question, "Faites **d’abord** une étude.")
        accept_answer(world.actor("awa"), question, post)
    browser = as_("zoe")
    page = browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    address = f"/documents/new?from={question.id}&amp;post=2"
    assert address in page
    html = browser.get(address.replace("&amp;", "&")).get_data(as_text=True)
    assert "Faites **d’abord** une étude." in html.replace("&#39;", "'")
    assert "Bruno, Awa" in html
    sent = {**TYPED, "from_item": str(question.id), "from_post": "2"}
    assert browser.post("/documents/new", data=sent).status_code == 303
    link = db.session.scalars(select(Link).where(Link.relation == "comes_from")).one()
    assert (link.from_id, link.to_id) == (_only().id, question.id)
    assert _only().title in browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)


def test_a_discussion_that_one_may_not_read_gives_nothing(world, as_):
    secret = world.question(by="bruno", space=world.private_space("bruno"), title="Un titre bien secret")
    html = as_("awa").get(f"/documents/new?from={secret.id}&post=1").get_data(as_text=True)
    assert "bien secret" not in html
    as_("awa").post("/documents/new", data={**TYPED, "from_item": str(secret.id), "from_post": "1"})
    assert db.session.scalars(select(Link)).all() == []


def test_what_is_refused_keeps_what_was_typed(world, as_):
    answer = as_("awa").post("/documents/new", data={**TYPED, "title": "abc"})
    assert answer.status_code == 422
    assert "Il faut une étude." in answer.get_data(as_text=True)


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("corinne", 303), ("bruno", 403), ("zoe", 403), (None, 401)])
def test_who_may_change_what_stands_around_the_text(world, as_, who, status):
    made = document(world)
    sent = {"summary": "Plus court.", "sources": "une page", "licence": "CC0 1.0", "territory": "dep-29"}
    assert as_(who).post(f"/documents/{made.id}/details", data=sent).status_code == status
    db.session.expire_all()
    assert (_only().licence == "CC0 1.0") == (status == 303)


def test_the_next_review_is_a_day_to_come(world, as_):
    made = document(world)
    sent = {"summary": "", "sources": "", "licence": made.licence, "review_by": "2020-01-01"}
    assert as_("awa").post(f"/documents/{made.id}/details", data=sent).status_code == 422


def test_a_source_cannot_run(world, as_):
    made = document(world, sources=["javascript:alert(1)", '"><img src=x onerror=alert(1)>', "https://pseau.test/a"])
    html = page_of(as_(None), made)
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert 'href="https://pseau.test/a"' in html


def test_chosen_messages_become_a_document_in_two_clicks_with_all_their_authors(world, as_):
    question = world.question(title="Comment préparer un forage ?")
    world.reply(question, by="bruno", source="Faites une étude.")
    world.reply(question, by="zoe", source="Et prévoyez l’entretien.")
    browser = as_("corinne")
    chosen = browser.post(f"/items/{question.id}/selection", data={"deed": "document", "post": ["2", "3"]})
    assert chosen.status_code == 303
    html = browser.get(chosen.headers["Location"]).get_data(as_text=True)
    for words in ("Faites une étude.", "Et prévoyez l’entretien.", "Bruno, Zoé, Awa"):
        assert words in html
    sent = {**TYPED, "from_item": str(question.id), "from_post": "2", "sources": "Bruno, Zoé, Awa, dans la discussion"}
    assert browser.post("/documents/new", data=sent).status_code == 303
    made = _only()
    assert made.title in browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    page = browser.get(f"/documents/{made.id}-{made.slug}").get_data(as_text=True)
    assert question.title in page
    assert "Bruno, Zoé, Awa" in page


def test_a_message_that_one_may_not_read_gives_no_text(world, as_):
    question = world.question(replies=1)
    world.reply(question, by="nour", source="Voyez https://exemple.test/cache")  # waits for a moderator
    answer = as_("awa").get(f"/documents/new?from={question.id}&post=2&post=3")
    assert answer.status_code == 404
    assert "exemple.test" not in answer.get_data(as_text=True)
