"""Statements that are asked at every page, made ready once: what is left is to fill in values and send them.

SQLAlchemy looks at a statement anew each time it is executed (a key for its cache, parameters, types), which takes
three times as long as the database takes to answer. Here that is done once a statement. For reading only.
"""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select
from sqlalchemy.engine import Connection

from forum.core.db import db

KEPT = 3000  # statements; some are made for one reader
Statement = Select[Any] | CompoundSelect[Any]
Process = Callable[[Any], Any]


class Prepared:
    """One statement for one database, with the values that stand in it.

    These are the steps of SQLAlchemy's own `Connection.execute` (2.1; the version is pinned), taken apart: what is
    compiled is shared by statements of the same form, which differ by reader only.
    """

    def __init__(self, statement: Any, engine: Any, values: dict[str, Any]) -> None:
        names, cache = sorted(values), engine._compiled_cache
        compiled, inside, *_rest = statement._compile_w_cache(
            engine.dialect, compiled_cache=cache, column_keys=names, linting=engine.dialect.compiler_linting
        )
        bound = compiled.construct_params(values, extracted_parameters=inside, escape_names=False)
        ready = compiled._process_parameters_for_postcompile(bound)
        self.text: str = ready.statement
        self.names: list[str] | None = ready.positiontup  # None: the driver takes names
        self.into: dict[str, Process] = {name: process for name, process in ready.processors.items() if process}
        given = {**bound, **ready.additional_parameters}
        self.given = {name: self._in(name, given[name]) for name in self.names or given}
        columns = compiled._result_columns
        out = [column.type.dialect_impl(engine.dialect).result_processor(engine.dialect, None) for column in columns]
        self.out = [(place, process) for place, process in enumerate(out) if process]
        self.problem: type[Exception] = engine.dialect.dbapi.Error
        self.row: Any = namedtuple("row", [column.keyname for column in columns], rename=True)  # type: ignore[misc]

    def _in(self, name: str, value: Any) -> Any:
        process = self.into.get(name)
        return process(value) if process else value

    def told(self, values: dict[str, Any], connection: Connection) -> "Told":
        """What the database answers."""
        given = {**self.given, **{name: self._in(name, value) for name, value in values.items()}}
        asked: Any = given if self.names is None else tuple([given[name] for name in self.names])
        return Told(self, self._found(connection, asked))

    def _found(self, connection: Connection, asked: Any) -> list[tuple[Any, ...]]:
        cursor = connection.connection.cursor()
        try:
            for listener in connection.dispatch.before_cursor_execute:
                listener(connection, cursor, self.text, asked, None, False)
            cursor.execute(self.text, asked)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        except self.problem:  # asked again in the long way, which knows what to make of problems
            found = [tuple(row) for row in connection.exec_driver_sql(self.text, asked)]
        finally:
            cursor.close()
        return found

    def typed(self, row: tuple[Any, ...]) -> list[Any]:
        """Values as the types of the columns make them."""
        values = list(row)
        for place, process in self.out:
            values[place] = process(values[place])
        return values


@dataclass(frozen=True, slots=True)
class Told:
    """Rows as the driver gave them. What was made of the same rows before needs nothing else of them."""

    prepared: Prepared
    raw: list[tuple[Any, ...]]

    def rows(self) -> list[Any]:
        """By name, or in order."""
        out = self.prepared.out
        return list(map(self.prepared.row._make, map(self.prepared.typed, self.raw) if out else self.raw))

    def digest(self) -> int:
        """The same for the same rows (64 bits, with a secret of the process)."""
        try:
            return hash(tuple(self.raw))
        except TypeError:  # PostgreSQL gives JSON as it is
            return hash(repr(self.raw))


@lru_cache(maxsize=KEPT)
def _ready(statement: Statement, engine: Any) -> list[Prepared]:
    return []


def hear(statement: Statement, **values: Any) -> Told:
    """All rows of a statement that is kept by whoever asks it (it is known again by being the same object).

    `values`: of its parameters, single ones; lists stand in the statement itself.
    """
    session = db.session()
    engine = session.get_bind()
    prepared = _ready(statement, engine)
    if not prepared:
        prepared.append(Prepared(statement, engine, values))
    session.flush()  # as with any question of a session: what was changed in it counts
    return prepared[0].told(values, session.connection(bind_arguments={"bind": engine}))


def ask(statement: Statement, **values: Any) -> list[Any]:
    """The same, with values as the types of the columns make them; by name, or in order."""
    return hear(statement, **values).rows()
