"""What items show in the pages of rooms below; what keepers did and noted, under the messages where it happened."""

from flask import g, render_template

from forum.items.commands.acts import can_be_undone
from forum.items.queries.heads import Head
from forum.items.queries.lists import NEWEST, Filter, listed
from forum.items.queries.moved import ActRow, NoteRow, lines_of, notes_of
from forum.items.queries.thread_of_posts import PostRow
from forum.people.models import User
from forum.web.actor import actor
from forum.web.slots import fills


@fills("on a profile", position=20)
def published(person: User) -> str:
    """The last publications of somebody that the reader may see in lists. Two queries, and one a kind."""
    rows = listed(Filter(author_id=person.id), actor(), order=NEWEST, limit=10).rows
    return render_template("items/_of_person.html", rows=rows) if rows else ""


@fills("at the end of a message")
def what_keepers_did(item: Head, post: PostRow) -> str:
    """Lines of the history for everybody, notes for keepers. Nothing is looked up for an item without marks."""
    if not item.marks:
        return ""
    lines, notes = _around(item)
    here, noted = lines.get(post.number, []), [note for note in notes if note.number == post.number]
    if not here and not noted:
        return ""
    return render_template("items/_marks.html", item=item, acts=here, notes=noted, keeps=actor().keeps(item.space_id))


def _around(item: Head) -> tuple[dict[int, list[ActRow]], list[NoteRow]]:
    """Looked up once a page."""
    if "keepers_marks" not in g:
        g.keepers_marks = {}
    if item.id not in g.keepers_marks:
        notes = notes_of(item.id) if actor().keeps(item.space_id) else []
        g.keepers_marks[item.id] = (lines_of(item.id, actor()), notes)
    found: tuple[dict[int, list[ActRow]], list[NoteRow]] = g.keepers_marks[item.id]
    return found


def undoable(act: ActRow) -> bool:
    """May this reader still undo it?"""
    return actor().keeps(act.space_id) and can_be_undone(act.deed, act.at, act.undone_at)
