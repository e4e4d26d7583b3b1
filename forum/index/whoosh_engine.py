"""The embedded engine: Whoosh keeps the postings on disk, the scoring is ours. One writer, many readers."""

import shutil
import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, fields, index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.reading import TermNotFound

from forum.index.documents import VERSION, document_of
from forum.index.engine import Passage
from forum.index.facts import Facts
from forum.index.lexicon import Words
from forum.index.mapped import MappedStorage
from forum.index.segmented import SegmentedEngine, Segments
from forum.index.segments import NONE, Postings, Segment
from forum.index.vocabulary import Vocabulary

REFRESH = 0.15  # seconds between two looks whether the writer committed


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


class WhooshSegment(Segment):
    """A segment on disk. `reader` is the present one: an old one is closed."""

    def __init__(self, reader: Any) -> None:
        super().__init__()
        self.reader = reader
        _read_now = self.facts, self.words  # while this reader is open

    @cached_property
    def facts(self) -> Facts:
        """From the column that lies beside the postings."""
        column = self.reader.column_reader("facts", translate=False)
        return Facts(column[place] for place in range(self.reader.doc_count_all()))

    @cached_property
    def words(self) -> Words:
        """From the field of words."""
        return Words(
            {term.decode(): int(info.doc_frequency()) for term, info in self.reader.iter_field("lexicon")}
            if "lexicon" in self.reader.schema
            else {}
        )

    def read(self, field: str, term: str) -> Postings:
        """Long lists lie in blocks, a hundred at a time, each place told by its distance from the one before."""
        try:
            matcher = self.reader.postings(field, term.encode())
        except TermNotFound:
            return NONE
        matcher = getattr(matcher, "child", matcher)  # with what is gone: `left` takes it out, all at once
        ids: list[Any] = []
        weights: list[Any] = []
        if hasattr(matcher, "_read_data"):
            while matcher.is_active():
                if matcher._data is None:
                    matcher._read_data()
                ids.append(np.array(matcher._data[0]).cumsum())
                matcher._read_weights()
                weights.append(matcher._weights)
                matcher._next_block()
        else:
            while matcher.is_active():
                ids.append([matcher.id()])
                weights.append([matcher.weight()])
                matcher.next()
        if not ids:
            return NONE
        return np.concatenate(ids).astype(np.int32), np.minimum(np.concatenate(weights), 65535).astype(np.uint16)

    def shown(self, place: int) -> dict[str, Any]:
        """What results show of a passage."""
        shown: dict[str, Any] = self.reader.stored_fields(place)["shown"]
        return shown


class WhooshEngine(SegmentedEngine):
    """See `engine.Engine`."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.folder = folder
        self.segments: dict[str, WhooshSegment] = {}
        self.reader: Any = None
        self.looked = 0.0
        self.ix = self._open()

    def _open(self) -> Any:
        """The index of this folder; a damaged one is put away and begun anew (`was_damaged`)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = self.folder / "palabre.version"
        try:
            if index.exists_in(str(self.folder)) and mark.exists() and mark.read_text() == VERSION:
                found = MappedStorage(str(self.folder)).open_index()
                found.reader().close()
                return found
            self.was_damaged = any(self.folder.iterdir())
        except Exception:  # whatever is wrong with the files, the tables have it all
            self.was_damaged = True
        return self._fresh()

    def _fresh(self) -> Any:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        made = MappedStorage(str(self.folder)).create_index(_schema())
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
        for segment, gone in self.fresh_segments():
            facts = segment.facts
            here = segment.left(gone).mask & np.isin(facts.item, np.fromiter(wanted, np.int64, len(wanted)))
            for item, part in zip(facts.item[here].tolist(), facts.part[here].tolist(), strict=True):
                found.setdefault(item, []).append(part)
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
        self.reader, self.segments = None, {}

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())

    # reading

    def fresh_segments(self) -> Segments:
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
            self.ix = self._open()  # the folder went: an empty index answers until the worker made it again
            reader = self.ix.reader()
        old, self.reader = self.reader, reader
        present = {_name(leaf): leaf for leaf in _leaves(reader)}
        self.segments = {name: kept for name, kept in self.segments.items() if name in present}
        for name, kept in self.segments.items():
            kept.reader = present[name]
        if old is not None:
            old.close()

    def _segment(self, leaf: Any) -> WhooshSegment:
        name = _name(leaf)
        found = self.segments.get(name)
        if found is None:
            found = self.segments[name] = WhooshSegment(leaf)
        return found


def _leaves(reader: Any) -> list[Any]:
    """Readers of the segments; an empty index has one without segment, which has nothing to say."""
    return [leaf for leaf, _offset in reader.leaf_readers() if leaf.doc_count_all()]


def _name(leaf: Any) -> str:
    return str(leaf.segment().segid)


def _deleted(leaf: Any) -> Any:
    return leaf.segment()._deleted or frozenset()  # the set itself: it is asked for each passage
