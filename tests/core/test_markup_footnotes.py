"""Footnotes: numbered by their first call, with ways there and back, never shared by two posts."""

import re

from forum.core.markup.render import render

TEXT = "Un[^b] deux[^a] encore[^b].\n\n[^a]: Note **a**\n[^b]: Note b\n\n    Suite de b\n\n[^c]: jamais appelée"


def ids(html):
    return re.findall(r' id="([^"]+)"', html)


def test_notes_come_in_the_order_of_their_calls():
    html = render(TEXT)
    assert html.index("Note b") < html.index("Suite de b") < html.index("Note <strong>a</strong>")


def test_a_note_that_nobody_calls_is_not_lost():
    html = render(TEXT)
    assert html.index("Note <strong>a</strong>") < html.index("jamais appelée")


def test_each_call_leads_to_its_note_and_back():
    html = render(TEXT, prefix="p5")
    targets = re.findall(r'href="#([^"]+)"', html)
    assert set(ids(html)) - set(targets) == {"p5--note-3"}
    assert len(ids(html)) == len(set(ids(html))) == 6


def test_two_posts_of_a_page_share_no_id():
    text = TEXT + "\n\n# Note\n\n# note 1"
    assert not set(ids(render(text, prefix="p1"))) & set(ids(render(text, prefix="p12")))


def test_a_note_may_call_another():
    html = render("Un[^1]\n\n[^1]: voir[^2]\n\n[^2]: fin[^1]")
    assert html.count("<li id=") == 2


def test_a_call_without_note_stays_as_typed():
    assert render("Un[^1]") == "<p>Un[^1]</p>\n"


def test_a_note_that_ends_with_a_list_has_its_way_back_after_it():
    html = render("Un[^1]\n\n[^1]:\n    - a\n    - b")
    assert html.index("<li>b</li>") < html.index("footnote-back")


def test_a_note_inside_a_quotation_is_found():
    assert "<li id=" in render("> Un[^1]\n>\n> [^1]: deux")
