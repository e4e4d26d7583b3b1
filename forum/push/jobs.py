"""What the worker does for devices, beside its other work: a slow push service holds up nobody."""

from flask import current_app

from forum.core.worker import every
from forum.push.queries import due


@every(5, name="push", apart=True)
def tell_devices() -> None:
    """Tell what is new. What speaks to push services is loaded when there is something to say, and nowhere else."""
    if due():
        from forum.push.sending import send_due, sender

        send_due(sender(current_app.extensions["settings"].secret_key))
