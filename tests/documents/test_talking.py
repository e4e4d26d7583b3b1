"""A message about one passage: tied to its words, found again after edits, open or closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.core.db import db
from forum.core.markup.render import render
from forum.documents.anchors import blocks_of, find
from forum.documents.around import PassageTalk
from tests.documents.made import document, page_of
from tests.documents.test_suggesting import TEXT, changed

PRICE = "La pompe coûte 900 euros."


def talk(browser, made, quote: str = PRICE, text: str = "Est-ce avec la pose ?"):
    return browser.post(f"/documents/{made.id}/passages/new", data={"quote": quote, "source": text})


def listed(browser, made, closed: str = "") -> str:
    return browser.get(f"/documents/{made.id}/passages{closed}").get_data(as_text=True)


@pytest.mark.parametrize(("who", "status"), [("bruno", 303), ("zoe", 303), (None, 401)])
def test_who_may_speak_of_a_passage(world, as_, who, status):
    assert talk(as_(who), document(world, source=TEXT)).status_code == status


def test_it_is_a_message_of_the_discussion_that_quotes_its_passage(world, as_):
    made = document(world, source=TEXT)
    assert PRICE in as_("bruno").get(f"/documents/{made.id}/passages/new").get_data(as_text=True)
    talk(as_("bruno"), made)
    html = page_of(as_(None), made)
    assert "Est-ce avec la pose" in html and "<blockquote>" in html
    assert 'Passages discutés <span class="chip__count">1<' in html
    page = listed(as_(None), made)
    assert PRICE in page and "#:~:text=La%20pompe" in page and "Bruno" in page


def test_the_passage_is_found_again_after_it_changed_and_missed_when_it_is_gone(world, as_):
    made = document(world, source=TEXT)
    talk(as_("bruno"), made)
    changed(
        world,
        made,
        "La pompe coûte 900 euros.",
        "Une introduction de plus.\n\nLa pompe coûte 1200 euros, pose comprise.",
    )
    page = listed(as_(None), made)
    assert "modifié depuis" in page and "La%20pompe%20co%C3%BBte%201200" in page
    changed(world, made, "La pompe coûte 1200 euros, pose comprise.", "Rien.")
    assert "n’est plus dans la page" in listed(as_(None), made)


def test_closed_by_whoever_began_it_or_keeps_the_page_and_opened_again(world, as_):
    made = document(world, source=TEXT)
    talk(as_("bruno"), made)
    address = f"/documents/{made.id}/passages/2/close"
    assert as_("zoe").post(address).status_code == 403
    assert as_("awa").post(address).status_code == 303
    assert as_("awa").post(address).status_code == 409
    assert PRICE not in listed(as_(None), made) and PRICE in listed(as_(None), made, "?closed=1")
    assert as_("bruno").post(f"{address}/undo").status_code == 303
    assert PRICE in listed(as_(None), made)


def test_a_passage_that_is_not_in_the_text_is_refused(world, as_):
    made = document(world, source=TEXT)
    assert talk(as_("bruno"), made, quote="Le train part à midi pour Quimper.").status_code == 422
    assert talk(as_("bruno"), made, text=" ").status_code == 422
    assert db.session.scalars(select(PassageTalk)).all() == []


def test_a_message_that_waits_shows_no_passage(world, as_):
    made = document(world, source=TEXT)
    talk(as_("nour"), made, text="Voir https://gagnez.test/")
    assert "gagnez" not in listed(as_(None), made) and PRICE not in listed(as_("zoe"), made)
    assert PRICE in listed(as_("mona"), made)


@given(
    st.lists(st.sampled_from("puits pompe étude comité mairie euros sable eau".split()), min_size=4, max_size=9),
    st.integers(0, 3),
)
def test_words_that_stand_in_the_text_are_found_wherever_they_went(words, before):
    passage = " ".join(words)
    source = "\n\n".join([*(f"Un autre passage, numéro {each}." for each in range(before)), passage])
    found = find(blocks_of(render(source)), blocks_of(render(passage))[0].quote) if len(passage) >= 12 else None
    assert len(passage) < 12 or (found and found.text == blocks_of(render(passage))[0].text)
