"""What the worker forgets of sheets, and the sources that it reads."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import every
from forum.exchange.models import Sheet, Source


@every(3600, name="sheets")
def forget() -> None:
    """Files that were looked at and never applied, after two weeks."""
    with transaction():
        old = clock.now() - timedelta(days=14)
        db.session.execute(delete(Sheet).where(Sheet.state == "read", Sheet.created_at < old))


@every(30, name="sources", apart=True)
def read_sources() -> None:
    """Sources whose time has come. What speaks HTTP is loaded when there is somebody to ask."""
    if not current_app.extensions["settings"].read_sources:
        return
    now = Source.next_at <= clock.now()
    if db.session.scalar(select(Source.id).where(now, Source.paused_at.is_(None)).limit(1)):
        from forum.exchange.sources import asking

        asking.ask_due(asking.ASKER)
