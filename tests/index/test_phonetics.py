"""Words written as they are heard."""

import pytest

from forum.index.analysis import fold
from forum.index.engine import Passage, Query
from forum.index.lexicon import Lexicon, Words
from forum.index.phonetics import sound
from forum.index.questions import corrected
from forum.index.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("phorage", "forage"), ("subvantion", "subvention"), ("assossiation", "association"), ("assossiassion", "association"),
        ("kotisation", "cotisation"), ("bénévola", "bénévolat"), ("financemant", "financement"), ("eqole", "école"),
        ("projais", "projets"), ("otoroute", "autoroute"), ("jestion", "gestion"), ("quoperation", "coopération"),
        ("partenère", "partenaire"), ("ipotese", "hypothèse"), ("cheminz", "chemins"),
    ],
)  # fmt: skip
def test_what_sounds_the_same_has_the_same_key(heard, written):
    assert sound(fold(heard)) == sound(fold(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("forage", "fromage"),
        ("visa", "vise"),
        ("eau", "air"),
        ("camion", "canon"),
        ("poisson", "poison"),
        ("gare", "jarre"),
    ],
)
def test_what_sounds_otherwise_has_another(one, other):
    assert sound(one) != sound(other)


def test_the_ear_comes_after_the_eye():
    words = Words({"forage": 3, "fourrage": 40, "porage": 1, "association": 9, "tolerance": 2})
    lexicon, vocabulary = Lexicon([words]), Vocabulary()
    assert corrected("porrage", lexicon, vocabulary) == "porage"
    assert corrected("phaurage", lexicon, vocabulary) == "forage"
    assert corrected("assossiassion", lexicon, vocabulary) == "association"
    assert corrected("zygomorphe", lexicon, vocabulary) is None


@pytest.mark.parametrize("typed", ["phorage", "assossiassion phorage", "le phaurage de l’assossiation"])
def test_found_by_ear(engine, typed):
    engine.put([Passage(item_id=1, title="Le forage de l’association"), Passage(item_id=2, title="Un fromage")])
    found = engine.search(Query(words=typed))
    assert [hit.item_id for hit in found.hits] == [1]
    assert found.suggestion and "forage" in found.suggestion
