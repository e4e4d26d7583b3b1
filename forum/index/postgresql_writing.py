"""Writing segments to PostgreSQL: a batch becomes a segment, small segments become one."""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from forum.index import postgresql_tables as sql
from forum.index.documents import document_of
from forum.index.engine import Passage
from forum.index.segments import FIELDS, Postings

MOST = 8  # segments of one size; one more, and they become one
STEP = 10  # a size is ten times the one below
Row = tuple[str, str, int, bytes, bytes]  # field, term, in how many passages, which, how often


def packed(ids: Iterable[int], counts: Iterable[int]) -> tuple[bytes, bytes]:
    """A list as it is kept."""
    return array("I", ids).tobytes(), array("H", (min(65535, count) for count in counts)).tobytes()


def unpacked(ids: bytes, counts: bytes) -> Postings:
    """A list as scores are made of it: the bytes themselves, nothing is copied."""
    return np.frombuffer(ids, np.dtype("I")), np.frombuffer(counts, np.dtype("H"))


def postings_of(documents: Sequence[dict[str, Any]]) -> Iterable[Row]:
    """The lists of some passages, numbered in their order."""
    found: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for place, document in enumerate(documents):
        for field in FIELDS:
            for term, count in Counter(document[field].split()).items():
                ids, counts = found.setdefault((field, term), ([], []))
                ids.append(place)
                counts.append(count)
    for (field, term), (ids, counts) in found.items():
        yield field, term, len(ids), *packed(ids, counts)
    for term, count in Counter(word for document in documents for word in document["lexicon"].split()).items():
        yield "lexicon", term, count, b"", b""


def add(cursor: Any, passages: Sequence[Passage]) -> None:
    """One more segment, in place of what had the same item and part."""
    last = {(passage.item_id, passage.part): passage for passage in passages}  # the last one wins, as on disk
    documents = [document_of(passage) for passage in last.values()]
    parts = [part for _item, part in last]
    cursor.execute(sql.FORGET, ([item for item, _part in last], parts, parts))
    segment = _new_segment(cursor, len(documents))
    with cursor.copy("COPY index_passages (segment, place, item, part, facts, shown) FROM STDIN") as copy:
        for place, ((item, part), document) in enumerate(zip(last, documents, strict=True)):
            shown = json.dumps(document["shown"], ensure_ascii=False, separators=(",", ":")).replace("\\u0000", "")
            copy.write_row((segment, place, item, part, document["facts"].decode(), shown))
    _copy_postings(cursor, segment, postings_of(documents))


def _new_segment(cursor: Any, size: int) -> int:
    cursor.execute("INSERT INTO index_segments (size) VALUES (%s) RETURNING id", (size,))
    return int(cursor.fetchone()[0])


def _copy_postings(cursor: Any, segment: int, rows: Iterable[Row]) -> None:
    with cursor.copy("COPY index_postings (segment, field, term, n, ids, counts) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "text", "text", "int4", "bytea", "bytea"])
        for row in rows:
            copy.write_row((segment, *row))


def merge_small(cursor: Any) -> None:
    """Too many segments of about the same size become one; the passages that are gone leave."""
    cursor.execute("SELECT id, size, gone FROM index_segments ORDER BY id")
    by_size: dict[int, list[tuple[int, int, list[int]]]] = {}
    for row in cursor.fetchall():
        if len(row[2]) * 3 > row[1] > STEP:
            merge(cursor, [row])
            continue
        by_size.setdefault(len(str(max(row[1] - len(row[2]), 1) // STEP)), []).append(row)
    for rows in by_size.values():
        if len(rows) > MOST:
            merge(cursor, rows)


def merge(cursor: Any, rows: Sequence[tuple[int, int, list[int]]]) -> None:
    """These segments as one, their passages in the order that they had."""
    places: dict[int, dict[int, int]] = {}
    total = 0
    for segment, size, gone in rows:
        left = set(gone)
        kept = [place for place in range(size) if place not in left]
        places[segment] = {old: total + new for new, old in enumerate(kept)}
        total += len(kept)
    old = list(places)
    made = _new_segment(cursor, total)
    for segment, numbers in places.items():
        cursor.execute(
            "INSERT INTO index_passages SELECT %s, m.new, p.item, p.part, p.facts, p.shown FROM index_passages p"
            " JOIN unnest(%s::integer[], %s::integer[]) AS m(old, new) ON m.old = p.place WHERE p.segment = %s",
            (made, list(numbers), list(numbers.values()), segment),
        )
    cursor.execute(sql.MERGED, (old,))
    _copy_postings(cursor, made, list(_merged(cursor.fetchall(), places)))
    for table in ("index_postings", "index_passages"):
        cursor.execute(f"DELETE FROM {table} WHERE segment = ANY(%s)", (old,))
    cursor.execute("DELETE FROM index_segments WHERE id = ANY(%s)", (old,))


def _merged(
    rows: Iterable[tuple[str, str, int, bytes, bytes, int]], places: dict[int, dict[int, int]]
) -> Iterable[Row]:
    for (field, term), lists in groupby(rows, key=lambda row: row[:2]):
        ids: list[int] = []
        counts: list[int] = []
        number = 0
        for _field, _term, segment, packed_ids, packed_counts, n in lists:
            number += n
            numbers = places[segment]
            old, times = unpacked(packed_ids, packed_counts)
            for place, count in zip(old.tolist(), times.tolist(), strict=True):
                if (new := numbers.get(place)) is not None:
                    ids.append(new)
                    counts.append(count)
        if field == "lexicon":
            yield field, term, number, b"", b""
        elif ids:
            yield field, term, len(ids), *packed(ids, counts)
