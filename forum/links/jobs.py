"""What the worker does for links, beside its other work: a slow machine holds up nobody."""

from flask import current_app

from forum.core import clock
from forum.core.worker import every


@every(15, name="links", apart=True)
def check_links() -> None:
    """One round, unless the installation asks nobody. What speaks HTTP is loaded when there is somebody to ask."""
    if not current_app.extensions["settings"].check_links:
        return
    from forum.links.asking import Asker, ask_due, due

    if due(clock.now(), 1):
        ask_due(Asker())
