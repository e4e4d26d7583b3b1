"""What the worker does again and again: mail that waits, texts that an older renderer made."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from forum.config import Config
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import send_due, transport_for
from forum.core.worker import every
from forum.items.commands.texts import count_stale, rerender
from forum.items.models.around import IdempotencyKey


@every(1, name="mail")
def mail() -> None:
    """Send what waits."""
    settings: Config = current_app.extensions["settings"]
    send_due(transport_for(settings.mail_url, settings.data_dir), settings.base_url)


@every(10, name="render")
def render() -> None:
    """After an upgrade of the renderer: a few texts at a time, so that nobody waits for the write lock."""
    if count_stale():
        with transaction():
            rerender(100)


@every(3600, name="forget")
def forget() -> None:
    """Keys of repeated requests matter for a day."""
    with transaction():
        db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < clock.now() - timedelta(days=1)))
