"""French spaces, only where the author typed a space."""

import pytest

from forum.core.markup.render import render
from forum.core.markup.typography import french


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Vraiment ?", "Vraiment_?"),
        ("Quoi ?! Non !", "Quoi_?! Non_!"),
        ("Il dit : « oui » ; bien.", "Il dit_: «_oui_»_; bien."),
        ("Il dit&nbsp;: oui", "Il dit_: oui"),
        ("Il dit\u00a0: oui", "Il dit_: oui"),
        ("25 % et 12 500 € (ou 3 €).", "25_% et 12 500_€ (ou 3_€)."),
        ("<em>Vrai</em> ?", "<em>Vrai</em>_?"),
        ("« <em>Vrai</em> »", "«_<em>Vrai</em>_»"),
        ("Déjà\u202f!", "Déjà_!"),
    ],
)
def test_a_typed_space_becomes_narrow_and_does_not_break(typed, shown):
    assert french(f"<p>{typed}</p>") == f"<p>{shown}</p>".replace("_", "\u202f")


@pytest.mark.parametrize(
    "typed",
    [
        "Vraiment?",
        "a:b; c!d",
        "le % de réussite",
        "merci :)",
        "a != b",
        "12h30 &amp; 2 ?x",
        "<code>a ?</code>",
        "<pre><code>a : b</code></pre>",
        '<a href="/x ?" title="a ?">a</a>',
        "a &nbsp;b",
    ],
)
def test_anything_else_is_kept_as_typed(typed):
    assert french(f"<p>{typed}</p>") == f"<p>{typed}</p>"


def test_only_french_texts_get_french_spaces():
    assert render("Really ?", locale="en") == "<p>Really ?</p>\n"
    assert render("Vraiment ?", locale="fr") == "<p>Vraiment\u202f?</p>\n"


def test_nothing_moves_across_blocks():
    assert french("<p>a</p><p> ? b</p>") == "<p>a</p><p> ? b</p>"
