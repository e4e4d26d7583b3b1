"""Any reader proposes a change; those who keep the page take it whole or by part; everybody is told and credited."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.documents import suggesting
from forum.documents.models import Document, Suggestion
from forum.items.commands.edit import edit
from forum.items.models.post import Revision
from forum.items.policy import Message
from tests.documents.made import document, page_of

TEXT = "# Un forage\n\nLa pompe coûte 900 euros.\n\n## Les étapes\n\nIl faut une étude.\n\nLe village choisit."
BETTER = TEXT.replace("900", "1200").replace("une étude", "une étude du sol")


def proposed(world, made: Document, *, by: str = "bruno", source: str = BETTER, why: str = "Les prix ont monté.",
             version: int | None = None) -> Suggestion:  # fmt: skip
    with transaction():
        return suggesting.suggest(world.actor(by), made, source=source, why=why, version=version or made.version)


def url(found: Suggestion, deed: str = "") -> str:
    return f"/documents/{found.document_id}/suggestions/{found.id}{'/' + deed if deed else ''}"


def seen(made: Document, found: Suggestion, **more) -> dict:
    return {"version": str(made.version), "edition": str(found.edition), **more}


def changed(world, made: Document, old: str, new: str, *, by: str = "mona") -> None:
    with transaction():
        edit(world.actor(by), Message(made, 1, made), source=made.source.replace(old, new), version=made.version)


@pytest.mark.parametrize(("who", "status"), [("bruno", 303), ("zoe", 303), ("awa", 303), ("nour", 303), (None, 401)])
def test_who_may_suggest_a_change(world, as_, who, status):
    made = document(world, source=TEXT)
    sent = {"source": BETTER, "why": "Les prix ont monté.", "version": "1"}
    assert as_(who).post(f"/documents/{made.id}/suggestions/new", data=sent).status_code == status
    db.session.expire_all()
    assert made.source == TEXT
    assert len(db.session.scalars(select(Suggestion)).all()) == (status == 303)


def test_a_visitor_is_sent_to_the_sign_in_page(world, as_):
    made = document(world)
    assert as_(None).get(f"/documents/{made.id}/suggestions/new").status_code == 303
    assert f"/documents/{made.id}/suggestions/new" in page_of(as_(None), made)


def test_the_page_and_the_list_say_how_many_wait(world, as_):
    made = document(world, source=TEXT)
    assert 'class="chip__count">1<' not in page_of(as_("awa"), made)
    proposed(world, made)
    assert 'class="chip__count">1<' in page_of(as_("awa"), made)
    for address in (f"/documents/{made.id}/suggestions", "/documents/suggestions?space=bretagne"):
        assert "Les prix ont monté." in as_(None).get(address).get_data(as_text=True)


def test_its_reader_sees_the_words_that_change_and_under_which_heading(world, as_):
    made = document(world, source=TEXT)
    html = as_(None).get(url(proposed(world, made))).get_data(as_text=True)
    assert html.count('class="change"') == 2
    assert "900</del>" in html and "1200</ins>" in html
    assert "Les étapes" in html.split('id="change-1"')[1].split("</h2>")[0]


@pytest.mark.parametrize(
    ("who", "status"), [("awa", 303), ("mona", 303), ("corinne", 303), ("bruno", 403), ("zoe", 403), (None, 401)]
)
def test_who_may_accept(world, as_, who, status):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    assert as_(who).post(url(found, "accept"), data=seen(made, found, all="1")).status_code == status
    db.session.expire_all()
    assert (made.source == BETTER) == (status == 303)


def test_accepted_by_part_only_the_chosen_passage_changes_and_both_are_credited(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    as_("mona").post(url(found, "accept"), data=seen(made, found, part="1"))
    db.session.expire_all()
    assert made.source == TEXT.replace("une étude", "une étude du sol")
    assert (made.version, made.edited_by_id) == (2, world.user("bruno").id)
    assert (found.state, found.taken, found.offered, found.revision) == ("accepted", 1, 2, 2)
    assert found.answered_by_id == world.user("mona").id
    html = as_("bruno").get(url(found)).get_data(as_text=True)
    assert "Mona" in html
    assert db.session.get(Revision, (made.id, 1, 1)).author_id == world.user("awa").id


def test_nothing_chosen_changes_nothing(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    answer = as_("mona").post(url(found, "accept"), data=seen(made, found))
    assert answer.status_code == 422
    db.session.expire_all()
    assert (made.source, found.state) == (TEXT, "open")


def test_a_page_that_changed_elsewhere_takes_both(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    changed(world, made, "Le village", "Le conseil du village")
    html = as_("awa").get(url(found)).get_data(as_text=True)
    assert "change--clash" not in html and "conseil" not in html
    as_("awa").post(url(found, "accept"), data=seen(made, found, all="1"))
    db.session.expire_all()
    assert made.source == BETTER.replace("Le village", "Le conseil du village")


def test_a_page_that_changed_in_the_same_place_is_shown_side_by_side_and_settled_in_the_composer(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    changed(world, made, "900", "1100")
    mona = as_("mona")
    html = mona.get(url(found)).get_data(as_text=True)
    clash = html.split("change--clash")[1].split("</section>")[0]
    assert "1100" in clash and "1200" in clash and "checked" not in clash
    assert mona.post(url(found, "accept"), data=seen(made, found, all="1")).status_code == 422
    db.session.expire_all()
    assert "1100" in made.source
    page = mona.get(url(found, "text")).get_data(as_text=True)
    assert "1100" in page and "1200" in page
    both = BETTER.replace("1200", "1100 à 1200")
    answer = mona.post(url(found, "text"), data=seen(made, found, source=both, why=found.why))
    assert answer.status_code == 303
    db.session.expire_all()
    assert (made.source, made.edited_by_id, found.state) == (both, world.user("bruno").id, "accepted")


def test_what_does_not_clash_can_be_taken_all_the_same(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    changed(world, made, "900", "1100")
    as_("mona").post(url(found, "accept"), data=seen(made, found, part="1"))
    db.session.expire_all()
    assert "1100" in made.source and "une étude du sol" in made.source


def test_the_second_suggestion_about_a_passage_says_so(world, as_):
    made = document(world, source=TEXT)
    first = proposed(world, made)
    second = proposed(world, made, by="zoe", source=TEXT.replace("900", "700"), why="Moins cher chez nous.")
    html = as_("mona").get(url(second)).get_data(as_text=True)
    assert html.count("change__also") == 1 and url(first) in html
    assert "Les prix ont monté." in as_("corinne").get(f"/documents/{made.id}/suggestions/new").get_data(as_text=True)


def test_nobody_accepts_what_they_did_not_see(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    as_("bruno").post(
        url(found, "text"), data={"source": TEXT + "\n\nTout autre chose.", "why": "Mieux.", "version": "1"}
    )
    answer = as_("mona").post(url(found, "accept"), data={"version": "1", "edition": "1", "all": "1"})
    assert answer.status_code == 422
    db.session.expire_all()
    assert made.source == TEXT


def test_its_author_is_asked_for_more_and_changes_it(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    assert as_("mona").post(url(found, "ask"), data={"text": ""}).status_code == 422
    assert as_("mona").post(url(found, "ask"), data={"text": "D’où vient ce prix ?"}).status_code == 303
    assert "D’où vient ce prix" in as_("bruno").get(url(found)).get_data(as_text=True)
    sent = {
        "source": BETTER.replace("1200 euros", "1200 euros, devis de 2026"),
        "why": "Avec le devis.",
        "version": "1",
    }
    assert as_("zoe").post(url(found, "text"), data=sent).status_code == 403
    assert as_("bruno").post(url(found, "text"), data=sent).status_code == 303
    db.session.expire_all()
    assert (found.state, found.edition, found.why) == ("open", 2, "Avec le devis.")


def test_refused_with_a_reason_that_its_author_reads(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    assert as_("mona").post(url(found, "refuse"), data={"text": " "}).status_code == 422
    assert as_("mona").post(url(found, "refuse"), data={"text": "Ce prix n’est pas celui du pays."}).status_code == 303
    assert "Ce prix n’est pas celui du pays." in as_("bruno").get(url(found)).get_data(as_text=True)
    assert as_("mona").post(url(found, "accept"), data=seen(made, found, all="1")).status_code == 422
    assert as_("mona").post(url(found, "reopen")).status_code == 303
    db.session.expire_all()
    assert (made.source, found.state) == (TEXT, "open")


def test_its_author_withdraws_it_and_opens_it_again(world, as_):
    found = proposed(world, document(world, source=TEXT))
    assert as_("zoe").post(url(found, "withdraw")).status_code == 403
    for deed, state in (("withdraw", "withdrawn"), ("reopen", "open")):
        assert as_("bruno").post(url(found, deed)).status_code == 303
        db.session.expire_all()
        assert found.state == state


def test_what_keepers_hide_is_seen_by_its_author_and_them(world, as_):
    found = proposed(world, document(world, source=TEXT), why="Une insulte.")
    assert as_("bruno").post(url(found, "remove")).status_code == 403
    assert as_("mona").post(url(found, "remove")).status_code == 303
    assert [as_(who).get(url(found)).status_code for who in (None, "zoe", "bruno", "mona")] == [404, 404, 200, 200]
    assert "insulte" not in as_("zoe").get("/documents/suggestions?state=all").get_data(as_text=True)


def test_people_talk_about_it_and_take_their_words_back(world, as_):
    found = proposed(world, document(world, source=TEXT))
    answer = as_("zoe").post(url(found, "remarks"), data={"text": "Chez nous aussi."}, headers={"HX-Request": "true"})
    assert answer.get_data(as_text=True).lstrip().startswith('<section id="talk"')
    assert "Chez nous aussi." in as_(None).get(url(found)).get_data(as_text=True)
    assert as_("bruno").post(url(found, "remarks/1/remove")).status_code == 403
    assert as_("zoe").post(url(found, "remarks/1/remove")).status_code == 303
    assert "Chez nous aussi." not in as_(None).get(url(found)).get_data(as_text=True)


def test_whoever_is_new_brings_no_new_links(world, as_):
    made = document(world, source=TEXT + "\n\nVoir https://pseau.test/.")
    sent = {"source": made.source + "\n\nhttps://gagnez.test/", "why": "Un lien.", "version": "1"}
    answer = as_("nour").post(f"/documents/{made.id}/suggestions/new", data=sent)
    assert answer.status_code == 422 and "gagnez.test" in answer.get_data(as_text=True)
    sent["source"] = made.source + "\n\nUne phrase."
    assert as_("nour").post(f"/documents/{made.id}/suggestions/new", data=sent).status_code == 303


def test_sent_twice_it_is_suggested_once(world, as_):
    made, browser = document(world, source=TEXT), as_("bruno")
    sent = {"source": BETTER, "why": "Les prix.", "version": "1", "key": "abc"}
    places = {browser.post(f"/documents/{made.id}/suggestions/new", data=sent).location for _each in range(2)}
    assert len(places) == 1 and len(db.session.scalars(select(Suggestion)).all()) == 1


def test_what_is_refused_keeps_what_was_typed(world, as_):
    made = document(world, source=TEXT)
    sent = {"source": BETTER, "why": "", "version": "1"}
    answer = as_("bruno").post(f"/documents/{made.id}/suggestions/new", data=sent)
    assert answer.status_code == 422 and "1200 euros" in answer.get_data(as_text=True)
    sent = {"source": TEXT, "why": "Rien ne change.", "version": "1"}
    assert as_("bruno").post(f"/documents/{made.id}/suggestions/new", data=sent).status_code == 422


def test_suggestions_about_a_private_page_are_seen_by_its_readers(world, as_):
    made = document(world, by="bruno", space=world.private_space("bruno"), source=TEXT)
    found = proposed(world, made, why="Un secret bien gardé.")
    for address in (url(found), f"/documents/{made.id}/suggestions", f"/documents/{made.id}/suggestions/new"):
        assert as_("awa").get(address).status_code == 404
    assert "bien gardé" not in as_("awa").get("/documents/suggestions").get_data(as_text=True)
    assert "bien gardé" in as_("bruno").get("/documents/suggestions").get_data(as_text=True)


def test_a_list_of_many_pages_names_none_of_an_unlisted_space(world, as_):
    space = world.private_space("bruno", visibility="unlisted", slug="essai")
    found = proposed(world, document(world, by="bruno", space=space, source=TEXT), why="Entre nous.")
    assert as_("zoe").get(url(found)).status_code == 200
    assert "Entre nous." not in as_("zoe").get("/documents/suggestions").get_data(as_text=True)
    assert "Entre nous." in as_("bruno").get("/documents/suggestions?mine=made").get_data(as_text=True)


def test_what_was_accepted_and_hidden_comes_back_as_accepted(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    for deed, more in (("accept", seen(made, found, all="1")), ("remove", {}), ("reopen", {})):
        assert as_("mona").post(url(found, deed), data=more).status_code == 303
    db.session.expire_all()
    assert (found.state, found.answered_by_id) == ("accepted", world.user("mona").id)


def test_whoever_keeps_a_page_that_somebody_else_began_may_edit_it(world, as_):
    made = document(world, source=TEXT)
    with transaction():
        made.owner_id = world.user("zoe").id
    found = proposed(world, made)
    assert as_("zoe").post(url(found, "accept"), data=seen(made, found, all="1")).status_code == 303
    assert as_("zoe").get(f"/items/{made.id}/messages/1/edit").status_code == 200


def test_a_page_of_a_suggestion_costs_the_same_for_1_and_10_remarks(world, as_, queries):
    found = proposed(world, document(world, source=TEXT))
    costs = []
    for more in (1, 9):
        for each in range(more):
            as_("zoe").post(url(found, "remarks"), data={"text": f"Remarque {more} {each}"})
        browser = as_("mona")
        queries.clear()
        assert browser.get(url(found)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12, queries


def test_a_suggestion_of_a_title_and_of_sources_is_taken_by_part(world, as_):
    made = document(world, source=TEXT, sources=["Bilan 2024"])
    sent = {"source": BETTER, "why": "Mieux.", "version": "1", "title": "Un forage, pas à pas",
            "sources": "Bilan 2024\nhttps://exemple.org/devis"}  # fmt: skip
    assert as_("bruno").post(f"/documents/{made.id}/suggestions/new", data=sent).status_code == 303
    found = db.session.scalars(select(Suggestion)).one()
    page = as_("awa").get(url(found)).get_data(as_text=True)
    assert "pas à pas</ins>" in page and "exemple.org/devis" in page and 'value="title" checked' in page
    with transaction():  # meanwhile somebody else names another source
        db.session.get_one(Document, made.id).sources = ["Bilan 2024", "Bilan 2025"]
    old = made.title
    assert as_("awa").post(url(found, "accept"), data=seen(made, found, part=["sources", "0"])).status_code == 303
    db.session.expire_all()
    assert (made.title, made.sources) == (old, ["Bilan 2024", "Bilan 2025", "https://exemple.org/devis"])
    assert "1200" in made.source and "étude du sol" not in made.source
    assert (found.state, found.taken, found.offered) == ("accepted", 2, 4)
    assert "pas à pas" in as_(None).get(url(found)).get_data(as_text=True)  # what was proposed is still told


def test_a_title_alone_can_be_suggested_and_its_author_is_credited(world, as_):
    made = document(world, source=TEXT)
    sent = {"source": TEXT, "why": "Plus clair.", "version": "1", "title": "Un forage, pas à pas", "sources": ""}
    as_("bruno").post(f"/documents/{made.id}/suggestions/new", data=sent)
    found = db.session.scalars(select(Suggestion)).one()
    assert as_("awa").post(url(found, "accept"), data=seen(made, found, all="1")).status_code == 303
    db.session.expire_all()
    assert made.title == "Un forage, pas à pas" and made.edited_by_id == world.user("bruno").id
    nothing = {**sent, "title": made.title, "version": str(made.version)}
    assert as_("bruno").post(f"/documents/{made.id}/suggestions/new", data=nothing).status_code == 422


def test_a_title_that_changed_meanwhile_is_not_written_over_by_taking_it_all(world, as_):
    made = document(world, source=TEXT)
    with transaction():
        found = suggesting.suggest(
            world.actor("bruno"), made, source=TEXT, why="Mieux.", version=1, title="Un autre titre"
        )
        edit(world.actor("awa"), Message(made, 1, made), source=TEXT, version=1, title="Un troisième titre")
    db.session.expire_all()
    assert as_("awa").post(url(found, "accept"), data=seen(made, found, all="1")).status_code == 422
    assert as_("awa").post(url(found, "accept"), data=seen(made, found, part=["title"])).status_code == 303
    db.session.expire_all()
    assert made.title == "Un autre titre"


def test_a_remark_can_be_reported_and_those_who_keep_the_page_let_it_stay_or_take_it_away(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    with transaction():
        said = suggesting.remark(world.actor("zoe"), made, found, "Une remarque blessante.")
    address = url(found, f"remarks/{said.id}/report")
    assert as_(None).post(address, data={"text": "Insulte"}).status_code == 401
    assert as_("bruno").post(address, data={"text": "Insulte"}).status_code == 303
    page = as_("mona").get("/moderation/?kind=remark").get_data(as_text=True)
    assert url(found) in page
    assert "Insulte" in as_("corinne").get(url(found)).get_data(as_text=True)
    assert "Insulte" not in as_("zoe").get(url(found)).get_data(as_text=True)
    assert as_("bruno").post(address + "/answer").status_code == 403
    assert as_("mona").post(address + "/answer").status_code == 303
    assert url(found) not in as_("mona").get("/moderation/?kind=remark").get_data(as_text=True)
    assert "Une remarque blessante." in as_("bruno").get(url(found)).get_data(as_text=True)


def test_suggestions_to_settle_are_a_private_feed(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    page = as_("corinne").get("/saved-searches/feeds?of=/documents/suggestions?mine=settle").get_data(as_text=True)
    address = unescape(re.search(r'/documents/suggestions\?mine=settle[^"<]*key=[^"<]+', page)[0])
    feed = as_(None).get(address)
    assert feed.mimetype == "application/atom+xml" and url(found) in feed.get_data(as_text=True)
    assert feed.headers["Cache-Control"] == "private, no-store"
    assert "Les prix ont monté." in as_(None).get("/documents/suggestions?format=atom").get_data(as_text=True)
