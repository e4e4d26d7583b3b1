"""Callouts and includes: boxes with a word, lines that stand for a publication."""

import pytest

from forum.core.markup.render import NO_NAMES, Names, render
from forum.core.markup.sanitise import clean


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("NOTE", "note", "Note"), ("ASTUCE", "tip", "Conseil"), ("tip", "tip", "Conseil"),
        ("ATTENTION", "warning", "Attention"), ("Warning", "warning", "Attention"), ("DANGER", "danger", "Danger"),
        ("IMPORTANT", "important", "Important"), ("EXEMPLE", "example", "Exemple"),
    ],
)  # fmt: skip
def test_a_quotation_that_says_so_is_a_box_with_its_word(typed, kind, title):
    html = render(f"> [!{typed}]\n> Du **texte**.\n>\n> Encore.")
    assert f'<div class="callout callout--{kind}" role="note">' in html
    assert f'<p class="callout__title">{title}</p>' in html
    assert "<strong>texte</strong>" in html
    assert "blockquote" not in html
    assert "[!" not in html


def test_a_callout_may_have_a_title_of_its_own_and_hold_lists():
    html = render("> [!NOTE] Avant de *partir*\n> - un\n> - deux")
    assert '<p class="callout__title">Avant de <em>partir</em></p>' in html
    assert html.count("<li>") == 2


@pytest.mark.parametrize("typed", ["> [!INCONNU]\n> x", "> [note]\n> x", "> x\n> [!NOTE]", "> `[!NOTE]` x", "> "])
def test_other_quotations_stay_quotations(typed):
    assert "callout" not in render(typed)
    assert "<blockquote>" in render(typed)


def test_a_callout_without_text_and_one_inside_another():
    assert render("> [!NOTE]").count("<p") == 1
    html = render("> [!NOTE]\n> a\n>\n> > [!DANGER]\n> > b\n>\n> > citation")
    assert html.count("<div") == html.count("</div>") == 2
    assert html.count("<blockquote>") == html.count("</blockquote>") == 1


def test_washing_a_callout_again_changes_nothing():
    html = render("> [!NOTE] T\n> a\n\n#12")
    assert clean(html, prefix="m") == html


@pytest.mark.parametrize("typed", ["#12", "[[#12]]", "avant\n\n#12\n\naprès"])
def test_a_line_that_is_only_a_number_stands_for_the_publication(typed):
    assert '<p class="include">#12</p>' in render(typed)
    names = Names(items={12: ("/resources/12-eau", "L’eau", "resource")})
    assert '<p class="include"><a href="/resources/12-eau" class="reference">L’eau</a></p>' in render(
        typed, names=names
    )


def test_each_line_is_one_and_a_sentence_is_none():
    assert render("#12\n#13").count('class="include"') == 2
    for typed in ("Voir #12", "#12.", "`#12`", "- #12", "# 12", "#12\nVoir"):
        assert "include" not in render(typed, names=NO_NAMES), typed
