"""The engine of servers: the same segments as on disk, in tables of PostgreSQL, for any number of machines.

A question reads in one transaction that sees the index as it was at its beginning, so that a segment that is merged
meanwhile is still there. Analysis, scores and counts are those of the other engine: the order of results is the same.
"""

import json
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg

from forum.index import postgresql_tables as sql
from forum.index.documents import VERSION
from forum.index.engine import Passage
from forum.index.facts import Facts
from forum.index.lexicon import Words
from forum.index.postgresql_writing import add, merge_small, unpacked
from forum.index.questions import Question
from forum.index.segmented import SegmentedEngine, Segments
from forum.index.segments import FIELDS, NONE, Postings, Segment
from forum.index.vocabulary import Vocabulary

KEPT_SHOWN = 500
ALL_PARTS = 2**31 - 1


class TableSegment(Segment):
    """A segment in tables."""

    def __init__(self, engine: "PostgresqlEngine", number: int) -> None:
        super().__init__()
        self.engine, self.number = engine, number
        self._shown: OrderedDict[int, dict[str, Any]] = OrderedDict()

    @cached_property
    def facts(self) -> Facts:
        """One query when the segment is seen first."""
        return Facts(row[0] for row in self.engine.rows(sql.FACTS, (self.number,)))

    @cached_property
    def words(self) -> Words:
        """One query when the segment is seen first."""
        return Words(dict(self.engine.rows(sql.WORDS, (self.number,))))

    def read(self, field: str, term: str) -> Postings:
        """What `prefetch` did not bring."""
        for row in self.engine.rows(sql.READ, ([self.number], [field], [term])):
            return unpacked(row[3], row[4])
        return NONE

    def fetch(self, places: Iterable[int]) -> None:
        """All that will be shown, in one query."""
        if missing := [place for place in places if place not in self._shown]:
            for place, shown in self.engine.rows(sql.SHOWN, (self.number, missing)):
                self._shown[place] = json.loads(shown)

    def shown(self, place: int) -> dict[str, Any]:
        """What results show of a passage."""
        self.fetch([place])
        self._shown.move_to_end(place)
        found = self._shown[place]
        while len(self._shown) > KEPT_SHOWN:
            self._shown.popitem(last=False)
        return found


