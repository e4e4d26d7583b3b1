"""Segments on disk are mapped: what lies there is not copied into each process."""

import pickle
import random
import tracemalloc

import pytest

from forum.index.engine import Passage, Query, open_engine
from forum.index.mapped import MappedStorage, Window


def test_an_index_larger_than_what_is_read_of_it_costs_what_is_read(tmp_path, vocabulary):
    made = open_engine(tmp_path / "index", vocabulary)
    chance = random.Random(1)
    signs = [chr(number) for number in range(0x2200, 0x2800)]  # no word: all of it is what results show
    made.put([Passage(item_id=number, title="zibeline" if number == 7 else "forage", body="".join(chance.choices(signs, k=150_000)))
              for number in range(1, 21)])  # fmt: skip
    size = made.size()
    made.close()
    reader = open_engine(tmp_path / "index", vocabulary)
    tracemalloc.start()
    found = reader.search(Query(words="zibeline", limit=1, facets=False))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    reader.close()
    assert found.hits[0].item_id == 7
    assert size > 5_000_000
    assert most < size / 2


def test_a_segment_that_was_merged_away_is_still_read_by_who_has_it(tmp_path, vocabulary):
    writer = open_engine(tmp_path / "index", vocabulary)
    writer.put([Passage(item_id=1, title="une zibeline")])
    reader = open_engine(tmp_path / "index", vocabulary)
    with reader.looking() as segments:
        for number in range(2, 20):
            writer.put([Passage(item_id=number, title="un puits")])
        assert segments[0][0].shown(0)["title"] == "une zibeline"
    reader.looked = 0.0
    assert [hit.item_id for hit in reader.search(Query(words="zibeline")).hits] == [1]
    reader.close()
    writer.close()


@pytest.mark.parametrize(("size", "read"), [(3, b"abc"), (-1, b"abc\ndef"), (100, b"abc\ndef"), (0, b"")])
def test_a_window_reads_as_a_file_does(size, read):
    window = Window(memoryview(b"abc\ndef"))
    assert window.read(size) == read
    assert window.tell() == len(read)


def test_a_window_has_lines_and_pickles():
    window = Window(memoryview(b"abc\ndef"))
    assert (window.readline(), window.readline(), window.readline()) == (b"abc\n", b"def", b"")
    assert window.seek(-3, 2) == 4
    assert window.read() == b"def"
    for protocol in (0, 2, 5):
        assert pickle.load(Window(memoryview(pickle.dumps({"a": [1, "é"]}, protocol)))) == {"a": [1, "é"]}


def test_parts_are_views_and_close_in_any_order(tmp_path):
    (tmp_path / "x.seg").write_bytes(b"0123456789")
    whole = MappedStorage(str(tmp_path)).open_file("x.seg")
    part = whole.subset(2, 4)
    assert (part.get(1, 2), part.read(3), part.subset(2, 2).read(9)) == (b"34", b"234", b"45")
    whole.close()
    assert part.get(0, 4) == b"2345"
    part.close()
    part.close()
