"""The ground of the tests: a real application on a real database, and a small world with names."""

import contextvars
import fcntl
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, event

from forum import config
from forum.app import create_app
from forum.core import clock, outbox
from forum.core.db import db
from tests.mail_server import MailServer
from tests.servers import postgresql_for
from tests.site import Site
from tests.world import World

pytest_plugins = ["tests.house_network"]

# A busy machine is slow to make examples, which says nothing of what is tested.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is made while the tests are collected stays to the end: nobody looks through it for garbage, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


class Browser(FlaskClient):
    """Each request in a context of its own: else flask-login goes on seeing the first person."""

    def open(self, *args, **kwargs):
        """A request, as the server would see it."""
        return contextvars.Context().run(super().open, *args, **kwargs)


def settings_for(folder: Path, **environment: str) -> config.Config:
    """Settings of a test installation in its own folder."""
    return config.load({"FORUM_DATA_DIR": str(folder), "FORUM_SECRET_KEY": "test", **environment}, testing=True)


# Rooms whose tests run on both databases. Elsewhere a test starts servers of its own, or asks nothing of a database.
TESTS = Path(__file__).parent
ON_SQLITE_ONLY = {"demo", "house", "index", "journeys", "operate"}


def pytest_generate_tests(metafunc) -> None:
    """Every test that needs the application runs on SQLite and on PostgreSQL."""
    if "database_url" in metafunc.fixturenames:
        room = metafunc.definition.path.relative_to(TESTS).parts[0]
        both = ["sqlite"] if room in ON_SQLITE_ONLY else ["sqlite", "postgresql"]
        metafunc.parametrize("database_url", both, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_url(request, worker_id) -> str:
    """Empty: SQLite in the data folder. Else the address of a real PostgreSQL (tests/servers.py)."""
    return postgresql_for(worker_id) if request.param == "postgresql" else ""


def _shared(tmp_path_factory, worker_id: str, name: str) -> Path:
    """A folder of this run that all of its processes share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / name
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def session_app(tmp_path_factory, database_url, worker_id) -> Iterator[Flask]:
    """One application a session and database; its tables hold the reference data."""
    from forum.spaces.prepare import prepare

    folder = tmp_path_factory.mktemp("data")
    environment = {"FORUM_DATABASE_URL": database_url} if database_url else {}
    app = create_app(settings_for(folder, **environment))
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_shared(tmp_path_factory, worker_id, "templates")))
    app.test_client_class = Browser
    with app.app_context():
        prepare()
    yield app
    with app.app_context():
        db.engine.dispose()


REFERENCE = {"territories", "territory_closure", "territory_former_codes", "themes", "spaces", "alembic_version"}
MANY_PAGES = 400_000  # bytes of one table


@pytest.fixture
def app(session_app) -> Iterator[Flask]:
    """The application with nothing but reference data in it."""
    with session_app.app_context():
        yield session_app
        db.session.rollback()
        _empty()
        db.session.remove()
    session_app.extensions["limiter"].storage.reset()
    session_app.extensions["kept"].clear()
    session_app.extensions["remembered"].clear()
    session_app.extensions.pop("rows for all", None)
    session_app.extensions["stamps"].forget()
    clock.set_for_tests(None)


def _empty() -> None:
    """Take away what the test made; spaces beyond the first ones too."""
    tables = [table.name for table in reversed(db.metadata.sorted_tables) if table.name not in REFERENCE]
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            for table in tables:
                raw.execute(f'DELETE FROM "{table}"')
            raw.execute("PRAGMA foreign_keys=ON")
        else:
            _empty_postgresql(connection, tables)
        connection.exec_driver_sql("DELETE FROM spaces WHERE kind = 'group'")
        connection.exec_driver_sql(
            "UPDATE spaces SET visibility = 'public', joining = 'open', ask_about = '', ask_fields = '[]' WHERE id > 0"
        )


def _empty_postgresql(connection: Connection, tables: list[str]) -> None:
    """TRUNCATE makes new files for every table and index, a tenth of a second of work: done now and then, when the
    rows that went fill too many pages. Else what has rows is emptied."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}', pg_relation_size('{table}') WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables
    )
    pages = dict(connection.exec_driver_sql(asked).all())
    if any(size > MANY_PAGES for size in pages.values()):
        names = ", ".join(f'"{table}"' for table in tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        return
    deletes = "".join(f'DELETE FROM "{table}"; ' for table in pages)
    # No trigger looks for rows that refer to those that go: they go too.
    connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {deletes}RESET session_replication_role")
    connection.exec_driver_sql(
        "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence JOIN pg_depend ON objid = seqrelid AND deptype IN"
        " ('a', 'i') JOIN pg_class ON pg_class.oid = refobjid"
        " WHERE relname = ANY(%s) AND pg_sequence_last_value(seqrelid) IS NOT NULL",
        (tables,),
    )


@pytest.fixture
def world(app) -> World:
    """Awa asks in Bretagne, Bruno answers, Mona keeps the space, Zoé is elsewhere: see tests/world.py."""
    return World(app)


@pytest.fixture
def as_(app, world):
    """A browser in which somebody is signed in; `as_(None)` is a visitor."""

    def browser(who: str | None) -> FlaskClient:
        client = app.test_client()
        if who:
            with client.session_transaction() as session:
                user = world.user(who)
                session["_user_id"] = f"{user.id}.{user.session_key}"
                session["_fresh"] = True
        return client

    return browser


@pytest.fixture
def indexed(world):
    """`indexed()` lets the followers work; the index is empty before and after."""
    from forum.search.engine import engine

    engine().clear()
    yield world.follow
    engine().clear()


@pytest.fixture
def server(tmp_path):
    """A real mail server that does as it is told."""
    outbox._pauses.clear()
    started = MailServer(tmp_path / "smtp").start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id) -> Path:
    """A data folder with the demonstration, indexed: made once by whichever process needs it first, to be copied."""
    shared = _shared(tmp_path_factory, worker_id, "")
    with (shared / "demonstration.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not (shared / "demonstration").exists():
            Site(shared / "demonstration.new").end()
            (shared / "demonstration.new").rename(shared / "demonstration")
    return shared / "demonstration"


@pytest.fixture
def queries(app) -> Iterator[list[str]]:
    """Every statement sent to the database, in order. `queries.clear()` starts again."""
    seen: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def pytest_addoption(parser) -> None:
    """`--write-routes`: write tests/house/routes_by_role.tsv anew, to be reviewed."""
    parser.addoption("--write-routes", action="store_true", default=False)
