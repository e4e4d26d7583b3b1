"""After a decision its author and those who reported are told; newcomers who publish become members."""

from forum.core.events import Event, follows
from forum.moderation.commands.trust import grow
from forum.moderation.letters import to_author, to_proposer, to_reporters
from forum.notifications.audience import Telling
from forum.notifications.commands import tell


@follows("decision.made", "resource.refused", name="moderation: letters", imported=False)
def inform(events: list[Event]) -> None:
    """Letters by their keys and notifications by person and event: carried out twice, sent once."""
    for event in events:
        if event.name == "resource.refused":
            to_proposer(event)
            continue
        if event.user_id:
            to_author(event)
        receipts = to_reporters(event)
        tell([
            Telling(event, user_id, "reporter", path=f"/reports/{receipt}")
            for user_id, receipt in receipts.items() if user_id != event.actor_id
        ])  # fmt: skip


@follows("item.published", "post.published", name="moderation: trust", imported=False)
def trust(events: list[Event]) -> None:
    """Idempotent: looks at what is public now."""
    grow({event.actor_id for event in events if event.actor_id})
