"""The embedded engine: Whoosh keeps the postings on disk, the scoring is ours. One writer, many readers."""

import shutil
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index
from whoosh.analysis import SpaceSeparatedTokenizer

from forum.index.analysis import fold, stem
from forum.index.answering import answer
from forum.index.documents import document_of
from forum.index.engine import Found, Hit, Passage, Query
from forum.index.questions import Question, understand
from forum.index.scoring import Averages
from forum.index.segments import Segment
from forum.index.vocabulary import Vocabulary

REFRESH = 0.15  # seconds between two looks whether the writer committed
VERSION = "3"


def _schema() -> fields.Schema:
    def terms() -> fields.FieldType:
        return fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False, stored=False)

    return fields.Schema(
        key=fields.ID(unique=True),
        item=fields.ID(),
        title=terms(), body=terms(), keywords=terms(), themes=terms(),
        lexicon=terms(),  # words of public passages: corrections and completions come from here only
        facts=fields.COLUMN(columns.VarBytesColumn()),
        shown=fields.STORED(),
    )  # fmt: skip


class WhooshEngine:
    """See `engine.Engine`."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder, self.vocabulary = folder, vocabulary
        self.was_damaged = False
        self.guard = threading.RLock()
        self.segments: dict[str, Segment] = {}
        self.reader: Any = None
        self.looked = 0.0
        self._words: tuple[object, list[str], dict[str, int]] | None = None
        self._stems: tuple[list[str], frozenset[str]] | None = None
        self.ix = self._open()

    def _open(self) -> Any:
        """The index of this folder; a damaged one is put away and begun anew (`was_damaged`)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = self.folder / "palabre.version"
        try:
            if index.exists_in(str(self.folder)) and mark.exists() and mark.read_text() == VERSION:
                found = index.open_dir(str(self.folder))
                found.reader().close()
                return found
            self.was_damaged = any(self.folder.iterdir())
        except Exception:  # whatever is wrong with the files, the tables have it all
            self.was_damaged = True
        return self._fresh()

    def _fresh(self) -> Any:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        made = index.create_in(str(self.folder), _schema())
        (self.folder / "palabre.version").write_text(VERSION)
        return made

    def _writer(self) -> Any:
        return self.ix.writer(limitmb=48)

    def put(self, passages: Iterable[Passage]) -> None:
        """Durable when it returns."""
        rows = list(passages)
        if not rows:
            return
        writer = self._writer()
        try:
            for passage in rows:
                writer.update_document(**document_of(passage))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        self.looked = 0.0  # this process sees its own writes at once

    def remove(self, item_ids: Iterable[int], parts_from: int = 0) -> None:
        """Forget items; with `parts_from`, only their later parts."""
        wanted = list(item_ids)
        if not wanted:
            return
        parts = {}
        if parts_from:
            with self.guard:
                parts = self._parts_of(set(wanted))
        writer = self._writer()
        for item_id in wanted:
            if not parts_from:
                writer.delete_by_term("item", str(item_id))
            for part in parts.get(item_id, ()):
                if part >= parts_from:
                    writer.delete_by_term("key", f"{item_id}/{part}")
        writer.commit()
        self.looked = 0.0  # this process sees its own writes at once

    def _parts_of(self, wanted: set[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for segment, gone in self._fresh_segments():
            for place, item in enumerate(segment.facts.item):
                if item in wanted and place not in gone:
                    found.setdefault(item, []).append(segment.facts.part[place])
        return found

    def clear(self) -> None:
        """Begin anew."""
        with self.guard:
            self.close()
            self.ix = self._fresh()

    def close(self) -> None:
        """Let files go."""
        if self.reader is not None:
            self.reader.close()
        self.reader, self.segments, self._words = None, {}, None

    # reading

    def _fresh_segments(self) -> list[tuple[Segment, Any]]:
        """Segments as they are now, each with its deleted passages. The caller holds the guard."""
        now = time.monotonic()
        if self.reader is None or now - self.looked > REFRESH:
            self.looked = now
            if self.reader is None or self.reader.generation() != self.ix.latest_generation():
                self._renew()
        return [(self._segment(leaf), _deleted(leaf)) for leaf in _leaves(self.reader)]

    def _renew(self) -> None:
        for _try in range(5):  # the writer may take old files away between two looks
            try:
                # Not `reuse=`: reused readers would not know what was deleted since. What is worth keeping
                # of a segment is kept by us.
                reader = self.ix.reader()
                break
            except Exception:
                time.sleep(0.05)
        else:
            self.ix = index.open_dir(str(self.folder))
            reader = self.ix.reader()
        old, self.reader, self._words = self.reader, reader, None
        present = {_name(leaf): leaf for leaf in _leaves(reader)}
        self.segments = {name: kept for name, kept in self.segments.items() if name in present}
        for name, kept in self.segments.items():
            kept.reader = present[name]
        if old is not None:
            old.close()

    def _segment(self, leaf: Any) -> Segment:
        name = _name(leaf)
        found = self.segments.get(name)
        if found is None:
            found = self.segments[name] = Segment(leaf)
        return found

    def search(self, query: Query) -> Found:
        """Answer a question."""
        with self.guard:
            segments = self._fresh_segments()
            question = understand(query.words, self, self.vocabulary) if query.words.strip() else Question()
            return answer(query, question, segments, self._averages(segments))

    def _averages(self, segments: list[tuple[Segment, Any]]) -> Averages:
        passages = sum(len(segment.facts.item) for segment, _gone in segments) or 1
        lengths = {
            name: sum(segment.facts.sums[name] for segment, _gone in segments) / passages
            for name in ("title", "body", "keywords")
        }

        def frequency(field: str, term: str) -> int:
            return sum(len(segment.postings(field, term)[0]) for segment, _gone in segments)

        return Averages(passages, lengths, frequency)

    def similar(self, title: str, audiences: frozenset[int] | None, limit: int = 5) -> list[Hit]:
        """What speaks of the same thing."""
        return self.search(Query(words=title, audiences=audiences, limit=limit, facets=False, loose=True)).hits

    # the words of public passages

    def _lexicon(self) -> tuple[list[str], dict[str, int]]:
        with self.guard:
            self._fresh_segments()
            if self._words is None or self._words[0] is not self.reader:
                weights: Counter[str] = Counter()
                for leaf in _leaves(self.reader):
                    for term, info in leaf.iter_field("lexicon"):
                        weights[term.decode()] += int(info.doc_frequency())
                self._words = (self.reader, sorted(weights), dict(weights))
            return self._words[1], self._words[2]

    def knows(self, word: str) -> bool:
        """Does a public passage have this word?"""
        return word in self._lexicon()[1]

    def has_stem(self, wanted: str) -> bool:
        """Does a public passage have a word of this stem?"""
        words = self._lexicon()[0]
        if self._stems is None or self._stems[0] is not words:
            self._stems = (words, frozenset(stem(word) for word in words))
        return wanted in self._stems[1]

    def all(self) -> list[str]:
        """Every word of public passages."""
        return self._lexicon()[0]

    def weight(self, word: str) -> int:
        """In how many public passages."""
        return self._lexicon()[1].get(word, 0)

    def complete(self, prefix: str, limit: int = 6) -> list[str]:
        """Ends for the last word that is being typed."""
        before, _space, last = prefix.rpartition(" ")
        folded = fold(last).rpartition("'")[2]
        if len(folded) < 2:
            return []
        known, weights = self._lexicon()
        start = bisect_left(known, folded)
        near = []
        for word in known[start : start + 2000]:
            if not word.startswith(folded):
                break
            near.append(word)
        best = sorted(near, key=lambda word: -weights[word])
        kept: dict[str, str] = {}
        for word in best:
            kept.setdefault(stem(word), word)
        return [f"{before} {word}".strip() for word in list(kept.values())[:limit]]

    def count(self) -> int:
        """How many passages."""
        with self.guard:
            self._fresh_segments()
            return int(self.reader.doc_count())

    def item_ids(self) -> set[int]:
        """Every item that is indexed."""
        with self.guard:
            return {
                item
                for segment, gone in self._fresh_segments()
                for place, item in enumerate(segment.facts.item)
                if place not in gone
            }


def _leaves(reader: Any) -> list[Any]:
    """Readers of the segments; an empty index has one without segment, which has nothing to say."""
    return [leaf for leaf, _offset in reader.leaf_readers() if leaf.doc_count_all()]


def _name(leaf: Any) -> str:
    return str(leaf.segment().segid)


def _deleted(leaf: Any) -> Any:
    return leaf.segment()._deleted or frozenset()  # the set itself: it is asked for each passage
