"""What the worker does about letters that came in."""

from datetime import timedelta

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import every
from forum.correspondence.models import ReceivedLetter, UsedLink

KEPT = timedelta(days=400)  # answers to a letter may come a year later; second deliveries come within days
LINKS_KEPT = timedelta(days=31)


@every(86_400, name="forget received letters")
def forget() -> None:
    """Nobody answers them any more."""
    with transaction():
        db.session.execute(delete(ReceivedLetter).where(ReceivedLetter.at < clock.now() - KEPT))
        # A link older than this is refused for its age.
        db.session.execute(delete(UsedLink).where(UsedLink.at < clock.now() - LINKS_KEPT))