class PostgresqlEngine(SegmentedEngine):
    """See `engine.Engine`."""

    def __init__(self, address: str, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.address = address.replace("postgresql+psycopg://", "postgresql://", 1)
        self.process = 0
        self.connection: psycopg.Connection[Any] | None = None
        self.cursor: psycopg.Cursor[Any] | None = None
        self.generation = -1
        self.segments: dict[int, TableSegment] = {}
        self.gone: dict[int, frozenset[int]] = {}
        self._prepare()

    # connections

    def _connected(self) -> psycopg.Connection[Any]:
        """A connection of this process: one that a parent opened is left alone, one that broke is made again."""
        if self.connection is None or self.connection.closed or self.process != os.getpid():
            self.connection, self.process = psycopg.connect(self.address), os.getpid()
            self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            self.connection.read_only = True
        return self.connection

    @contextmanager
    def _writing(self) -> Iterator[psycopg.Cursor[Any]]:
        """One writer at a time on all machines; readers see all of it or none."""
        with psycopg.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (sql.LOCK,))
            yield cursor
            cursor.execute("UPDATE index_state SET generation = generation + 1")

    def _prepare(self) -> None:
        """The tables; those that are missing, damaged or of another version are made anew (`was_damaged`)."""
        with psycopg.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (sql.LOCK,))
            cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename = ANY(%s) AND schemaname = ANY(current_schemas(false))",
                           (list(sql.TABLES),))  # fmt: skip
            known = (cursor.fetchone() or (0,))[0]
            if known == len(sql.TABLES):
                cursor.execute(sql.GENERATION)
                if (cursor.fetchone() or ("",))[0] == VERSION:
                    return
            self.was_damaged = known > 0
            self._make(cursor)

    def _make(self, cursor: psycopg.Cursor[Any]) -> None:
        for table in sql.TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in sql.MAKE:
            cursor.execute(statement)
        # Never a generation that was there before: readers compare.
        cursor.execute(
            "INSERT INTO index_state SELECT %s, extract(epoch FROM clock_timestamp())::bigint * 1000", (VERSION,)
        )

    # writing

    def put(self, passages: Iterable[Passage]) -> None:
        """Durable when it returns."""
        if rows := list(passages):
            with self._writing() as cursor:
                add(cursor, rows)
                merge_small(cursor)

    def remove(self, item_ids: Iterable[int], parts_from: int = 0) -> None:
        """Forget items; with `parts_from`, only their later parts."""
        if wanted := list(item_ids):
            with self._writing() as cursor:
                cursor.execute(sql.FORGET, (wanted, [parts_from] * len(wanted), [ALL_PARTS] * len(wanted)))

    def clear(self) -> None:
        """Begin anew."""
        with self.guard, psycopg.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (sql.LOCK,))
            cursor.execute("TRUNCATE index_postings, index_passages, index_segments")
            cursor.execute("UPDATE index_state SET generation = generation + 1")

    def close(self) -> None:
        """Let the connection go."""
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        self.connection, self.segments, self.generation = None, {}, -1

    def size(self) -> int:
        """Bytes of the tables with their indexes."""
        with self.looking():
            return int(self.rows(sql.SIZE, (list(sql.TABLES),))[0][0])

    # reading

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query, within the transaction of the question."""
        assert self.cursor is not None
        return self.cursor.execute(statement, values, binary=True).fetchall()

    @contextmanager
    def looking(self) -> Iterator[Segments]:
        """One transaction: what is seen at its beginning is seen until its end."""
        with self.guard:
            if self.cursor is not None:
                yield self.fresh_segments()
                return
            segments = self._begin()
            try:
                yield segments
            finally:
                self._end()

    def _begin(self) -> Segments:
        """The transaction begins with the first query. A lost connection is made again, lost tables too."""
        for again in (True, False):
            try:
                self.cursor = self._connected().cursor()
                return self.fresh_segments()
            except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.UndefinedTable) as problem:
                self.cursor = None
                self.close()
                if not again:
                    raise
                if isinstance(problem, psycopg.errors.UndefinedTable):
                    self._prepare()
        raise AssertionError("not reached")

    def _end(self) -> None:
        self.cursor = None
        if self.connection is not None and not self.connection.closed:
            self.connection.rollback()

    def fresh_segments(self) -> Segments:
        """Segments as they are now; only what is new is read."""
        _version, generation = (self.rows(sql.GENERATION) or [("", -1)])[0]
        if generation != self.generation:
            present = {row[1]: frozenset(row[3]) for row in self.rows(sql.SEGMENTS) if row[1] is not None}
            self.segments = {number: self.segments.get(number) or TableSegment(self, number) for number in present}
            self.gone, self.generation = present, generation
        return [(self.segments[number], self.gone[number]) for number in self.segments]

    def prefetch(self, segments: Segments, question: Question) -> None:
        """Every list that the question needs, in one query."""
        fields = list(FIELDS)
        terms = {term for concept in question.concepts for phrase, _weight in concept.variants for term in phrase}
        terms |= {word.stem for concept in question.concepts for word in concept.typed}
        terms |= {concept.theme for concept in question.concepts if concept.theme}
        asking = {number for number, segment in self.segments.items()
                  if any(not segment.has("body", term) for term in terms)}  # fmt: skip
        if not asking or not terms:
            return
        found = {row[:3]: unpacked(row[3], row[4]) for row in self.rows(sql.READ, (list(asking), fields, list(terms)))}
        for number in asking:
            for term in terms:
                for field in fields:
                    if not self.segments[number].has(field, term):
                        self.segments[number].keep(field, term, found.get((number, field, term), NONE))
