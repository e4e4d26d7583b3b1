"""Letters of a word or two: to follow, to keep an answer, to thank, to vote. Only when nothing else was typed."""

import re

from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import without_accents
from forum.core.permissions import Actor
from forum.correspondence.commands import acts
from forum.items.commands.react import react
from forum.items.commands.watch import watch
from forum.items.models.item import Item
from forum.items.queries.heads import message
from forum.spaces.models import Space

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
    "support": ("soutenir", "je soutiens", "nous soutenons", "support", "we support"),
    "verify": ("toujours exact", "toujours juste", "confirmer", "still right", "confirm"),
    "vote yes": ("oui", "yes"),
    "vote no": ("non", "no"),
    "worked": ("ca a marche", "ca a marche chez nous", "it worked", "it worked for us"),
}  # fmt: skip
REACTIONS = ("thanks", "useful", "worked")
# "vote 2", "voter 1 3", "je vote 2 et 4": numbers as the letter and the page count the answers.
VOTING = re.compile(r"(?:je |nous )?(?:voter?|votons|i vote)((?: (?:et|and|numero|n|option)?(?: ?\d{1,2}))+)")
_meaning_of = {word: meaning for meaning, words in MEANINGS.items() for word in words}


def meaning_of(text: str) -> str:
    """The command that a whole text is; empty when it is more, or something else."""
    if len(text) > 40:
        return ""
    word = " ".join(re.sub(r"[\s.!,;:…'’«»\"*_-]+", " ", without_accents(text.casefold())).split())
    if found := VOTING.fullmatch(word):
        return " ".join(["vote", *re.findall(r"\d+", found[1])])
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
        return acts.accept(actor, item, number)
    if meaning == "support":
        return acts.support(actor, item)
    if meaning == "verify":
        return acts.verify(actor, item)
    if meaning.startswith("vote"):
        return acts.vote_by_words(actor, item, number, meaning.split()[1:])
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
