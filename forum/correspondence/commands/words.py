"""Letters of one word: to follow, to stop, to keep an answer, to thank. Only when nothing else was typed."""

import re
import unicodedata

from forum.core.errors import Conflict, NotFound
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.commands.react import react
from forum.items.commands.watch import watch
from forum.items.models.item import Item
from forum.items.queries.heads import message
from forum.spaces.models import Space
from forum.threads.commands import accept_answer
from forum.threads.models import Thread
from forum.threads.queries import reply_in

MEANINGS = {
    "help": ("aide", "aidez moi", "help", "?"),
    "watch": ("suivre", "je suis", "m abonner", "abonner", "abonnement", "watch", "follow", "subscribe"),
    "unwatch": (
        "ne plus suivre", "desabonner", "me desabonner", "desabonnement", "desinscription", "stop", "arreter",
        "unwatch", "unfollow", "unsubscribe",
    ),
    "mute": ("muet", "silence", "mute"),
    "accept": ("retenir", "retenir cette reponse", "accepter", "accept", "accept answer"),
    "thanks": ("merci", "un grand merci", "merci beaucoup", "mille mercis", "thanks", "thank you", "thanks a lot", "+1", "👍", "🙏"),
    "useful": ("utile", "tres utile", "useful", "very useful"),
    "worked": ("ca a marche", "ca a marche chez nous", "it worked", "it worked for us"),
}  # fmt: skip
REACTIONS = ("thanks", "useful", "worked")
_meaning_of = {word: meaning for meaning, words in MEANINGS.items() for word in words}


def meaning_of(text: str) -> str:
    """The command that a whole text is; empty when it is more, or something else."""
    if len(text) > 40:
        return ""
    flat = unicodedata.normalize("NFD", text.casefold())
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    word = " ".join(re.sub(r"[\s.!,;:…'’«»\"*_-]+", " ", flat).split())
    return _meaning_of.get(word, "")


def obey(meaning: str, actor: Actor, item: Item, number: int) -> str:
    """Do it, about a message of an item. Answers the sentence to confirm it with; empty when none is needed.

    Raises the Problem that the page would show.
    """
    if meaning in REACTIONS:
        seen = message(item, number, actor)
        if seen is None:
            raise NotFound(_("This message is not there any more."))
        react(actor, seen, meaning, on=True)
        return ""
    if meaning == "accept":
        return _accept(actor, item, number)
    level = {"watch": "all", "unwatch": "", "mute": "mute"}[meaning]
    if meaning == "unwatch":
        level = "mute"  # without a row, the space or the theme that one follows would still tell
    watch(actor, "item", item.id, level)
    if level == "all":
        return _("You follow “%(title)s”: its messages come by mail.", title=item.title)
    return _("You do not follow “%(title)s” any more.", title=item.title)


def obey_about_space(meaning: str, actor: Actor, space: Space) -> str:
    """Follow a whole space, or stop."""
    watch(actor, "space", space.id, {"watch": "all", "mute": "mute"}.get(meaning, ""))
    if meaning == "watch":
        return _("You follow the space “%(name)s”: its messages come by mail.", name=space.name)
    return _("You do not follow the space “%(name)s” any more.", name=space.name)


ABOUT_SPACES = ("watch", "unwatch", "mute")


def _accept(actor: Actor, item: Item, number: int) -> str:
    post = reply_in(item, number) if isinstance(item, Thread) else None
    if post is None or not isinstance(item, Thread):
        raise Conflict(_("To keep an answer, send this word as the answer to the letter that holds it."))
    accept_answer(actor, item, post)
    return _("This message is now the answer to “%(title)s”.", title=item.title)
