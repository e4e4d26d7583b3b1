"""Events become notifications, and some of them letters."""

from forum.core.events import Event, follows
from forum.notifications import letters
from forum.notifications.audience import AUDIENCES, tellings_of
from forum.notifications.commands import tell
from forum.notifications.scene import scene_of


@follows(*AUDIENCES, name="notifications", imported=False)
def notify(events: list[Event]) -> None:
    """Tell those who may read it, once each. Runs in one transaction with the cursor.

    A dozen statements a batch, however many people follow; letters only for what is new.
    """
    scene = scene_of(events)
    letters.send(tell(tellings_of(events, scene)), scene)
