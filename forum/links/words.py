"""What is said of a link."""

from datetime import datetime
from typing import Any

from forum.core.i18n import _, lazy

PROBLEMS = {
    "name": lazy("this name no longer exists on the web"),
    "time": lazy("no answer in time"),
    "connection": lazy("no connection"),
    "answer": lazy("an answer that makes no sense"),
    "loop": lazy("it leads in circles"),
    "certificate": lazy("its certificate is not right: browsers warn"),
    "address": lazy("it leads to no public address: we do not ask there"),
    "port": lazy("it leads to an unusual door: we do not ask there"),
    "scheme": lazy("it leads to something that is no web page"),
}
STATES = {
    "new": lazy("not asked yet"),
    "good": lazy("it answers"),
    "failing": lazy("did not answer last time"),
    "dead": lazy("seems dead"),
    "guarded": lazy("is there, but not for programs"),
    "unsafe": lazy("certificate not right"),
    "unasked": lazy("is not asked"),
}
PLACES = {
    "text": lazy("in the text"),
    "url": lazy("the address of the resource"),
    "contact": lazy("in the contact"),
    "sources": lazy("in the sources"),
}


def problem(link: Any) -> str:
    """Why it is held to be what it is."""
    if link.problem in PROBLEMS:
        return str(PROBLEMS[link.problem])
    if link.status in (404, 410):
        return str(_("page not found"))
    return str(_("error %(status)s", status=link.status)) if link.status >= 400 else ""


def archived(url: str, when: datetime | None) -> str:
    """Where the page may have been kept, as it was before it died."""
    day = when.strftime("%Y%m%d") if when else "2"
    return f"https://web.archive.org/web/{day}/{url}"
