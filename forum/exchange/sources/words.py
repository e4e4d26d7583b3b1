"""What went wrong with a source, for whoever keeps it."""

from forum.core.i18n import _
from forum.exchange.sheets.columns import BY_NAME


def problem_of(word: str) -> str:
    """A sentence that says what to do, from the word of a failure; sentences stay as they are."""
    known = {
        "name": _("No machine of this name is known: check the address."),
        "time": _("It did not answer in time. It is asked again later."),
        "connection": _("It cannot be reached. It is asked again later."),
        "certificate": _("Its certificate is not right: whoever keeps that site must renew it."),
        "answer": _("Its answer makes no sense. It is asked again later."),
        "address": _("This address is not public: it cannot be asked from here."),
        "port": _("This address names an unusual port, which is not asked."),
        "scheme": _("It leads to something that is no web address."),
        "loop": _("It leads from one address to another without end."),
        "large": _("It is larger than 8 MB: look for a list with fewer objects."),
        "coding": _("Its answer is pressed in a way that cannot be read."),
        "unsure": _("Our own line seems to be down. It is asked again later."),
        "401": _("It asks for a password or a key, which is not given: look for its public list."),
        "403": _("It refuses to be read by programs: ask whoever keeps it for a feed."),
        "404": _("There is nothing at this address any more: look for the new one."),
        "410": _("There is nothing at this address any more: look for the new one."),
        "429": _("It was asked too often. It is asked again later."),
    }
    if word.isdecimal() and word not in known:
        return _("It answers with an error (%(status)s). It is asked again later.", status=word)
    return known.get(word, word)


def column_label(name: str) -> str:
    """A column in words."""
    return str(BY_NAME[name].label) if name in BY_NAME else ""
