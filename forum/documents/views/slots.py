"""What documents put into pages of other rooms: an accepted answer becomes a practice document."""

from typing import Any

from flask import render_template

from forum.items.queries.heads import Head
from forum.web.actor import actor
from forum.web.slots import fills, small


@fills("after an answer")
def write_it_down(item: Head, answer: Any) -> str:
    """The button under an accepted answer, for whoever is signed in."""
    if not actor().is_someone:
        return ""
    return render_template("documents/_from_answer.html", item=item, answer=answer)


@fills("in the menu of a message", position=40)
def from_message(item: Head, post: Any) -> str:
    """One message of a discussion becomes a practice document."""
    if not actor().is_someone or item.kind != "thread" or post.state != "public":
        return ""
    return small("documents/_from_message.html", item_id=item.id, number=post.number)


@fills("in the menu of keepers")
def merge_pages(item: Head) -> str:
    """Two pages about the same become one."""
    if item.kind != "document" or not actor().keeps(item.space_id):
        return ""
    return render_template("documents/_to_merge.html", item=item)


@fills("beside the history of a message")
def who_wrote_what(item: Head, number: int) -> str:
    """Beside the versions of a document: its passages with their authors."""
    return render_template("documents/_to_authors.html", item=item) if item.kind == "document" and number == 1 else ""
