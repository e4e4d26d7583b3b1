"""The engine: finds, corrects, counts, and never tells what may not be read."""

import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from forum.index.engine import Passage, Query, open_engine


def _passage(item: int, title: str, body: str = "", **more) -> Passage:
    return Passage(item_id=item, title=title, body=body, **more)


def _ids(engine, words: str, **more) -> list[int]:
    return [hit.item_id for hit in engine.search(Query(words=words, **more)).hits]


@pytest.fixture
def small(engine):
    """Five passages of the field."""
    engine.put(
        [
            _passage(
                1, "Financer un forage", "La subvention couvre la moitié du puits.", kind="resource", themes=("eau",)
            ),
            _passage(2, "Valoriser le bénévolat", "Le temps donné se compte.", kind="document", themes=("vie",)),
            _passage(3, "Panneaux solaires en panne", "La batterie ne tient plus.", themes=("energie",)),
            _passage(4, "Réseau régional multi-acteurs", "Qui contacter en Bretagne ?", themes=("vie",)),
            _passage(5, "Secret du bureau", "Le forage confidentiel de la subvention.", audience=7, themes=("eau",)),
        ]
    )
    return engine


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("subvantion forage", 1),
        ("l’eau du puits", 1),
        ("benevolat", 2),
        ("photovoltaïque", 3),
        ("RRMA", 4),
        ("panneau solaires", 3),
        ("valorizer benevolat", 2),
    ],
)
def test_found_in_imperfect_french(small, words, item):
    assert _ids(small, words)[0] == item


def test_the_correction_is_told(small):
    assert small.search(Query(words="subvantion forage")).suggestion == "subvention forage"
    assert small.search(Query(words="subvention forage")).suggestion is None


def test_what_may_not_be_read_is_nowhere(small):
    found = small.search(Query(words="forage"))
    assert (found.total, [hit.item_id for hit in found.hits]) == (1, [1])
    assert dict(found.facets["theme"]) == {"eau": 1}
    assert small.search(Query(words="confidentiel")).total == 0
    assert small.search(Query(words="confidentielle")).suggestion is None
    assert small.complete("confid") == []
    assert _ids(small, "forage", audiences=frozenset({0, 7})) == [1, 5]
    assert small.search(Query(words="forage", audiences=None)).total == 2


def test_facets_count_what_their_filter_would_show(engine):
    engine.put(
        _passage(
            n, f"Forage numéro {n}", kind="thread" if n % 3 else "resource", themes=("eau",) if n % 2 else ("sante",)
        )
        for n in range(1, 31)
    )
    found = engine.search(Query(words="forage", kinds=("resource",)))
    for kind, count in found.facets["kind"]:
        assert engine.search(Query(words="forage", kinds=(kind,))).total == count
    for theme, count in found.facets["theme"]:
        assert engine.search(Query(words="forage", kinds=("resource",), themes=(theme,))).total == count


def test_an_item_is_one_result_and_lands_on_its_message(engine):
    replies = tuple((n, f"Réponse {n} sur la pompe") for n in range(2, 51))
    engine.put([_passage(1, "Une pompe", messages=replies)])
    engine.put([_passage(1, "Une pompe", part=1, messages=((51, "La pompe à motricité humaine de Ségou"),))])
    found = engine.search(Query(words="pompe motricité Ségou"))
    assert (found.total, found.hits[0].number) == (1, 51)


def test_what_is_shown_is_escaped(engine):
    engine.put([_passage(1, "<b>forage</b>", "<script>alert(1)</script> un forage & puits")])
    hit = engine.search(Query(words="forage")).hits[0]
    assert hit.title_html == "&lt;b&gt;<mark>forage</mark>&lt;/b&gt;"
    assert "<script>" not in hit.excerpt_html
    assert "&amp; <mark>puits</mark>" in hit.excerpt_html


def test_putting_again_replaces_and_removing_forgets(engine):
    engine.put([_passage(1, "Forage"), _passage(2, "Puits")])
    engine.put([_passage(1, "Conteneur")])
    assert engine.count() == 2
    assert _ids(engine, "conteneur") == [1]
    engine.remove([1])
    assert engine.item_ids() == {2}


def test_sorted_by_deadline(engine):
    for number, month in ((1, 12), (2, 3), (3, 7)):
        engine.put([_passage(number, "Appel", deadline=datetime(2027, month, 1, tzinfo=UTC))])
    assert _ids(engine, "appel", sort="deadline") == [2, 3, 1]


