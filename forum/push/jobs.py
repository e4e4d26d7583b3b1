"""What the worker does for devices, beside its other work: a slow push service holds up nobody."""

from flask import current_app

from forum.core.worker import every
from forum.push.sending import Sender, send_due, sender

_senders: dict[str, Sender] = {}


@every(5, name="push", apart=True)
def tell_devices() -> None:
    """Tell what is new."""
    secret = current_app.extensions["settings"].secret_key
    if secret not in _senders:
        _senders[secret] = sender(secret)
    send_due(_senders[secret])
