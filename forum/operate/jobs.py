"""What the worker does again and again: mail that waits, texts that an older renderer made."""

import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete

from forum.config import Config
from forum.core import clock, outbox
from forum.core.db import db, transaction
from forum.core.transports import transport_for
from forum.core.worker import every
from forum.items.commands.texts import count_stale, rerender
from forum.items.models.around import IdempotencyKey


def deliver(app: Flask, stop: threading.Event) -> threading.Thread:
    """Start the postman beside the worker, in a thread: it sends what waits until `stop` is set."""
    settings: Config = app.extensions["settings"]
    transport = transport_for(settings.mail_url, settings.data_dir)
    work = (app.app_context, transport, settings.base_url, stop.wait)
    postman = threading.Thread(target=outbox.run, args=work, name="postman", daemon=True)
    postman.start()
    return postman


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
