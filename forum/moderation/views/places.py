"""What moderation says in the pages of other rooms: report, moderate, why a message is hidden, what waits."""

from flask import g, render_template

from forum.items.queries.heads import Head
from forum.items.queries.thread_of_posts import PostRow
from forum.moderation.queries import decisions
from forum.moderation.queries.worklist import Scope, summary
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.slots import fills, small


@fills("in the menu of a message", position=80)
def in_menu(item: Head, post: PostRow) -> str:
    """Report, for everybody but its author; moderate, for those who keep the space."""
    who = actor()
    return small(
        "moderation/_menu.html", item_id=item.id, number=post.number, state=post.state, own=post.author_id == who.id,
        keeps=who.keeps(item.space_id),
    )  # fmt: skip


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
