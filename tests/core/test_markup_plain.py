"""Rendered texts back to words."""

from forum.core.markup.plain import Heading, excerpt, headings_of, links_in, text_of
from forum.core.markup.render import render


def test_each_block_is_a_line_without_markup():
    html = render("# Le *titre*\n\nUn & **deux**\ntrois\n\n- a\n- b\n\n|c|d|\n|-|-|\n|e|f|")
    assert text_of(html) == "Le titre\nUn & deux\ntrois\na\nb\nc d\ne f"


def test_words_around_inline_marks_stay_whole():
    assert text_of(render("extra**ordinaire** 1 < 2")) == "extraordinaire 1 < 2"


def test_calls_of_notes_do_not_stick_to_words():
    assert text_of(render("Un puits[^1].\n\n[^1]: Foré.")) == "Un puits[1].\nForé."


def test_an_excerpt_ends_after_a_word():
    text = "Une association du Finistère\ncherche un financement"
    assert excerpt(text, 100) == "Une association du Finistère cherche un financement"
    assert excerpt(text, 20) == "Une association du…"
    assert excerpt(text, 15) == "Une association…"
    assert len(excerpt("x" * 300, 50)) == 51


def test_headings_make_a_contents_list():
    html = render("# Un `devis`\n\n## Deux & trois", prefix="d")
    assert headings_of(html) == [Heading(3, "d-un-devis", "Un devis"), Heading(4, "d-deux-trois", "Deux & trois")]


def test_links_to_other_sites_are_counted_and_ours_are_not():
    html = render(
        "https://a.fr/?x=1&y=2 [b](http://b.fr) /threads/1 [c](/people/c) <mailto:d@e.fr> ![f](https://f.fr/f.png)"
    )
    assert links_in(html) == ["https://a.fr/?x=1&y=2", "http://b.fr", "https://f.fr/f.png"]
