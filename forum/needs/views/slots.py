"""What needs put into pages of other rooms: a discussion becomes a need."""

from typing import Any

from forum.items.queries.heads import Head
from forum.web.actor import actor
from forum.web.slots import fills, small


@fills("in the menu of a message", position=41)
def from_discussion(item: Head, post: Any) -> str:
    """In the menu of the first message of a discussion, for whoever is signed in."""
    if not actor().is_someone or item.kind != "thread" or post.number != 1 or post.state != "public":
        return ""
    return small("needs/_from_discussion.html", item_id=item.id)
