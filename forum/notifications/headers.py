"""What mail programs read of a letter: its place in a discussion, its list, the way to stop it."""

from forum.core import addresses
from forum.core.letters import installation
from forum.core.permissions import NOBODYS
from forum.notifications.audience import Telling
from forum.notifications.scene import ItemFacts, MessageFacts
from forum.spaces.models import Space


def of_message(user_id: int, telling: Telling, item: ItemFacts, space: Space, message: MessageFacts) -> dict[str, str]:
    """A message of a discussion: the same Message-ID in everybody's mailbox, as lists do (decision 010)."""
    number = telling.event.number or 1
    headers = {"Message-ID": addresses.message_id(item.id, number)}
    of_its_own = telling.event.name.startswith(("need.", "suggestion.", "document."))
    if of_its_own:  # a letter of its own about the publication: no message has this name
        headers = {"Message-ID": f"<event.{telling.event.id}@{addresses.host()}>"}
    if number > 1 or of_its_own:
        answered = message.reply_to or 1
        headers["In-Reply-To"] = addresses.message_id(item.id, answered)
        line = dict.fromkeys((addresses.message_id(item.id, 1), addresses.message_id(item.id, answered)))
        headers["References"] = " ".join(line)
    headers["Reply-To"] = addresses.reply_address(user_id, item.id, number)
    # A conversation between people is no list.
    place = {} if space.id == NOBODYS else of_list(space)
    return {**headers, **place, **of_stop(user_id, *stopped_by(telling))}


def of_list(space: Space) -> dict[str, str]:
    """A space is a mailing list too (RFC 2369, 2919)."""
    base = installation().base_url
    return {
        "List-Id": addresses.list_id(space.slug),
        "List-Post": f"<mailto:{addresses.space_address(space.slug)}>",
        "List-Archive": f"<{base}/spaces/{space.slug}>",
        "List-Help": f"<{base}/help>",
    }


def of_stop(user_id: int, what: str, number: int = 0) -> dict[str, str]:
    """One click, without signing in, for this reason only (RFC 2369, RFC 8058)."""
    link = stop_link(user_id, what, number)
    return {
        "List-Unsubscribe": f"<{link}>, <mailto:{addresses.stop_address(user_id, what, number)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_link(user_id: int, what: str, number: int = 0) -> str:
    """The page that unsubscribes."""
    return f"{installation().base_url}/unsubscribe/{addresses.stop_token(user_id, what, number)}"


def stopped_by(telling: Telling) -> tuple[str, int]:
    """What the link of this letter stops; all letters when it has no reason of its own."""
    if telling.reason in ("conversation", "added"):
        return "item", telling.event.item_id or 0
    return telling.because if telling.because[0] else ("all", 0)
