"""What moderation says in the pages of other rooms: report, moderate, why a message is hidden, what waits."""

from functools import lru_cache

from flask import g, render_template

from forum.items.queries.heads import Head
from forum.items.queries.thread_of_posts import PostRow
from forum.moderation.queries import decisions
from forum.moderation.queries.worklist import Scope, summary
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.locale import locale
from forum.web.slots import fills


@fills("in the menu of a message", position=80)
def in_menu(item: Head, post: PostRow) -> str:
    """Report, for everybody but its author; moderate, for those who keep the space."""
    who = actor()
    return _menu(item.id, post.number, post.state, post.author_id == who.id, who.keeps(item.space_id), locale())


@lru_cache(maxsize=4000)
def _menu(item_id: int, number: int, state: str, own: bool, keeps: bool, _locale: str) -> str:
    """Asked for every message of a page, and the same for all who may the same."""
    item, post = {"id": item_id}, {"number": number, "state": state}
    return render_template("moderation/_menu.html", item=item, post=post, own=own, keeps=keeps)


@fills("under a message", position=80)
def under(item: Head, post: PostRow) -> str:
    """Why a message is hidden, for its author and the keepers; where one was hidden, for all others."""
    who = actor()
    html = ""
    if post.state == "hidden" and (last := decisions.last_restraint(item.id, post.number)):
        html = render_template("moderation/_reason.html", decision=last)
    # Numbers without a gap: no message is missing, nothing to look up.
    if item.last_number - 1 <= item.replies or who.keeps(item.space_id):
        return html
    here = [note for note in _notes(item.id) if note.after == post.number and note.author_id != who.id]
    return html + (render_template("moderation/_notes.html", notes=here) if here else "")


def _notes(item_id: int) -> list[decisions.Note]:
    """Looked up once a page."""
    if "moderation_notes" not in g:
        g.moderation_notes = {}
    if item_id not in g.moderation_notes:
        g.moderation_notes[item_id] = decisions.notes(item_id)
    found: list[decisions.Note] = g.moderation_notes[item_id]
    return found


@fills("on a space", position=20)
def on_space(space: Space) -> str:
    """The way to its worklist, for those who tend it."""
    return render_template("moderation/_on_space.html", space=space) if actor().tends(space.id) else ""


@fills("on top of home", position=20)
def on_home() -> str:
    """How much waits, for those who keep something."""
    who = actor()
    if not (who.is_admin or who.moderates or who.curates):
        return ""
    count, oldest = summary(Scope(who))
    return render_template("moderation/_home.html", count=count, oldest=oldest) if count else ""