def test_completions_end_the_last_word(small):
    assert "un forage" in small.complete("un for")


def test_another_process_sees_what_was_written(engine, place, vocabulary):
    reader = open_engine(place, vocabulary)
    assert reader.search(Query(words="forage")).total == 0
    engine.put([_passage(1, "Forage")])
    until = time.monotonic() + 2
    while not reader.search(Query(words="forage")).total:
        assert time.monotonic() < until
        time.sleep(0.05)
    reader.close()


def test_a_writer_that_is_killed_leaves_an_index_that_opens(engine, place, vocabulary):
    engine.put([_passage(1, "Forage")])
    code = f"""
        from forum.index.engine import Passage, open_engine
        from forum.index.vocabulary import Vocabulary
        engine = open_engine({str(place)!r}, Vocabulary())
        print("ready", flush=True)
        for n in range(2, 10_000):
            engine.put([Passage(item_id=n, title="Conteneur")])
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    time.sleep(0.4)
    process.kill()
    process.wait()
    again = open_engine(place, vocabulary)
    again.put([_passage(20_000, "Pompe")])
    assert _ids(again, "forage") in ([1], []) and _ids(again, "pompe") == [20_000]
    assert again.was_damaged or again.search(Query(words="forage")).total == 1
    again.close()


def test_a_damaged_index_begins_anew_and_says_so(engine, place, vocabulary):
    engine.put([_passage(1, "Forage")])
    engine.close()
    _damage(place)
    again = open_engine(place, vocabulary)
    assert again.was_damaged
    assert again.count() == 0
    again.close()


def _damage(place) -> None:
    if isinstance(place, Path):
        for path in place.glob("*.toc"):
            path.write_bytes(b"not an index")
    else:
        with psycopg.connect(place) as connection:
            connection.execute("DROP TABLE index_postings")


def test_many_small_writes_become_few_segments_and_lose_nothing(engine):
    for number in range(1, 40):
        engine.put([_passage(number, f"Forage numéro {number}", "La pompe.")])
    engine.put([_passage(1, "Conteneur")])
    engine.remove([2])
    with engine.looking() as segments:
        assert len(segments) < 20
    assert set(_ids(engine, "forage", limit=100)) == set(range(3, 40))
    assert _ids(engine, "conteneur") == [1]
    assert engine.count() == 38


def test_a_word_that_stands_everywhere_is_found_everywhere(engine):
    engine.put(
        [
            Passage(item_id=n, title=f"Comment financer un forage ? ({n})", body="Le forage de Ségou.")
            for n in range(1, 9)
        ]
    )
    assert engine.search(Query(words="forage")).total == 8


def test_long_lists_are_read_whole_without_what_is_gone(engine):
    engine.put([_passage(n, "Forage", "conteneur " * (n % 7)) for n in range(1, 701)])
    engine.remove([*range(1, 200), 400, 700])
    left = {*range(200, 700)} - {400}
    assert set(_ids(engine, "forage", limit=1000)) == left
    assert set(_ids(engine, "conteneur", limit=1000)) == {n for n in left if n % 7}


def test_what_is_kept_of_postings_stays_within_its_bounds(engine):
    engine.put([_passage(n, f"forage{n}", "puits") for n in range(1, 11)])
    with engine.looking() as segments:
        segment = segments[0][0]
        for n in range(2000):
            segment.postings("body", f"mot{n}")
        assert len(segment._postings) < 400 and segment.has("body", "mot1999")
        assert segment.postings("title", "forage3")[0].tolist() == [2]


def test_a_kind_that_is_meant_comes_first_and_filters_nothing(engine):
    engine.put(
        [
            Passage(item_id=1, kind="thread", title="Subvention pour un forage"),
            Passage(item_id=2, kind="resource", form="funding", title="Subvention pour un forage au village"),
        ]
    )
    assert [hit.item_id for hit in engine.search(Query(words="subvention forage")).hits] == [1, 2]
    said: list[str] = []

    def meant(words: str) -> tuple[str, ...]:
        said.append(words)
        return ("funding", "call")

    found = engine.search(Query(words="subvantion forage", meant=meant))
    assert said == ["subvention forage"], "of the words as they were put right"
    assert ([hit.item_id for hit in found.hits], found.total) == ([2, 1], 2)


def test_words_of_what_is_asked_for_count_less(engine):
    engine.put([Passage(item_id=1, title="La date"), Passage(item_id=2, title="Le forage")])
    assert engine.search(Query(words="à quelle date le forage ?")).hits[0].item_id == 2
