"""What the index keeps of a passage."""

import pytest

from forum.index.documents import document_of
from forum.index.engine import Passage


def _lead(**of_passage: str) -> list[str]:
    shown = document_of(Passage(item_id=1, **of_passage))["shown"]
    return shown["words"].split()[slice(*shown["lead"])]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Le forage du village voisin donne une eau claire toute l'année durant. Rien d'autre.", "durant"),
        ("Bonjour à tous ! Nous cherchons une pompe à main qui supporte le sable. Merci.", "sable"),
        ("Une seule phrase sans fin", "fin"),
    ],
)
def test_the_first_sentence_is_known_a_greeting_is_none(text, end):
    lead = _lead(title="Un titre", body=text)
    assert (lead[0], lead[-1]) == (text.split()[0].lower(), end)


def test_a_summary_says_it_first():
    assert _lead(title="Un titre", summary="En bref.", body="Un long texte.") == ["en", "bref"]
    assert _lead(title="Un titre", headings="Où ? Quand ?", body="Un long texte.") == ["un", "long", "texte"]


def test_what_comes_later_has_no_first_sentence():
    assert _lead(title="Un titre", part=1) == []
