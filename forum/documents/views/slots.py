"""What documents put into pages of other rooms: an accepted answer becomes a practice document."""

from typing import Any

from flask import render_template

from forum.items.queries.heads import Head
from forum.web.actor import actor
from forum.web.slots import fills


@fills("after an answer")
def write_it_down(item: Head, answer: Any) -> str:
    """The button under an accepted answer, for whoever is signed in."""
    if not actor().is_someone:
        return ""
    return render_template("documents/_from_answer.html", item=item, answer=answer)
