"""What the worker forgets of sheets."""

from datetime import timedelta

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import every
from forum.exchange.models import Sheet


@every(3600, name="sheets")
def forget() -> None:
    """Files that were looked at and never applied, after two weeks."""
    with transaction():
        old = clock.now() - timedelta(days=14)
        db.session.execute(delete(Sheet).where(Sheet.state == "read", Sheet.created_at < old))
