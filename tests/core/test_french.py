"""What French asks of sentences that are filled in."""

import pytest

from forum.core.i18n import _, as_said, speaking


@pytest.mark.parametrize(
    ("name", "said"),
    [("Awa", "d’Awa"), ("Élodie", "d’Élodie"), ("Bruno", "de Bruno"), ("Hélène", "de Hélène"), ("", "de ")],
)
def test_names_that_begin_with_a_vowel_take_an_apostrophe(name, said):
    with speaking("fr"):
        assert f"parler {said}," in _("You will hear no more of %(name)s, who is not told.", name=name)
    with speaking("en"):
        assert f"of {name}," in _("You will hear no more of %(name)s, who is not told.", name=name)


@pytest.mark.parametrize(
    ("day", "said"),
    [("1 décembre 2026", "1er décembre 2026"), ("21 mars 2027", "21 mars 2027"), ("dim. 1 mars", "dim. 1er mars"),
     ("11 mai 2027 à 01:00", "11 mai 2027 à 01:00")],
)  # fmt: skip
def test_the_first_of_a_month(day, said):
    assert as_said(day, "fr") == said
    assert as_said(day, "en") == day
