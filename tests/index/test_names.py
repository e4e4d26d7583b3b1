"""A capital inside a sentence is a name."""

import pytest

from forum.index.names import names_in


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Qui préside Nantes Métropole ?", {"nantes", "metropole"}),
        ("les aides de l’Agence de l'eau", {"agence"}),
        ("où est l'Île-de-France ?", {"ile", "france"}),
        ("Un forage. Puis une pompe", set()),  # a capital begins a sentence
        ("forage solaire", set()),
        ("FORAGE SOLAIRE AU BÉNIN", set()),  # a manner of writing
        ("Forage Solaire", set()),
        ("", set()),
    ],
)
def test_names_are_told_by_their_capital(typed, names):
    assert names_in(typed) == names
