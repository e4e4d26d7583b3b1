"""`forum check`: what is wrong, one line each."""

import os
import smtplib
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import click
from flask import current_app
from sqlalchemy import func, select

from forum.config import Config
from forum.core import events, outbox
from forum.core.db import db
from forum.files.storage import storage as files_at
from forum.items.models.item import Item
from forum.links.queries import said
from forum.paths import bundled


def _settings() -> Config:
    found: Config = current_app.extensions["settings"]
    return found


def configuration() -> str:
    """Settings can be used; templates, style and migrations are found."""
    missing = [name for name in ("templates/base.html", "static/css/base.css", "migrations/env.py")
               if not bundled(name.split("/")[0]).joinpath(*name.split("/")[1:]).is_file()]  # fmt: skip
    if missing:
        raise RuntimeError("missing: " + ", ".join(missing))
    return f"data in {_settings().data_dir}"


def database() -> str:
    """It answers and is migrated."""
    from alembic.runtime.migration import MigrationContext  # this and Redis are loaded by what uses them: 10 MB
    from alembic.script import ScriptDirectory

    with db.engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory(str(bundled("migrations"))).get_current_head()
    if at != head:
        raise RuntimeError(f"at migration {at}, needs {head}: run `forum init`")
    return f"{db.engine.dialect.name}, migration {at}, {db.session.scalar(select(func.count(Item.id)))} publications"


def followers() -> str:
    """Nobody lags behind or set events aside."""
    last = events.newest_id()
    failed = db.session.scalar(select(func.count()).select_from(events.Failure))
    behind = [row.follower for row in db.session.scalars(select(events.Cursor)) if last - row.event_id > 1000]
    if behind or failed:
        raise RuntimeError(f"behind: {', '.join(behind) or 'none'}; events set aside: {failed}")
    return f"{last} events"


def index() -> str:
    """The search index opens and agrees with the tables."""
    from forum.search.engine import engine

    return f"{engine().count()} passages"


def mail() -> str:
    """The mail server greets, or the folder can be written."""
    url = _settings().mail_url
    if not url.startswith("smtp"):
        folder = _settings().data_dir / "mail"
        folder.mkdir(exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise RuntimeError(f"the folder {folder} cannot be written")
        return f"messages go to {folder}"
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25), timeout=5) as server:
        server.noop()
    waits, failed = outbox.waiting()
    return f"{parts.hostname} answers; {waits} letters wait, {failed} refused for good in a week"


def storage() -> str:
    """The data folder and the place of attached files can be written."""
    if not os.access(_settings().data_dir, os.W_OK):
        raise RuntimeError(f"the folder {_settings().data_dir} cannot be written")
    return files_at().check()


def limits() -> str:
    """Redis answers, where it is configured."""
    url = _settings().redis_url
    if not url:
        return "in memory of each process"
    import redis

    redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).ping()
    return f"{urlsplit(url).hostname or 'redis'} answers"


def links() -> str:
    """Links of pages are known, and asked in time."""
    return said(is_on=_settings().check_links)


CHECKS: dict[str, Callable[[], str]] = {
    "configuration": configuration,
    "database": database,
    "events": followers,
    "index": index,
    "mail": mail,
    "storage": storage,
    "limits": limits,
    "links": links,
}


@click.command()
def check() -> None:
    """Configuration, database, index, mail, storage: one line each; exit 1 if one fails."""
    good = True
    for name, look in CHECKS.items():
        try:
            click.echo(f"ok    {name}: {look()}")
        except Exception as problem:  # whatever is wrong is what this command is there to say
            good = False
            db.session.rollback()
            click.echo(f"WRONG {name}: {str(problem).splitlines()[0] if str(problem) else type(problem).__name__}")
    sys.exit(0 if good else 1)
