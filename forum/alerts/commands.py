"""Keeping a search, changing it, stopping it; private addresses that are renewed."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from forum.alerts.keys import key_of, opened_key
from forum.alerts.models import HOWS, PLACES, FeedKey, ItemChange, SavedSearch
from forum.alerts.queries import kept_of
from forum.core import addresses, clock, letters
from forum.core.db import db
from forum.core.errors import Invalid, NotFound, TooMany
from forum.core.i18n import _, language
from forum.core.ids import secret
from forum.core.permissions import Actor, require
from forum.people.commands.accounts import checked_address

PARIS = ZoneInfo("Europe/Paris")
MORNING = 7  # o'clock, for whoever keeps the search
MOST = 50  # searches of one person
A_WEEK = 7 * 86_400


def next_morning(zone: str = "") -> datetime:
    """The next time that it is seven o'clock there."""
    here = ZoneInfo(zone) if zone else PARIS
    now = clock.now().astimezone(here)
    day = now.date() if now.hour < MORNING else now.date() + timedelta(days=1)
    return datetime.combine(day, time(MORNING), here)


def save(
    actor: Actor,
    *,
    name: str,
    place: str,
    args: Mapping[str, str],
    how: str = "daily",
    deadlines: bool = True,
    email: str = "",
) -> SavedSearch:
    """Keep a search. Without an account an address is asked, which confirms by the letter that it gets.

    Raises Invalid naming the field.
    """
    if place not in PLACES:
        raise Invalid(_("This list cannot be kept."))
    found = SavedSearch(place=place, question=kept_of(place, args), locale=actor.locale or language.get())
    _describe(found, name, how, deadlines)
    found.seen = db.session.scalar(select(func.max(ItemChange.id))) or 0
    found.next_at = next_morning(actor.timezone)
    if actor.is_someone:
        if len(list(db.session.scalars(select(SavedSearch.id).where(SavedSearch.user_id == actor.id)))) >= MOST:
            raise TooMany(_("You keep %(n)s searches already: erase one of them first.", n=MOST))
        found.user_id, found.confirmed_at = actor.id, clock.now()
    else:
        if how == "none":
            raise Invalid(fields={"how": _("Without an account, choose when the letters come.")})
        found.email = checked_address(email)
    db.session.add(found)
    db.session.flush()
    if found.email:
        token = letters.signed("saved search", found.id, found.email)
        letters.send("alerts/confirm", to=found.email, key=f"alert/{found.id}/{secret(6)}", locale=found.locale,
                     name=found.name, token=token)  # fmt: skip
    return found


def change(actor: Actor, search: SavedSearch, *, name: str, how: str, deadlines: bool) -> None:
    """Another name, other letters."""
    require(actor, "keep", search)
    if search.how == "none" and how != "none":
        search.seen = db.session.scalar(select(func.max(ItemChange.id))) or 0  # what was new long ago stays untold
    _describe(search, name, how, deadlines)


def _describe(search: SavedSearch, name: str, how: str, deadlines: bool) -> None:
    words = " ".join(name.split())
    if not 2 <= len(words) <= 120:
        raise Invalid(fields={"name": _("Give it a name of 2 to 120 characters.")})
    if how not in HOWS:
        raise Invalid(fields={"how": _("Choose one of the proposed values.")})
    search.name, search.how, search.deadlines = words, how, deadlines


def erase(actor: Actor, search: SavedSearch) -> None:
    """It is gone, its addresses too."""
    require(actor, "keep", search)
    db.session.delete(search)


def renew(actor: Actor, search: SavedSearch) -> None:
    """A new private address; the old one answers nothing any more."""
    require(actor, "keep", search)
    search.serial += 1


def stop(search: SavedSearch) -> None:
    """No more letters of this one. Whoever holds the link of a letter may: undone by `resume`."""
    search.stopped_at = search.stopped_at or clock.now()


def resume(search: SavedSearch) -> None:
    """Letters again, from now on."""
    search.stopped_at = None
    search.seen = db.session.scalar(select(func.max(ItemChange.id))) or 0


def confirmed_by(token: str) -> SavedSearch:
    """The search that a link of a letter confirms. Raises Invalid when it is forged, old, or the search is gone."""
    gone = _("This search no longer exists: save it again.")
    return letters.row_of(SavedSearch, "saved search", token, seconds=A_WEEK, gone=gone)


def confirm(token: str) -> SavedSearch:
    """The address is theirs: letters come from now on."""
    found = confirmed_by(token)
    if found.confirmed_at is None:
        found.confirmed_at = clock.now()
        resume(found)
    return found


def stop_token(search: SavedSearch) -> str:
    """For the foot of letters: it does not expire, and does nothing else."""
    return key_of("stop", search.id, 0)


def stopped_by(token: str) -> SavedSearch:
    """The search of a link to stop. Raises Invalid."""
    opened = opened_key("stop", token)
    found = db.session.get(SavedSearch, opened[0]) if opened else None
    if found is None:
        raise Invalid(_("This link is not complete, or the search was erased: no more letters come of it."))
    return found


def stop_link(search: SavedSearch) -> str:
    """The page that stops."""
    return f"{letters.installation().base_url}/saved-searches/stop/{stop_token(search)}"


def list_headers(search: SavedSearch) -> dict[str, str]:
    """One click in the mail program (RFC 8058)."""
    return {
        "List-Id": f"<search-{search.id}.{addresses.host()}>",
        "List-Unsubscribe": f"<{stop_link(search)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def search_by_key(search_id: int, key: str) -> SavedSearch:
    """The search of a private address. Raises NotFound when it was renewed, is another one's or forged."""
    opened = opened_key("search", key)
    found = db.session.get(SavedSearch, search_id) if opened and opened[0] == search_id else None
    if found is None or opened is None or found.serial != opened[1] or found.confirmed_at is None:
        raise NotFound(_("This private address is no longer good: take the new one from your saved searches."))
    return found


def feed_key(actor: Actor) -> FeedKey:
    """The row of a member's feeds, made when it is first needed."""
    found = db.session.get(FeedKey, actor.id)
    if found is None:
        found = FeedKey(user_id=actor.id, serial=1)
        db.session.add(found)
    return found


def renew_feeds(actor: Actor) -> None:
    """New private addresses of all lists."""
    found = feed_key(actor)
    found.serial = (found.serial or 1) + 1
    found.renewed_at = clock.now()
